/**
 * The alerts on screen.
 *
 * Owns: one load and its result per host, the current view, and the windows of rows seen lately. It outlives the screen, so
 * that going to another one and back loses neither the load nor the place.
 * Refuses to know: what a row holds beyond its cells; sorting and filtering, which are the backend's.
 * Invariants: at most one result is open, and it belongs to the session it was loaded with; an answer that a later
 * question has overtaken changes nothing; rows are held in a bounded number of windows.
 */
import type { ColumnDto, FacetDto, LoadAlertsRequest, LoadedDto, LoadEvent, SetViewRequest } from '../../ipc/generated/contract';
import { toCommandFailure, type CommandFailure, type Host } from '../../ipc/host';
import type { SortOrder, TableRow } from '../../shared/DataTable';
import { RowWindows } from '../../shared/rowWindows';
import { Store } from '../../shared/store';
import { DEFAULT_COLUMNS, TEXT_COLUMNS } from './columns';

/** Columns that can be narrowed by value. */
export const FACET_COLUMNS = ['severity', 'status'] as const;
export type FacetColumn = (typeof FACET_COLUMNS)[number];

export type AlertsState = {
  phase: 'idle' | 'loading' | 'done';
  resultId: string | null;
  /** Rows the service announced. */
  expected: number | null;
  /** Rows that have arrived. */
  arrived: number;
  pages: number;
  /** The service asked to wait. */
  waiting: { seconds: number; reason: string } | null;
  /** How the load ended. */
  loaded: LoadedDto | null;
  /** Why the load failed; rows that arrived before stay. */
  loadFailure: CommandFailure | null;
  /** Why the last look at the rows failed. */
  viewFailure: CommandFailure | null;

  viewId: number | null;
  totalRows: number;
  matchedRows: number;
  facets: FacetDto[];
  columns: ColumnDto[];

  sort: SortOrder | null;
  text: string;
  chosen: Record<FacetColumn, string[]>;
  visibleColumns: string[];

  /** Grows when rows may read differently. */
  version: number;
  /** Grows when the rows are others altogether: another load, sort or filter, but not another page. */
  arrangement: number;
  activeIndex: number | null;
  open: { index: number; rowId: number } | null;
};

function emptyState(): AlertsState {
  return {
    phase: 'idle',
    resultId: null,
    expected: null,
    arrived: 0,
    pages: 0,
    waiting: null,
    loaded: null,
    loadFailure: null,
    viewFailure: null,
    viewId: null,
    totalRows: 0,
    matchedRows: 0,
    facets: [],
    columns: [],
    sort: null,
    text: '',
    chosen: { severity: [], status: [] },
    visibleColumns: [...DEFAULT_COLUMNS],
    version: 0,
    arrangement: 0,
    activeIndex: null,
    open: null,
  };
}

/** While pages arrive, the view is renewed no more often than this. */
const PAGE_REFRESH_MS = 250;

