/**
 * A result under somebody's hands.
 *
 * Owns: how the rows are arranged (sort, text, conditions, values, group), which columns are shown, the windows of rows
 * seen lately, which rows are selected and which one is open. It outlives the panel that shows it, so that going to
 * another screen and back loses nothing; another result of the same operation keeps the arrangement.
 * Refuses to know: how rows came into the result; sorting, filtering and counting, which are the backend's.
 * Invariants: an answer that a later question has overtaken changes nothing; rows are held in a bounded number of windows;
 * a column that the result does not have (yet) is never asked for.
 */
import type { ArrangementDto, ColumnConditionDto, ColumnDto, FacetDto, SetViewRequest } from '../../ipc/generated/contract';
import { toCommandFailure, type CommandFailure, type Host } from '../../ipc/host';
import type { SortOrder, TableRow } from '../DataTable';
import { RowWindows } from '../rowWindows';
import { Store } from '../store';
import { NO_LAYOUT, shownColumns, storedLayout, storeLayout, type Layout } from './layout';
import { searchedColumns, type RowKind } from './rowKind';
import { EVERYTHING, isSelected, MOST_PICKED, NOTHING, only, toggled, type Selection } from './selection';

export type ResultState = {
  resultId: string | null;
  viewId: number | null;
  totalRows: number;
  matchedRows: number;
  facets: FacetDto[];
  columns: ColumnDto[];
  /** Why the last look at the rows failed; `RESULT_GONE` where they are held no longer. */
  failure: CommandFailure | null;

  /** First key first. */
  sort: SortOrder[];
  text: string;
  conditions: ColumnConditionDto[];
  /** Values to keep, by column. */
  chosen: Record<string, string[]>;
  /** The column by whose values the rows are counted at the side. */
  groupBy: string | null;
  /** The column whose filter is open. */
  counted: string | null;
  layout: Layout;

  /** Grows when rows may read differently. */
  version: number;
  /** Grows when the rows are others altogether: another sort or filter, but not another page. */
  arrangement: number;
  activeIndex: number | null;
  open: { index: number; rowId: number } | null;
  selection: Selection;
  /** A range was longer than can be picked. */
  selectionCut: boolean;
};

const NO_ROWS = {
  viewId: null,
  totalRows: 0,
  matchedRows: 0,
  facets: [],
  failure: null,
  activeIndex: null,
  open: null,
  selection: NOTHING,
  selectionCut: false,
} satisfies Partial<ResultState>;

/** While pages arrive, the view is renewed no more often than this. */
const PAGE_REFRESH_MS = 250;
/** Most rows that one request brings. */
const IDS_AT_ONCE = 500;

export class ResultView extends Store<ResultState> {
  private readonly windows: RowWindows<TableRow>;
  /** The row at the top of the grid when it was last on screen. */
  topRow = 0;
  private viewsAsked = 0;
  /** The view for which rows were gone and another view was asked for. */
  private viewRenewedFor: number | null = null;
  private refreshTimer: ReturnType<typeof setTimeout> | undefined;
  private heard: string | null = null;
  private anchor: number | null = null;

  constructor(
    private readonly host: Host,
    readonly rows: RowKind,
    private readonly kept: { storage: Storage; key: string } | null = null,
  ) {
    super({
      resultId: null,
      ...NO_ROWS,
      columns: [],
      sort: [],
      text: '',
      conditions: [],
      chosen: {},
      groupBy: null,
      counted: null,
      layout: kept === null ? NO_LAYOUT : storedLayout(kept.storage, kept.key),
      version: 0,
      arrangement: 0,
    });
    this.windows = new RowWindows<TableRow>(
      () => this.set({ version: this.get().version + 1 }),
      (reason) => this.rowsFailed(toCommandFailure(reason)),
    );
  }

  // --- which result ------------------------------------------------------------------------------------------------

