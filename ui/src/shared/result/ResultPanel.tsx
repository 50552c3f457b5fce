/**
 * The table of any answer.
 *
 * Owns: how the parts around the rows are arranged: toolbar, filters, groups, grid, totals, details, chart, and the table
 * inside a cell, which takes the place of the one it came from until the admin goes back.
 * Refuses to know: how the rows were asked for, and what they mean; `rows` and the render functions say so.
 *
 * The panel neither loads nor closes `resultId`: whoever loaded it does. It closes what it opened itself.
 */
import { Button, makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular, FilterDismissRegular, TableRegular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { PivotDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import { toCommandFailure, type CommandFailure } from '../../ipc/host';
import { useAppState } from '../appState';
import { LazyBulkDialog } from '../bulk/LazyBulkDialog';
import type { BulkStart } from '../bulk/start';
import { DataTable } from '../DataTable';
import { EmptyState } from '../EmptyState';
import { ErrorBanner } from '../ErrorBanner';
import { useStore } from '../store';
import { useWidth } from '../width';
import { ChartView } from './ChartView';
import { ColumnFilter } from './ColumnFilter';
import { useCopying } from './copying';
import { ExportDialog } from './ExportDialog';
import { FilterChips } from './FilterChips';
import { GroupList } from './GroupList';
import { tableColumns, withWidth } from './layout';
import { useSummary } from './questions';
import { RecordDetails } from './RecordDetails';
import { ResultCell } from './ResultCell';
import { ResultToolbar, type Shown } from './ResultToolbar';
import { ANY_ROWS, columnTitle, type RowKind } from './rowKind';
import { Totals } from './Totals';
import type { ResultView } from './view';
import { forgetResultView, resultView } from './views';

/** With less room than this the details lie over the table instead of beside it. */
const ROOM_FOR_BOTH = 900;
/** What the groups at the other side take of it. */
const ROOM_FOR_GROUPS = 222;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0, gap: tokens.spacingVerticalM },
  split: { display: 'flex', flexGrow: 1, minHeight: 0, gap: tokens.spacingHorizontalM, position: 'relative' },
  table: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0 },
  pane: { width: '420px', flexShrink: 0, minHeight: 0 },
  overlay: { position: 'absolute', top: 0, right: 0, bottom: 0, width: 'min(480px, 100%)', zIndex: 2, boxShadow: tokens.shadow28 },
  path: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

export type ResultPanelProps = {
  /** The result, from `LoadEvent` `started` or `CalledDto`; another one keeps the arrangement. */
  resultId: string;
  /** The table's name for screen readers, and of a saved file. */
  label: string;
  /**
   * Under which the arrangement is kept for this session, and order, width and visibility of columns for good:
   * the operation's id, or a name that is no operation's.
   */
  columnsKey: string;
  /** Rows are still on their way. */
  busy: boolean;
  /** Changes when rows have arrived, e.g. their number so far. */
  version: unknown;
  /** Not all rows came, and no more will. */
  incomplete?: boolean;
  /** What is known of the rows beyond the answer. A constant: only the first one counts. */
  rows?: RowKind;
  /** A cell; `undefined` for the usual look. A constant, or every row is drawn anew. */
  renderCell?: (column: string, value: string) => ReactNode;
  /** The details of a row in place of the usual ones. */
  detailsFor?: (rowId: number, close: () => void) => ReactNode;
  /** Goes to a call that a row fills in. Without it no pivots are offered. */
  onPivot?: (pivot: PivotDto) => void;
  /** Whether changes for many rows are offered; they are where the backend knows one. */
  changes?: boolean;
  /** Such a change has ended: what was asked about single rows is out of date. A constant. */
  onChanged?: () => void;
  /** The result is held no longer. */
  onGone?: (failure: CommandFailure) => void;
  /** Shown when all has arrived and there is no row. */
  empty?: ReactNode;
  /** Prefix of test ids: `NAME-grid`, `NAME-count`, `NAME-search`. */
  name?: string;
};

type Nested = { resultId: string; column: string };

export function ResultPanel(props: ResultPanelProps) {
  return <Panel key={props.resultId} {...props} />;
}

