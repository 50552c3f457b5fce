import { Button, makeStyles, mergeClasses, Spinner, Text } from '@fluentui/react-components';
import { SaveRegular } from '@fluentui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ChangeDto, ChangeLogDto, SavedDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { usePlainTableStyles } from '../../../shared/plainTable';
import { SavedTo } from '../../../shared/SavedTo';
import { ShortTable } from '../../../shared/ShortTable';
import { Time } from '../../../shared/Time';
import { ModalDialog } from '../../../shared/ModalDialog';
import { count } from '../words';

const useStyles = makeStyles({ part: { display: 'block' }, by: { minWidth: '150px' } });

/** Every change that this program asked for, in all profiles. */
export function ChangeLogDialog({ onClose }: { onClose: () => void }) {
  const host = useHost();
  const log = useQuery<ChangeLogDto, CommandFailure>({
    queryKey: ['change-log'],
    queryFn: () => host.invoke('get_change_log', null),
    gcTime: 0,
  });
  const save = useMutation<SavedDto, CommandFailure>({ mutationFn: () => host.invoke('export_change_log', null), gcTime: 0 });
  const failure = log.error ?? save.error;
  const { data } = log;
  return (
    <ModalDialog
      size="side"
      title="Change log"
      onClose={onClose}
      actions={
        <>
          <SavedTo saved={save.data} data-testid="change-log-saved" />
          {data === undefined || data.total === 0 ? null : (
            <Button icon={<SaveRegular />} disabledFocusable={save.isPending} onClick={() => save.mutate()} data-testid="export-change-log">
              Export
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
      data-testid="change-log"
    >
      {failure === null ? null : <ErrorBanner failure={failure} />}
      {log.isPending ? <Spinner label="Opening the change log" /> : null}
      {data === undefined ? null : data.total === 0 ? (
        <Text>No change was asked for yet. Each one is written down here: when, by whom, on what, and how it ended.</Text>
      ) : (
        <>
          <Text>
            {data.total > data.entries.length ? `The latest ${data.entries.length} of ${count(data.total, 'change')}` : count(data.total, 'change')}
          </Text>
          <Changes entries={data.entries} />
        </>
      )}
    </ModalDialog>
  );
}

function Changes({ entries }: { entries: readonly ChangeDto[] }) {
  const styles = useStyles();
  const table = usePlainTableStyles();
  return (
    <ShortTable label="Changes" heads={['When', 'Change', 'By', 'Outcome']} testId="change-log-entries">
      <tbody>
        {entries.map((entry, index) => (
          // Two may be of the same moment.
          <tr key={`${entry.at} ${index}`}>
            <td className={mergeClasses(table.cell, table.fixed)}>
              <Time at={entry.at} seconds />
            </td>
            <th scope="row" className={table.cell}>
              <span className={styles.part}>{entry.operation.title}</span>
              <span className={table.quiet}>{entry.target}</span>
            </th>
            <td className={mergeClasses(table.cell, styles.by)}>
              <span className={styles.part}>{entry.username}</span>
              <span className={table.quiet}>{entry.profile}</span>
            </td>
            <td className={table.cell}>
              {entry.outcome}
              {entry.status === null ? null : ` (HTTP ${entry.status})`}
            </td>
          </tr>
        ))}
      </tbody>
    </ShortTable>
  );
}