  /** Shows a result in place of the one before. Its arrangement stays, as far as the new one has the columns. */
  show(resultId: string): void {
    if (this.get().resultId === resultId && this.get().failure === null) {
      return;
    }
    this.windows.clear();
    this.viewsAsked += 1;
    this.viewRenewedFor = null;
    this.topRow = 0;
    this.anchor = null;
    this.heard = null;
    this.set({ ...NO_ROWS, resultId, arrangement: this.get().arrangement + 1 });
    void this.renewView();
  }

  /**
   * Says that rows may have arrived: soon while more are on their way, at once when that was all. The same news twice is
   * none.
   */
  hear(rows: unknown, busy: boolean): void {
    const news = `${String(rows)} ${String(busy)}`;
    if (this.heard === news) {
      return;
    }
    const first = this.heard === null;
    this.heard = news;
    if (first) {
      return;
    }
    if (busy) {
      this.refreshTimer ??= setTimeout(() => {
        this.refreshTimer = undefined;
        void this.renewView();
      }, PAGE_REFRESH_MS);
      return;
    }
    clearTimeout(this.refreshTimer);
    this.refreshTimer = undefined;
    void this.renewView();
  }

  /** Says that the backend has changed rows that are held. What is open and selected stays. */
  refresh(): void {
    void this.renewView();
  }

  // --- the arrangement ---------------------------------------------------------------------------------------------

  /**
   * Ascending, then descending, then no longer sorted by. `also` keeps the other keys and puts a new one last; without it the
   * column is the only key.
   */
  toggleSort(column: string, also = false): void {
    const { sort } = this.get();
    const now = sort.find((key) => key.column === column);
    const next = now === undefined ? [{ column, descending: false }] : now.descending ? [] : [{ column, descending: true }];
    const others = sort.filter((key) => key.column !== column);
    const place = now === undefined ? others.length : sort.indexOf(now);
    this.rearrange({ sort: also ? [...others.slice(0, place), ...next, ...others.slice(place)] : next }, false);
  }

  setSort(sort: SortOrder[]): void {
    this.rearrange({ sort }, false);
  }

  setText(text: string): void {
    if (text !== this.get().text) {
      this.rearrange({ text });
    }
  }

  /** Keeps rows with one of these values; none keeps all. */
  setChosen(column: string, values: string[]): void {
    this.rearrange({ chosen: { ...this.get().chosen, [column]: values } });
  }

  addConditions(...conditions: ColumnConditionDto[]): void {
    this.rearrange({ conditions: [...this.get().conditions, ...conditions] });
  }

  /** Puts others in the place of all conditions on a column. */
  replaceConditions(column: string, conditions: ColumnConditionDto[]): void {
    this.rearrange({ conditions: [...this.get().conditions.filter((other) => other.column !== column), ...conditions] });
  }

  removeCondition(position: number): void {
    this.rearrange({ conditions: this.get().conditions.filter((_, other) => other !== position) });
  }

  clearFilters(): void {
    this.rearrange({ text: '', chosen: {}, conditions: [] });
  }

  /** Counts the rows by a column's values; `null` for no longer. */
  group(groupBy: string | null): void {
    this.set({ groupBy });
    void this.renewView();
  }

  /** Counts a column's values while its filter is open. */
  count(counted: string | null): void {
    if (counted === this.get().counted) {
      return;
    }
    this.set({ counted });
    if (counted !== null) {
      void this.renewView();
    }
  }

  /** How the rows are arranged and which columns are shown, for keeping. */
  arrangement(): ArrangementDto {
    const { sort, text, conditions, chosen, groupBy, layout } = this.get();
    const facets = Object.entries(chosen).filter(([, values]) => values.length > 0);
    return {
      sort: sort.map(({ column, descending }) => ({ column, descending })),
      text,
      facets: facets.map(([column, values]) => ({ column, values: [...values] })).sort((a, b) => (a.column < b.column ? -1 : 1)),
      conditions: conditions.map((condition) => ({ ...condition, values: [...condition.values] })),
      groupBy,
      columns: [...(layout.shown ?? [])],
    };
  }