/** One result, and at most one table inside one of its cells. */
function Panel(props: ResultPanelProps) {
  const { resultId, label, columnsKey, busy, version, rows = ANY_ROWS, onGone } = props;
  const styles = useStyles();
  const host = useHost();
  const { session } = useAppState();
  const view = resultView(host, session, columnsKey, rows);
  const { failure } = useStore(view);
  const [nested, setNested] = useState<Nested | null>(null);
  const [nestedFailure, setNestedFailure] = useState<CommandFailure | null>(null);
  const nestedKey = `${columnsKey}.${nested?.column ?? ''}`;

  useEffect(() => view.show(resultId), [view, resultId]);
  useEffect(() => view.hear(version, busy), [view, version, busy]);
  useEffect(() => {
    // What was said of the result before this one is out of date once this one is shown.
    if (failure?.detail.code === 'RESULT_GONE' && view.get().failure === failure) {
      onGone?.(failure);
    }
  }, [view, failure, onGone]);

  const openNested = useCallback(
    (rowId: number, column: string): void => {
      host.invoke('open_nested', { resultId, rowId, column }).then(
        (derived) => {
          setNestedFailure(null);
          setNested({ resultId: derived.resultId, column });
        },
        (reason: unknown) => setNestedFailure(toCommandFailure(reason)),
      );
    },
    [host, resultId],
  );
  // Going back, to another screen or to another answer: the table inside the cell is no longer needed.
  useEffect(() => {
    if (nested === null) {
      return undefined;
    }
    return () => {
      forgetResultView(host, nestedKey);
      host.invoke('close_result', { resultId: nested.resultId }).catch(() => undefined);
    };
  }, [host, nested, nestedKey]);

  if (nested !== null) {
    const title = columnTitle(rows, nested.column);
    return (
      <div className={styles.root}>
        <nav aria-label="Path" className={styles.path} data-testid="nested-path">
          <Button autoFocus icon={<ArrowLeftRegular />} onClick={() => setNested(null)} data-testid="leave-nested">
            {label}
          </Button>
          <span aria-current="page">› {title}</span>
        </nav>
        <ResultPanel
          resultId={nested.resultId}
          label={title}
          columnsKey={nestedKey}
          busy={false}
          version={0}
          name="nested"
          {...(props.onPivot === undefined ? {} : { onPivot: props.onPivot })}
        />
      </div>
    );
  }
  return (
    <div className={styles.root}>
      {nestedFailure === null ? null : <ErrorBanner failure={nestedFailure} onDismiss={() => setNestedFailure(null)} />}
      {failure === null ? null : <ErrorBanner failure={failure} />}
      <Rows {...props} rows={rows} view={view} onOpenNested={openNested} />
    </div>
  );
}

type RowsProps = ResultPanelProps & { rows: RowKind; view: ResultView; onOpenNested: (rowId: number, column: string) => void };

