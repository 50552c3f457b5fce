import { Button, makeStyles, Switch, Text, tokens } from '@fluentui/react-components';
import { ArrowRightRegular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { AppStateDto, SandboxFaultDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { replaceAppState } from '../../shared/appState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { navigate } from '../../shared/navigation';
import { Section } from '../../shared/Page';
import { SearchField } from '../../shared/SearchField';

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  search: { flex: '1 1 240px', maxWidth: '420px' },
  count: { fontVariantNumeric: 'tabular-nums', minWidth: '10ch' },
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(320px, 1fr))',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXL}`,
    listStyleType: 'none',
  },
  fault: { minWidth: 0 },
  switch: { alignItems: 'flex-start' },
  // Level with the words beside the switch.
  about: { color: tokens.colorNeutralForeground3, paddingLeft: '60px', marginTop: '-6px', overflowWrap: 'anywhere' },
  none: { color: tokens.colorNeutralForeground3 },
});

/**
 * The faults that are on, and the way to change them. A change shows at once and goes back when it is refused;
 * changes reach the backend one after the other, so that the last one counts.
 */
function useFaults(faults: readonly SandboxFaultDto[]) {
  const host = useHost();
  const client = useQueryClient();
  const change = useMutation<AppStateDto, CommandFailure, string[]>({
    scope: { id: 'sandbox-faults' },
    mutationFn: (on) => host.invoke('set_sandbox_faults', { faults: on }),
    onSuccess: (state) => replaceAppState(client, state),
  });
  const on = change.isPending ? change.variables : faults.filter((fault) => fault.on).map(({ id }) => id);
  return { on, failure: change.error, set: (wanted: string[]) => change.mutate(wanted) };
}

/** What can be made to go wrong in the sandbox tenant. */
export function FaultSwitches({ faults }: { faults: readonly SandboxFaultDto[] }) {
  const styles = useStyles();
  const { on, failure, set } = useFaults(faults);
  const [search, setSearch] = useState('');
  const needle = search.trim().toLowerCase();
  const found = faults.filter((fault) =>
    [fault.group, fault.title, fault.about].some((text) => text.toLowerCase().includes(needle)),
  );
  const groups = [...new Set(found.map(({ group }) => group))];

  return (
    <Section
      title="Faults"
      lead="Switch one on, then press Check everything on Set up: the checklist should name the step that is wrong. It stays on until you switch it off."
      aside={
        <Button icon={<ArrowRightRegular />} iconPosition="after" onClick={() => navigate('setup')} data-testid="go-to-setup">
          Go to Set up
        </Button>
      }
    >
      <div className={styles.tools}>
        <SearchField
          className={styles.search}
          value={search}
          onChange={setSearch}
          label="Search faults"
          testId="fault-search"
        />
        <Text className={styles.count} role="status" data-testid="fault-count" data-on={on.length}>
          {on.length} of {faults.length} on
        </Text>
        <Button disabledFocusable={on.length === 0} onClick={() => set([])} data-testid="all-faults-off">
          All off
        </Button>
      </div>
      {failure === null ? null : <ErrorBanner failure={failure} />}
      {groups.map((group) => (
        <Group
          key={group}
          title={group}
          faults={found.filter((fault) => fault.group === group)}
          on={on}
          onSwitch={(id, checked) => set(checked ? [...on, id] : on.filter((other) => other !== id))}
        />
      ))}
      {found.length === 0 ? <Text className={styles.none}>No fault matches.</Text> : null}
    </Section>
  );
}

type GroupProps = {
  title: string;
  faults: readonly SandboxFaultDto[];
  on: readonly string[];
  onSwitch: (id: string, checked: boolean) => void;
};

function Group({ title, faults, on, onSwitch }: GroupProps) {
  const styles = useStyles();
  const id = useId();
  return (
    <div className={styles.group} role="group" aria-labelledby={id}>
      <Text as="h3" size={300} weight="semibold" block id={id}>
        {title}
      </Text>
      <ul className={styles.list}>
        {faults.map((fault) => (
          <li key={fault.id} className={styles.fault}>
            <Switch
              className={styles.switch}
              label={fault.title}
              aria-describedby={`${id}-${fault.id}`}
              checked={on.includes(fault.id)}
              onChange={(_, { checked }) => onSwitch(fault.id, checked)}
              data-testid={`fault-${fault.id}`}
            />
            <Text block size={200} className={styles.about} id={`${id}-${fault.id}`}>
              {fault.about}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