  /** Arranges the rows in a way that was kept; before there are any rows, too. */
  arrange({ sort, text, facets, conditions, groupBy, columns }: ArrangementDto): void {
    this.setLayout({ ...this.get().layout, shown: columns.length === 0 ? null : columns });
    this.rearrange({ sort, text, conditions, groupBy, chosen: Object.fromEntries(facets.map(({ column, values }) => [column, values])) });
  }

  setLayout(layout: Layout): void {
    const before = this.shown();
    this.set({ layout });
    if (this.kept !== null) {
      storeLayout(this.kept.storage, this.kept.key, layout);
    }
    if (this.shown().some((name) => !before.includes(name))) {
      this.fetchFromCurrentView();
    }
  }

  /** Names of the columns shown, in order. */
  shown(): string[] {
    const { layout, columns } = this.get();
    return shownColumns(layout, this.rows, columns);
  }

  private rearrange(change: Partial<ResultState>, narrows = true): void {
    this.anchor = null;
    this.set({ ...change, activeIndex: null, ...(narrows ? { selection: NOTHING, selectionCut: false } : {}) });
    void this.renewView(true);
  }

  /** The view that the arrangement describes, without columns that the result does not have. */
  private wanted(resultId: string): SetViewRequest {
    const { sort, text, conditions, chosen, groupBy, counted, columns } = this.get();
    const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
    const quick = (this.rows.quickFilters ?? []).map(({ column }) => column);
    const narrowed = [...quick, ...Object.keys(chosen).filter((column) => !quick.includes(column) && chosen[column]?.length)];
    // Times are counted by period, which the side list asks for itself.
    const group = groupBy !== null && kinds.get(groupBy) !== 'time' ? [groupBy] : [];
    const count = [...quick, ...group, ...(counted === null ? [] : [counted])];
    const textColumns = text === '' ? [] : searchedColumns(this.rows, columns);
    return {
      resultId,
      sort: sort.filter(({ column }) => kinds.has(column)),
      text: textColumns.length === 0 ? '' : text,
      textColumns,
      facets: narrowed.filter((column) => kinds.has(column)).map((column) => ({ column, values: chosen[column] ?? [] })),
      conditions: conditions.filter(({ column }) => kinds.has(column)),
      countColumns: [...new Set(count)].filter((column) => kinds.has(column)),
    };
  }

  /** Asks for the view that the arrangement describes. Only the answer to the latest question counts. */
  private async renewView(rearranged = false): Promise<void> {
    const { resultId } = this.get();
    if (resultId === null) {
      return;
    }
    this.viewsAsked += 1;
    const mine = this.viewsAsked;
    const request = this.wanted(resultId);
    try {
      const view = await this.host.invoke('set_view', request);
      // A later view exists already, or will: its rows are the ones that can be read.
      if (mine !== this.viewsAsked || view.viewId < (this.get().viewId ?? 0)) {
        return;
      }
      const state = this.get();
      this.set({
        viewId: view.viewId,
        totalRows: view.totalRows,
        matchedRows: view.matchedRows,
        facets: view.facets,
        columns: view.columns,
        failure: null,
        version: state.version + 1,
        arrangement: state.arrangement + (rearranged ? 1 : 0),
      });
      if (JSON.stringify(this.wanted(resultId)) !== JSON.stringify(request)) {
        // Columns are known now that were not, and something is wanted of them.
        void this.renewView();
        return;
      }
      this.fetchFromCurrentView();
    } catch (reason) {
      if (mine === this.viewsAsked) {
        this.set({ failure: toCommandFailure(reason) });
      }
    }
  }

  // --- rows ----------------------------------------------------------------------------------------------------------

