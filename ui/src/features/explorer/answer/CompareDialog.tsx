import { Button, makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ChangeKind, ChangesDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { usePlainTableStyles } from '../../../shared/plainTable';
import { ShortTable } from '../../../shared/ShortTable';
import { Time } from '../../../shared/Time';
import { ModalDialog } from '../../../shared/ModalDialog';
import { count } from '../words';

const WORDS: Record<ChangeKind, string> = { added: 'Added', removed: 'Removed', changed: 'Changed' };

const useStyles = makeStyles({
  before: { color: tokens.colorNeutralForeground3 },
  cells: { margin: 0, paddingLeft: 0, listStyleType: 'none' },
});

type Props = { callId: string; onClose: () => void };

/** What is different from the answer that the same call brought before. */
export function CompareDialog({ callId, onClose }: Props) {
  const host = useHost();
  const changes = useQuery<ChangesDto, CommandFailure>({
    queryKey: ['compare', callId],
    queryFn: () => host.invoke('compare_with_previous', { callId }),
    gcTime: 0,
  });
  return (
    <ModalDialog
      size="side"
      title="Compared with the previous answer"
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
      data-testid="compare-dialog"
    >
      {changes.isPending ? <Spinner label="Comparing" /> : null}
      {changes.error === null ? null : (
        <ErrorBanner failure={changes.error} intent={changes.error.detail.code === 'NOTHING_TO_COMPARE' ? 'warning' : 'error'} />
      )}
      {changes.data === undefined ? null : <Found changes={changes.data} />}
    </ModalDialog>
  );
}

function Found({ changes }: { changes: ChangesDto }) {
  const styles = useStyles();
  const table = usePlainTableStyles();
  const { added, removed, changed, rows } = changes;
  const all = added + removed + changed;
  return (
    <>
      <Text data-testid="compare-summary">
        {all === 0
          ? 'Nothing is different'
          : `${count(added, 'row')} added, ${count(removed, 'row')} removed, ${count(changed, 'row')} changed`}
        {' since '}
        <Time at={changes.earlierAt} seconds />. Rows are told apart by {changes.key}.
      </Text>
      {rows.length === 0 ? null : (
        <ShortTable label="Rows that differ" heads={['Row', 'Difference', 'Values']} testId="compare-rows">
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.change} ${row.key}`}>
                <th scope="row" className={mergeClasses(table.cell, table.mono)}>
                  {row.key}
                </th>
                <td className={mergeClasses(table.cell, table.fixed)}>{WORDS[row.change]}</td>
                <td className={table.cell}>
                  <ul className={styles.cells}>
                    {row.cells.map(({ column, before, after }) => (
                      <li key={column}>
                        {column}: <span className={styles.before}>{before ?? 'no value'}</span> → {after ?? 'no value'}
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </ShortTable>
      )}
      {all > rows.length ? <Text size={200}>The first {rows.length} of {all} are shown.</Text> : null}
    </>
  );
}
