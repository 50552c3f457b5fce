import { Button, Link, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { DismissRegular, TableRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { JsonValue, PivotDto, RecordDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { ErrorBanner } from '../ErrorBanner';
import { Facts } from '../Facts';
import { asRecord } from '../json';
import { useSettled } from '../settled';
import { JsonTree } from './JsonTree';
import { Pivots } from './Pivots';
import { columnTitle, type RowKind } from './rowKind';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  head: {
    display: 'flex',
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  title: { overflowWrap: 'anywhere' },
  body: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    padding: tokens.spacingHorizontalL,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
  },
  open: { display: 'block', marginTop: tokens.spacingVerticalXXS },
});

/** Holding an arrow key runs through many rows; they are read once the key has come to rest. */
const SETTLE_MS = 120;
/** Properties that name a record, best first. */
const NAMES = ['title', 'displayName', 'computerDnsName', 'name', 'recommendationName', 'fileName', 'accountName', 'id'];

type Props = {
  resultId: string;
  rowId: number;
  rows: RowKind;
  /** Goes to a call that the row fills in; pivots are left out without it. */
  onPivot: ((pivot: PivotDto) => void) | undefined;
  /** Opens the list in a column as a table of its own. */
  onOpenNested: (rowId: number, column: string) => void;
  onClose: () => void;
};

/** Everything about one row, also what no column shows, and where it leads. */
export function RecordDetails({ resultId, rowId, rows, onPivot, onOpenNested, onClose }: Props) {
  const styles = useStyles();
  const host = useHost();
  const settled = useSettled(rowId, SETTLE_MS);
  const row = useQuery<RecordDto, CommandFailure>({
    queryKey: ['result-row', resultId, settled],
    queryFn: () => host.invoke('get_row', { resultId, rowId: settled }),
    gcTime: 60_000,
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
  const record = asRecord(row.data?.json);
  const title = NAMES.map((name) => record?.[name]).find((value) => typeof value === 'string' && value !== '');
  const isTable = (value: JsonValue | undefined): boolean => Array.isArray(value) && value.length > 0;

  return (
    <aside
      className={styles.root}
      aria-label="Details"
      data-testid="record-details"
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <div className={styles.head}>
        <Text as="h2" block size={400} weight="semibold" className={styles.title}>
          {typeof title === 'string' ? title : 'Details'}
        </Text>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label="Close details"
          title="Close (Esc)"
          onClick={onClose}
          data-testid="close-details"
        />
      </div>
      <div className={styles.body} tabIndex={0} role="group" aria-label="Properties">
        {row.error === null ? null : <ErrorBanner failure={row.error} />}
        {onPivot === undefined ? null : <Pivots resultId={resultId} rowId={settled} onPivot={onPivot} />}
        {record === null ? (
          row.error === null ? (
            <Spinner size="small" label="Reading the row" />
          ) : null
        ) : (
          <Facts
            narrow
            facts={Object.entries(record).map(([name, value]) => ({
              name: columnTitle(rows, name),
              original: name,
              value: (
                <>
                  <JsonTree key={settled} value={value ?? null} />
                  {isTable(value) ? (
                    <Link as="button" className={styles.open} onClick={() => onOpenNested(settled, name)} data-testid={`open-nested-${name}`}>
                      <TableRegular aria-hidden="true" /> Open {columnTitle(rows, name)} as a table
                    </Link>
                  ) : null}
                </>
              ),
            }))}
          />
        )}
      </div>
    </aside>
  );
}