  private fetchFromCurrentView(): void {
    const { resultId, viewId, matchedRows } = this.get();
    if (resultId === null || viewId === null) {
      return;
    }
    const columns = this.shown();
    const place = new Map(columns.map((name, position) => [name, position]));
    this.windows.setSource(async (offset, count) => {
      const answer = await this.host.invoke('get_rows', { resultId, viewId, offset, count, columns });
      return answer.rows.map((cells, position) => ({
        id: answer.rowIds[position] ?? -1,
        cell: (column: string) => cells[place.get(column) ?? -1] ?? null,
      }));
    }, matchedRows);
  }

  /** Remembers the place, for coming back to the screen. */
  readonly rememberTop = (row: number): void => {
    this.topRow = row;
  };

  readonly rowAt = (index: number): TableRow | undefined => this.windows.row(index);

  readonly seen = (first: number, end: number): void => this.windows.show(first, end);

  private rowsFailed(failure: CommandFailure): void {
    const { viewId } = this.get();
    if (failure.detail.code === 'RESULT_GONE' && viewId !== this.viewRenewedFor) {
      // A view replaced behind our back is renewed, once; a result that is gone says so again when asked for a view.
      this.viewRenewedFor = viewId;
      void this.renewView();
      return;
    }
    this.set({ failure });
  }

  // --- the open row, and the selected ones ---------------------------------------------------------------------------

  /** The keyboard went to a row, which is then the selected one. The details follow where they are open. */
  readonly activate = (index: number): void => {
    if (this.get().open === null) {
      this.pick(index);
    } else {
      this.openRow(index);
    }
  };

  readonly openRow = (index: number): void => {
    this.pick(index);
    const row = this.rowAt(index);
    if (row !== undefined) {
      this.set({ open: { index, rowId: row.id } });
    }
  };

  readonly closeRow = (): void => this.set({ open: null });

  private pick(index: number): void {
    const row = this.rowAt(index);
    this.anchor = index;
    this.set({ activeIndex: index, selection: row === undefined ? NOTHING : only([row.id]), selectionCut: false });
  }

  /** Adds a row to the selection, or takes it out. */
  readonly toggle = (index: number): void => {
    const row = this.rowAt(index);
    this.anchor = index;
    this.set({ activeIndex: index });
    if (row !== undefined) {
      this.set({ selection: toggled(this.get().selection, row.id), selectionCut: false });
    }
  };

  /** Selects from the row where the selection began to this one. Rows that have not arrived are asked for by name only. */
  readonly extend = async (index: number): Promise<void> => {
    const from = this.anchor ?? this.get().activeIndex ?? index;
    this.anchor = from;
    this.set({ activeIndex: index });
    const first = Math.min(from, index);
    const wanted = Math.abs(from - index) + 1;
    const count = Math.min(MOST_PICKED, wanted);
    // A cut range keeps its beginning: the end where the anchor is.
    const start = from <= index ? first : index + wanted - count;
    const { viewId, arrangement } = this.get();
    try {
      const ids = await this.idsOf(start, count);
      if (this.get().viewId === viewId && this.get().arrangement === arrangement && this.get().activeIndex === index) {
        this.set({ selection: only(ids), selectionCut: count < wanted });
      }
    } catch (reason) {
      this.rowsFailed(toCommandFailure(reason));
    }
  };

  readonly selectAll = (): void => this.set({ selection: EVERYTHING, selectionCut: false });

  readonly selectNothing = (): void => this.set({ selection: NOTHING, selectionCut: false });

  readonly isSelected = (id: number): boolean => isSelected(this.get().selection, id);

  private async idsOf(start: number, count: number): Promise<number[]> {
    const { resultId, viewId } = this.get();
    const ids: number[] = [];
    for (let index = start; index < start + count; index += 1) {
      const row = this.rowAt(index);
      if (row !== undefined) {
        ids.push(row.id);
      } else if (resultId !== null && viewId !== null) {
        const asked = Math.min(IDS_AT_ONCE, start + count - index);
        const answer = await this.host.invoke('get_rows', { resultId, viewId, offset: index, count: asked, columns: [] });
        ids.push(...answer.rowIds);
        index += asked - 1;
      }
    }
    return ids;
  }
}
