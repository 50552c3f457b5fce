import { Button, makeStyles, MessageBar, MessageBarBody, Spinner, Text, ToggleButton, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CoverageDto, CoverageState } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { CheckMenu } from '../../../shared/CheckMenu';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { navigate } from '../../../shared/navigation';
import { Section } from '../../../shared/Page';
import { Prose } from '../../../shared/Prose';
import { SearchField } from '../../../shared/SearchField';
import type { TokenSubject } from '../subject';
import { CoverageTable, STATES } from './CoverageTable';
import { countGroups, countStates, groupsOf } from './rows';

const useStyles = makeStyles({
  caveat: { whiteSpace: 'normal', paddingBottom: tokens.spacingVerticalS },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  search: { flex: '1 1 220px', maxWidth: '420px' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const STATE_ORDER: readonly CoverageState[] = ['allowed', 'missing', 'cannotTell', 'notDocumented'];

/** Every operation of the documentation, and whether the token opens it. */
export default function Coverage({ subject }: { subject: TokenSubject }) {
  const host = useHost();
  const coverage = useQuery<CoverageDto, CommandFailure>({
    queryKey: ['coverage', ...subject.key],
    queryFn: () => host.invoke('get_coverage', subject.request),
    gcTime: 0,
  });
  return (
    <Section
      title="What can this token do?"
      lead="Each operation of the documentation against the permissions in the token."
      aside={
        <Button onClick={() => navigate('setup')} data-testid="coverage-to-setup">
          Choose permissions on Set up
        </Button>
      }
    >
      {coverage.data !== undefined ? (
        <Answer coverage={coverage.data} />
      ) : coverage.error === null || coverage.isFetching ? (
        <Spinner size="tiny" label="Comparing the token with the documentation" />
      ) : (
        <ErrorBanner failure={coverage.error} onRetry={() => void coverage.refetch()} />
      )}
    </Section>
  );
}

function Answer({ coverage: { rows, caveat } }: { coverage: CoverageDto }) {
  const styles = useStyles();
  const [states, setStates] = useState<readonly CoverageState[]>([]);
  const [groups, setGroups] = useState<readonly string[]>([]);
  const [text, setText] = useState('');
  const counts = countStates(rows);
  const shown = groupsOf(rows, { states, groups, text });
  const count = shown.reduce((sum, group) => sum + group.rows.length, 0);
  const toggle = (state: CoverageState): void =>
    setStates(states.includes(state) ? states.filter((other) => other !== state) : [...states, state]);
  const showAll = (): void => {
    setStates([]);
    setGroups([]);
    setText('');
  };

  return (
    <>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody className={styles.caveat} data-testid="coverage-caveat">
          <Prose text={caveat} />
        </MessageBarBody>
      </MessageBar>
      <div className={styles.bar} role="group" aria-label="Show by state">
        {STATE_ORDER.filter((state) => state !== 'cannotTell' || counts[state] > 0).map((state) => (
          <ToggleButton
            key={state}
            checked={states.includes(state)}
            onClick={() => toggle(state)}
            data-testid={`coverage-state-${state}`}
          >
            {STATES[state].label}: {counts[state]}
          </ToggleButton>
        ))}
      </div>
      <div className={styles.bar}>
        <SearchField
          className={styles.search}
          value={text}
          onChange={setText}
          label="Search operations"
          placeholder="Search by what it does, path or permission"
          testId="coverage-search"
        />
        <CheckMenu
          label="Group"
          choices={[...countGroups(rows)].map(([name, size]) => ({ value: name, label: name, count: size }))}
          chosen={groups}
          onChange={setGroups}
          none="all"
          reset="All groups"
          data-testid="coverage-group"
        />
        <Text role="status" className={styles.quiet} data-testid="coverage-count">
          {count === rows.length ? `All ${rows.length} operations` : `${count} of ${rows.length} operations`}
        </Text>
        {count === rows.length ? null : (
          <Button appearance="subtle" onClick={showAll} data-testid="coverage-all">
            Show all
          </Button>
        )}
      </div>
      {count === 0 ? <Text className={styles.quiet}>No operation matches.</Text> : <CoverageTable groups={shown} />}
    </>
  );
}