function Rows({ view, rows, label, busy, incomplete = false, name = 'result', renderCell, empty, changes = true, onChanged, onOpenNested, ...props }: RowsProps) {
  const styles = useStyles();
  const state = useStore(view);
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const room = useWidth(frame) ?? Infinity;
  const crowded = room < ROOM_FOR_BOTH + (state.groupBy === null ? 0 : ROOM_FOR_GROUPS);
  const copying = useCopying(view);
  const [shown, setShown] = useState<Shown>({ totals: false, chart: false });
  const [saving, setSaving] = useState(false);
  const client = useQueryClient();
  const [bulk, setBulk] = useState<BulkStart | null>(null);
  const [menu, setMenu] = useState<{ column: string; beside: HTMLElement } | null>(null);
  const summary = useSummary(view, shown.totals && !shown.chart);

  const { layout, columns, conditions, chosen } = state;
  const drawn = tableColumns(layout, rows, columns).map((column) => ({
    ...column,
    filtered: conditions.some((condition) => condition.column === column.name) || (chosen[column.name]?.length ?? 0) > 0,
  }));
  // Pages bring the same columns as new objects; the rows must not be drawn anew for that.
  const columnKey = JSON.stringify(drawn);
  const [stable, setStable] = useState({ key: columnKey, drawn });
  if (stable.key !== columnKey) {
    setStable({ key: columnKey, drawn });
  }
  const kindKey = JSON.stringify(columns);
  const kinds = useMemo(
    () => new Map((JSON.parse(kindKey) as typeof columns).map(({ name: column, kind }) => [column, kind])),
    [kindKey],
  );
  const cell = useCallback(
    (column: string, value: string): ReactNode =>
      renderCell?.(column, value) ?? <ResultCell kind={kinds.get(column) ?? 'text'} value={value} />,
    [renderCell, kinds],
  );
  const sort = useCallback((column: string, also: boolean): void => view.toggleSort(column, also), [view]);
  const resize = useCallback(
    (column: string, width: number): void => view.setLayout(withWidth(view.get().layout, column, width)),
    [view],
  );
  const { mutate: copy } = copying;
  const save = useCallback((): void => setSaving(true), [setSaving]);
  const { resultId } = state;
  const changed = useCallback((): void => {
    view.refresh();
    void client.invalidateQueries({ queryKey: ['result-row', resultId] });
    onChanged?.();
  }, [view, client, resultId, onChanged]);
  const openMenu = useCallback((column: string, beside: HTMLElement): void => setMenu({ column, beside }), [setMenu]);
  const extend = useCallback((index: number): void => void view.extend(index), [view]);
  const close = (): void => {
    view.closeRow();
    frame?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  };

  if (state.viewId === null) {
    return state.failure === null ? <Spinner label={`Waiting for the first ${rows.noun.many}`} /> : null;
  }
  if (state.totalRows === 0 && !busy) {
    return empty ?? <EmptyState icon={<TableRegular />} title={`No ${rows.noun.many}`} text="The service answered with an empty list." />;
  }
  const copied =
    copying.data === undefined
      ? null
      : `Copied ${copying.data.rows.toLocaleString()} ${copying.data.rows === 1 ? rows.noun.one : rows.noun.many}`;
  return (
    <>
      <ResultToolbar
        view={view}
        name={name}
        busy={busy}
        incomplete={incomplete}
        shown={shown}
        onShown={setShown}
        onCopy={copy}
        onSave={save}
        onChange={changes ? setBulk : undefined}
        copied={copied}
      />
      <FilterChips view={view} />
      {copying.error === null ? null : <ErrorBanner failure={copying.error} onDismiss={() => copying.reset()} />}
      <div className={styles.split} ref={setFrame}>
        {state.groupBy === null || !kinds.has(state.groupBy) ? null : <GroupList view={view} column={state.groupBy} />}
        {state.matchedRows === 0 && state.totalRows > 0 ? (
          <EmptyState
            icon={<FilterDismissRegular />}
            title={`No loaded ${rows.noun.one} matches`}
            text="Change the text or the chosen values above."
            action={<Button onClick={() => view.clearFilters()}>Clear all filters</Button>}
          />
        ) : shown.chart ? (
          <ChartView view={view} />
        ) : (
          <div className={styles.table}>
            <DataTable
              label={label}
              columns={stable.drawn}
              rowCount={state.matchedRows}
              version={state.version}
              rowAt={view.rowAt}
              onVisible={view.seen}
              renderCell={cell}
              sort={state.sort}
              onSort={sort}
              onResize={resize}
              onMenu={openMenu}
              activeIndex={state.activeIndex}
              openIndex={state.open?.index ?? null}
              onActivate={view.activate}
              onOpen={view.openRow}
              onEscape={state.open === null ? view.selectNothing : view.closeRow}
              isSelected={view.isSelected}
              onToggle={view.toggle}
              onExtend={extend}
              onSelectAll={view.selectAll}
              onCopy={() => copy('tsv')}
              initialTopRow={view.topRow}
              onTopRow={view.rememberTop}
              resetKey={state.arrangement}
              busy={busy}
              data-testid={`${name}-grid`}
              {...(shown.totals
                ? {
                    footer: (column: string) => (
                      <Totals kind={kinds.get(column) ?? 'text'} summary={summary.data?.columns.find((one) => one.column === column)} />
                    ),
                  }
                : {})}
            />
          </div>
        )}
        {state.open === null || state.resultId === null || shown.chart ? null : (
          <div className={mergeClasses(styles.pane, crowded && styles.overlay)}>
            {props.detailsFor?.(state.open.rowId, close) ?? (
              <RecordDetails
                resultId={state.resultId}
                rowId={state.open.rowId}
                rows={rows}
                onPivot={props.onPivot}
                onOpenNested={onOpenNested}
                onClose={close}
              />
            )}
          </div>
        )}
      </div>
      {menu === null ? null : <ColumnFilter view={view} column={menu.column} beside={menu.beside} onClose={() => setMenu(null)} />}
      {saving ? <ExportDialog view={view} name={fileName(label)} noun={rows.noun.many} onClose={() => setSaving(false)} /> : null}
      {bulk === null ? null : <LazyBulkDialog start={bulk} onChanged={changed} onClose={() => setBulk(null)} />}
    </>
  );
}

/** A label as a file's name: what every system allows. */
export function fileName(label: string): string {
  const words = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return words === '' ? 'rows' : words;
}