export class AlertsStore extends Store<AlertsState> {
  private readonly windows: RowWindows<TableRow>;
  /** The row at the top of the grid when it was last on screen. */
  topRow = 0;
  /** The session the result belongs to. */
  private sessionKey: string | null = null;
  private loadId: string | null = null;
  private viewsAsked = 0;
  /** The view for which rows were gone and another view was asked for. */
  private viewRenewedFor: number | null = null;
  private refreshTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: Host) {
    super(emptyState());
    this.windows = new RowWindows<TableRow>(
      () => this.set({ version: this.get().version + 1 }),
      (reason) => this.rowsFailed(toCommandFailure(reason)),
    );
  }

  // --- loading ---------------------------------------------------------------------------------------------------

  /** Loads alerts in place of those held. Resolves when the load has ended, well or not. */
  async load(request: LoadAlertsRequest): Promise<void> {
    const { loadId } = request;
    this.loadId = loadId;
    const isCurrent = (): boolean => this.loadId === loadId;
    this.set({
      phase: 'loading',
      expected: null,
      arrived: 0,
      pages: 0,
      waiting: null,
      loaded: null,
      loadFailure: null,
      viewFailure: null,
    });
    try {
      const loaded = await this.host.invoke('load_alerts', request, (event) => {
        if (isCurrent()) {
          this.onLoadEvent(event);
        }
      });
      if (!isCurrent()) {
        this.closeResult(loaded.resultId);
        return;
      }
      this.set({ phase: 'done', waiting: null, loaded, arrived: loaded.rows, pages: loaded.pages, columns: loaded.columns });
    } catch (reason) {
      if (!isCurrent()) {
        return;
      }
      const failure = toCommandFailure(reason);
      const cancelled = failure.detail.code === 'LOAD_CANCELLED';
      if (this.get().arrived === 0) {
        this.dropResult();
      }
      this.set({ phase: this.get().resultId === null ? 'idle' : 'done', waiting: null, loadFailure: cancelled ? null : failure });
    }
    clearTimeout(this.refreshTimer);
    this.refreshTimer = undefined;
    await this.renewView();
  }

  private onLoadEvent(event: LoadEvent): void {
    switch (event.event) {
      case 'started':
        this.dropResult();
        this.set({ resultId: event.data.resultId, arrangement: this.get().arrangement + 1 });
        break;
      case 'total':
        this.set({ expected: event.data.rows });
        break;
      case 'page':
        this.set({ arrived: event.data.rows, pages: event.data.pages, waiting: null });
        this.renewViewSoon();
        break;
      case 'waiting':
        this.set({ waiting: event.data });
        break;
    }
  }

  /** Stops the load that is under way; what arrived stays. */
  async cancel(): Promise<void> {
    if (this.loadId === null || this.get().phase !== 'loading') {
      return;
    }
    try {
      await this.host.invoke('cancel_load', { loadId: this.loadId });
    } catch (reason) {
      this.set({ loadFailure: toCommandFailure(reason) });
    }
  }

  /**
   * Says whose alerts are to be shown. Another profile or account, or none, ends what there was: its load is cancelled and
   * its result closed.
   */
  useSession(sessionKey: string | null): void {
    if (this.sessionKey === sessionKey) {
      return;
    }
    this.sessionKey = sessionKey;
    void this.cancel();
    this.loadId = null;
    this.dropResult();
    this.set({ ...emptyState(), visibleColumns: this.get().visibleColumns });
  }

  /** Closes the result and forgets its rows; what was chosen in the toolbar stays. */
  private dropResult(): void {
    const { resultId } = this.get();
    if (resultId !== null) {
      this.closeResult(resultId);
    }
    this.windows.clear();
    this.viewsAsked += 1;
    this.viewRenewedFor = null;
    this.topRow = 0;
    this.set({ resultId: null, viewId: null, totalRows: 0, matchedRows: 0, facets: [], activeIndex: null, open: null });
  }

  private closeResult(resultId: string): void {
    // A result that is gone already is as good as closed.
    this.host.invoke('close_result', { resultId }).catch(() => undefined);
  }

  // --- the view ----------------------------------------------------------------------------------------------------

  /** Ascending, then descending, then the service's order again. */
  toggleSort(column: string): void {
    const { sort } = this.get();
    const next = sort?.column !== column ? { column, descending: false } : sort.descending ? null : { column, descending: true };
    this.rearrange({ sort: next });
  }

  setText(text: string): void {
    if (text !== this.get().text) {
      this.rearrange({ text });
    }
  }

  setChosen(column: FacetColumn, values: string[]): void {
    this.rearrange({ chosen: { ...this.get().chosen, [column]: values } });
  }

  clearFilters(): void {
    this.rearrange({ text: '', chosen: { severity: [], status: [] } });
  }

  setVisibleColumns(visibleColumns: string[]): void {
    this.set({ visibleColumns });
    this.fetchFromCurrentView();
  }

  private rearrange(change: Partial<AlertsState>): void {
    this.set({ ...change, activeIndex: null });
    void this.renewView(true);
  }

  private renewViewSoon(): void {
    this.refreshTimer ??= setTimeout(() => {
      this.refreshTimer = undefined;
      void this.renewView();
    }, PAGE_REFRESH_MS);
  }

  /** Asks for the view that the toolbar and the headers describe. Only the answer to the latest question counts. */
  private async renewView(rearranged = false): Promise<void> {
    const { resultId, sort, text, chosen } = this.get();
    if (resultId === null) {
      return;
    }
    this.viewsAsked += 1;
    const mine = this.viewsAsked;
    const request: SetViewRequest = {
      resultId,
      sort: sort === null ? [] : [sort],
      text,
      textColumns: text === '' ? [] : TEXT_COLUMNS,
      facets: FACET_COLUMNS.map((column) => ({ column, values: chosen[column] })),
      countColumns: [...FACET_COLUMNS],
    };
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
        viewFailure: null,
        version: state.version + 1,
        arrangement: state.arrangement + (rearranged ? 1 : 0),
      });
      this.fetchFromCurrentView();
    } catch (reason) {
      if (mine !== this.viewsAsked) {
        return;
      }
      const failure = toCommandFailure(reason);
      if (failure.detail.code === 'RESULT_GONE') {
        this.dropResult();
        this.set({ phase: 'idle', loaded: null });
      }
      this.set({ viewFailure: failure });
    }
  }

  // --- rows ----------------------------------------------------------------------------------------------------------

  private fetchFromCurrentView(): void {
    const { resultId, viewId, matchedRows, visibleColumns, columns } = this.get();
    if (resultId === null || viewId === null) {
      return;
    }
    const known = new Set(columns.map(({ name }) => name));
    const wanted = visibleColumns.filter((name) => known.has(name));
    this.windows.setSource(async (offset, count) => {
      const answer = await this.host.invoke('get_rows', { resultId, viewId, offset, count, columns: wanted });
      return answer.rows.map((cells, position) => ({
        id: answer.rowIds[position] ?? -1,
        cell: (column: string) => cells[wanted.indexOf(column)] ?? null,
      }));
    }, matchedRows);
  }

  /** Remembers the place, for coming back to the screen. */
  readonly rememberTop = (row: number): void => {
    this.topRow = row;
  };

  readonly rowAt = (index: number): TableRow | undefined => this.windows.row(index);

  readonly show = (first: number, end: number): void => this.windows.show(first, end);

  private rowsFailed(failure: CommandFailure): void {
    const { viewId } = this.get();
    if (failure.detail.code === 'RESULT_GONE' && viewId !== this.viewRenewedFor) {
      // A view replaced behind our back is renewed, once; a result that is gone says so again when asked for a view.
      this.viewRenewedFor = viewId;
      void this.renewView();
      return;
    }
    this.set({ viewFailure: failure });
  }

  // --- the details pane ------------------------------------------------------------------------------------------------

  readonly activate = (index: number): void => {
    const { open } = this.get();
    this.set({ activeIndex: index });
    if (open !== null) {
      // The pane follows the keyboard, as far as the row has arrived.
      this.openRow(index);
    }
  };

  readonly openRow = (index: number): void => {
    const row = this.rowAt(index);
    this.set(row === undefined ? { activeIndex: index } : { activeIndex: index, open: { index, rowId: row.id } });
  };

  readonly closeRow = (): void => this.set({ open: null });
}

const stores = new WeakMap<Host, AlertsStore>();

/** The alerts of a host. */
export function alertsOf(host: Host): AlertsStore {
  const known = stores.get(host);
  if (known !== undefined) {
    return known;
  }
  const made = new AlertsStore(host);
  stores.set(host, made);
  return made;
}
