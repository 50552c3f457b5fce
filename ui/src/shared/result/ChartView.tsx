import { Field, makeStyles, mergeClasses, Select, Spinner, Text, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { BarDto, ChartDto, ColumnDto } from '../../ipc/generated/contract';
import { ErrorBanner } from '../ErrorBanner';
import { usePlainTableStyles } from '../plainTable';
import { ShortTable } from '../ShortTable';
import { useStore } from '../store';
import type { ChartBars } from './chartDrawing';
import { PERIOD_WORDS, periodLabel } from './periods';
import { useChart } from './questions';
import { columnTitle, offeredColumns, valueLabel, type RowKind } from './rowKind';
import type { ResultView } from './view';

// The drawing library is the largest thing here and wanted by few.
const ChartCanvas = lazy(() => import('./ChartCanvas'));

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, flexGrow: 1, minHeight: 0, overflowY: 'auto' },
  column: { maxWidth: '320px' },
  card: {
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  count: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', width: '120px' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** Counts over one column, for the eye and as a table. */
export function ChartView({ view }: { view: ResultView }) {
  const styles = useStyles();
  const { columns, groupBy, matchedRows } = useStore(view);
  const [picked, setPicked] = useState<string | null>(null);
  const offered = offeredColumns(view.rows, columns.filter(({ kind }) => kind !== 'nested'));
  const column = picked !== null && offered.includes(picked) ? picked : usualChart(view.rows, columns, groupBy, offered);
  const chart = useChart(view, column);
  if (column === null) {
    return <Text className={styles.quiet}>No column of this table can be counted.</Text>;
  }
  const failure = chart.error?.detail.code === 'RESULT_GONE' ? null : chart.error;
  return (
    // Its content is longer than the window is high; the keyboard scrolls it.
    <div className={styles.root} tabIndex={0} role="region" aria-label="Chart" data-testid="chart">
      <Field label="Count by" className={styles.column}>
        <Select value={column} onChange={(_, { value }) => setPicked(value)} data-testid="chart-column">
          {offered.map((name) => (
            <option key={name} value={name}>
              {columnTitle(view.rows, name)}
            </option>
          ))}
        </Select>
      </Field>
      {failure === null ? null : <ErrorBanner failure={failure} onRetry={() => void chart.refetch()} />}
      {chart.data === undefined ? (
        failure === null ? <Spinner size="small" label="Counting" /> : null
      ) : (
        <Bars chart={chart.data} rows={view.rows} column={column} matchedRows={matchedRows} />
      )}
    </div>
  );
}

/** What was grouped by; else the first column with a menu of its own; else the first time; else the first there is. */
function usualChart(rows: RowKind, columns: readonly ColumnDto[], groupBy: string | null, offered: readonly string[]): string | null {
  const time = columns.find(({ kind }) => kind === 'time')?.name;
  const candidates = [groupBy, rows.quickFilters?.[0]?.column, time, offered[0]];
  return candidates.find((name): name is string => name !== undefined && name !== null && offered.includes(name)) ?? null;
}

type BarsProps = { chart: ChartDto; rows: RowKind; column: string; matchedRows: number };

function Bars({ chart, rows, column, matchedRows }: BarsProps) {
  const styles = useStyles();
  const table = usePlainTableStyles();
  const title = columnTitle(rows, column);
  const { bars, rest, period } = chart;
  const label = ({ label: value }: BarDto): string =>
    period === null || value === '' ? valueLabel(rows, column, value) : periodLabel(period, value);
  const drawn = useMemo(
    (): ChartBars => ({
      labels: chart.bars.map((bar) =>
        chart.period === null || bar.label === '' ? valueLabel(rows, column, bar.label) : periodLabel(chart.period, bar.label),
      ),
      counts: chart.bars.map(({ count }) => count),
      overTime: chart.period !== null,
    }),
    [chart, rows, column],
  );
  const caption = period === null ? `Rows by ${title}` : `Rows by ${title}, a bar for each ${PERIOD_WORDS[period]}, in UTC`;
  // Empty periods are gaps in the drawing; in the table they are lines of nothing.
  const lines = period === null ? bars : bars.filter(({ count }) => count > 0);
  return (
    <>
      <figure className={styles.card} style={{ margin: 0 }}>
        <figcaption>
          <Text block weight="semibold">
            {caption}
          </Text>
        </figcaption>
        <Suspense fallback={<Spinner size="small" label="Drawing" />}>
          <ChartCanvas bars={drawn} />
        </Suspense>
      </figure>
      <div className={styles.card}>
        <ShortTable
          label={caption}
          heads={[title, { title: 'Rows', className: styles.count }, { title: 'Share', className: styles.count }]}
          testId="chart-table"
        >
          <tbody>
            {lines.map((bar) => (
              <tr key={bar.label}>
                <th scope="row" className={table.cell}>
                  {label(bar)}
                </th>
                <td className={mergeClasses(table.cell, styles.count)}>{bar.count.toLocaleString()}</td>
                <td className={mergeClasses(table.cell, styles.count)}>{share(bar.count, matchedRows)}</td>
              </tr>
            ))}
            {rest === 0 ? null : (
              <tr>
                <th scope="row" className={table.cell}>
                  {period === null ? 'All other values' : 'No time'}
                </th>
                <td className={mergeClasses(table.cell, styles.count)}>{rest.toLocaleString()}</td>
                <td className={mergeClasses(table.cell, styles.count)}>{share(rest, matchedRows)}</td>
              </tr>
            )}
          </tbody>
        </ShortTable>
      </div>
    </>
  );
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

function share(count: number, of: number): string {
  return of === 0 ? '–' : percent.format(count / of);
}
