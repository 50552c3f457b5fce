import { Button, makeStyles, mergeClasses, Spinner, Switch, Text, tokens } from '@fluentui/react-components';
import { ArrowRepeatAllRegular } from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { HistoryDto, HistoryEntryDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { ConfirmRisk } from '../../../shared/ConfirmRisk';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { useSessionKey } from '../../../shared/appState';
import { usePlainTableStyles } from '../../../shared/plainTable';
import { ShortTable } from '../../../shared/ShortTable';
import { Time } from '../../../shared/Time';
import { ModalDialog } from '../../../shared/ModalDialog';
import { durationText } from '../words';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  about: { color: tokens.colorNeutralForeground2 },
  title: { display: 'block' },
});

type Props = {
  /** Fills the form with an earlier call. */
  onRerun: (entry: HistoryEntryDto) => void;
  onClose: () => void;
};

/** The calls made in this profile. Answers and tokens are not in it. */
export function HistoryDialog({ onRerun, onClose }: Props) {
  const styles = useStyles();
  const host = useHost();
  const client = useQueryClient();
  const key = ['history', useSessionKey()];
  const history = useQuery<HistoryDto, CommandFailure>({ queryKey: key, queryFn: () => host.invoke('get_history', null), gcTime: 0 });
  const put = (next: HistoryDto): void => {
    client.setQueryData(key, next);
  };
  const keep = useMutation<HistoryDto, CommandFailure, boolean>({
    mutationFn: (kept) => host.invoke('keep_history', { kept }),
    onSuccess: put,
    gcTime: 0,
  });
  const clear = useMutation<HistoryDto, CommandFailure>({ mutationFn: () => host.invoke('clear_history', null), onSuccess: put, gcTime: 0 });
  const failure = history.error ?? keep.error ?? clear.error;
  const { data } = history;

  return (
    <ModalDialog
      size="side"
      title="History"
      onClose={onClose}
      actions={
        <>
          {data === undefined || data.entries.length === 0 ? null : (
            <ConfirmRisk
              trigger={{ children: 'Clear', 'data-testid': 'clear-history' }}
              title="Clear the history of this profile?"
              confirm="Clear history"
              onConfirm={() => clear.mutate()}
              data-testid="confirm-clear-history"
            >
              The list is emptied, on disk as well. The change log stays.
            </ConfirmRisk>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
      data-testid="history"
    >
      {failure === null ? null : <ErrorBanner failure={failure} />}
      {history.isPending ? <Spinner label="Opening the history" /> : null}
      {data === undefined ? null : (
        <>
          <Switch
            label={data.kept ? 'Kept on disk' : 'Kept in memory until the program closes'}
            checked={data.kept}
            disabled={keep.isPending}
            onChange={(_, { checked }) => keep.mutate(checked)}
            data-testid="keep-history"
          />
          <Text className={styles.about}>Requests only: neither answers nor tokens are kept.</Text>
          {data.entries.length === 0 ? (
            <Text>No call was made in this profile yet.</Text>
          ) : (
            <Entries entries={data.entries} onRerun={onRerun} />
          )}
        </>
      )}
    </ModalDialog>
  );
}

function Entries({ entries, onRerun }: { entries: readonly HistoryEntryDto[]; onRerun: (entry: HistoryEntryDto) => void }) {
  const styles = useStyles();
  const table = usePlainTableStyles();
  return (
    <ShortTable label="Calls" heads={['When', 'Call', 'Status', 'Rows', 'Took', 'Again']} testId="history-entries">
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td className={mergeClasses(table.cell, table.fixed)}>
              <Time at={entry.at} seconds />
            </td>
            <th scope="row" className={table.cell}>
              <span className={styles.title}>{entry.operation.title}</span>
              <span className={mergeClasses(table.mono, table.quiet)}>
                {entry.operation.method} {entry.request}
              </span>
            </th>
            <td className={mergeClasses(table.cell, table.fixed)}>{entry.status ?? 'No answer'}</td>
            <td className={mergeClasses(table.cell, table.fixed)}>{entry.rows.toLocaleString('en')}</td>
            <td className={mergeClasses(table.cell, table.fixed)}>{durationText(entry.elapsedMs)}</td>
            <td className={table.cell}>
              <Button
                size="small"
                icon={<ArrowRepeatAllRegular />}
                aria-label={`Fill the form of ${entry.operation.title} with this call`}
                onClick={() => onRerun(entry)}
                data-testid="rerun"
              >
                Fill
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </ShortTable>
  );
}
