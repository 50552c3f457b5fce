import { Button, makeStyles, Spinner, Text, ToggleButton, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OperationsDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { useStore } from '../../../shared/store';
import { SearchField } from '../../../shared/SearchField';
import { OperationGroup } from './OperationGroup';
import { checkedOf, groupsOf, withAll } from './operations';
import { PickedPermissions } from './PickedPermissions';
import { useChecklist } from './useChecklist';
import { several } from './words';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  presets: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))',
    gap: tokens.spacingHorizontalS,
    listStyleType: 'none',
  },
  preset: { width: '100%', height: '100%', justifyContent: 'flex-start', alignItems: 'flex-start', textAlign: 'left' },
  presetAbout: { display: 'block', fontWeight: tokens.fontWeightRegular, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  search: { flex: '1 1 240px', maxWidth: '420px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  groups: {
    maxHeight: '360px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    listStyleType: 'none',
  },
  none: { display: 'block', padding: tokens.spacingHorizontalM, color: tokens.colorNeutralForeground3 },
});

/** Choose what to do; which permissions it takes follows. */
export default function OperationPicker() {
  const host = useHost();
  const operations = useQuery<OperationsDto, CommandFailure>({
    queryKey: ['operations'],
    queryFn: () => host.invoke('get_operations', null),
    // They do not change while the program runs.
    staleTime: Infinity,
    gcTime: Infinity,
  });
  if (operations.data !== undefined) {
    return <Picker offered={operations.data} />;
  }
  return operations.error === null ? (
    <Spinner size="tiny" label="Opening the operations" />
  ) : (
    <ErrorBanner failure={operations.error} onRetry={() => void operations.refetch()} />
  );
}

function Picker({ offered }: { offered: OperationsDto }) {
  const styles = useStyles();
  const { run, answers } = useChecklist();
  const chosen = useStore(run).chosenOperations ?? answers.operations;
  const [search, setSearch] = useState('');
  const [openGroups, setOpenGroups] = useState<readonly string[]>([]);
  const groups = groupsOf(offered.operations, search);
  const searching = search.trim() !== '';
  const choose = (ids: readonly string[], on: boolean): void => run.choose(withAll(chosen, ids, on));

  return (
    <div className={styles.root} role="group" aria-label="What do you want to do?">
      <ul className={styles.presets} aria-label="Common choices">
        {offered.presets.map((preset) => (
          <li key={preset.id}>
            <ToggleButton
              className={styles.preset}
              checked={checkedOf(chosen, preset.operations) === true}
              onClick={() => choose(preset.operations, checkedOf(chosen, preset.operations) !== true)}
              data-testid={`preset-${preset.id}`}
            >
              <span>
                {preset.title}
                <span className={styles.presetAbout}>{preset.about}</span>
              </span>
            </ToggleButton>
          </li>
        ))}
      </ul>
      <div className={styles.bar}>
        <SearchField
          className={styles.search}
          value={search}
          onChange={setSearch}
          label="Search operations"
          placeholder="Search by what it does, path or permission"
          testId="operations-search"
        />
        <Text className={styles.quiet} data-testid="operations-count">
          {chosen.length} of {several(offered.operations.length, 'operation')} chosen
        </Text>
        <Button
          size="small"
          appearance="subtle"
          disabledFocusable={chosen.length === 0}
          onClick={() => run.choose([])}
          data-testid="operations-clear"
        >
          Choose none
        </Button>
      </div>
      <ul className={styles.groups} aria-label="Operations">
        {groups.map((group) => (
          <OperationGroup
            key={group.name}
            group={group}
            chosen={chosen}
            // What a search found is there to be seen.
            open={searching || openGroups.includes(group.name)}
            onToggle={() =>
              setOpenGroups(
                openGroups.includes(group.name) ? openGroups.filter((other) => other !== group.name) : [...openGroups, group.name],
              )
            }
            onChoose={choose}
          />
        ))}
        {groups.length === 0 ? (
          <li>
            <Text className={styles.none}>No operation matches.</Text>
          </li>
        ) : null}
      </ul>
      <Text size={200} className={styles.quiet}>
        {offered.source}
      </Text>
      <PickedPermissions chosen={chosen} operations={offered.operations} />
    </div>
  );
}
