/**
 * The load of alerts.
 *
 * Owns: one load and its result per host. It outlives the screen, so that going to another one and back does not lose the
 * load; what is done with the rows outlives it in `shared/result`.
 * Refuses to know: rows.
 * Invariants: at most one result is open, and it belongs to the session it was loaded with; an answer that a later
 * load has overtaken changes nothing.
 */
import type { LoadAlertsRequest, LoadedDto, LoadEvent } from '../../ipc/generated/contract';
import { toCommandFailure, type CommandFailure, type Host } from '../../ipc/host';
import { Store } from '../../shared/store';
import type { AlertQuery } from './query';

export type AlertsState = {
  phase: 'idle' | 'loading' | 'done';
  /** The question whose answer is held or on its way. */
  asked: AlertQuery | null;
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
  /** The rows are held no longer. */
  goneFailure: CommandFailure | null;
};

const NO_LOAD: AlertsState = {
  phase: 'idle',
  asked: null,
  resultId: null,
  expected: null,
  arrived: 0,
  pages: 0,
  waiting: null,
  loaded: null,
  loadFailure: null,
  goneFailure: null,
};

export class AlertsStore extends Store<AlertsState> {
  /** The session the result belongs to. */
  private sessionKey: string | null = null;
  private loadId: string | null = null;

  constructor(private readonly host: Host) {
    super(NO_LOAD);
  }

  /** Loads alerts in place of those held. Resolves when the load has ended, well or not. */
  async load(request: LoadAlertsRequest, asked: AlertQuery | null = null): Promise<void> {
    const { loadId } = request;
    this.loadId = loadId;
    const isCurrent = (): boolean => this.loadId === loadId;
    this.set({
      phase: 'loading',
      asked,
      expected: null,
      arrived: 0,
      pages: 0,
      waiting: null,
      loaded: null,
      loadFailure: null,
      goneFailure: null,
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
      this.set({ phase: 'done', waiting: null, loaded, arrived: loaded.rows, pages: loaded.pages });
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
  }

  private onLoadEvent(event: LoadEvent): void {
    switch (event.event) {
      case 'started':
        this.dropResult();
        this.set({ resultId: event.data.resultId });
        break;
      case 'total':
        this.set({ expected: event.data.rows });
        break;
      case 'page':
        this.set({ arrived: event.data.rows, pages: event.data.pages, waiting: null });
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
    this.set(NO_LOAD);
  }

  /** The backend no longer holds the rows. */
  readonly resultGone = (failure: CommandFailure): void => {
    if (this.get().phase !== 'loading') {
      this.set({ ...NO_LOAD, goneFailure: failure });
    }
  };

  private dropResult(): void {
    const { resultId } = this.get();
    if (resultId !== null) {
      this.closeResult(resultId);
    }
    this.set({ resultId: null });
  }

  private closeResult(resultId: string): void {
    // A result that is gone already is as good as closed.
    this.host.invoke('close_result', { resultId }).catch(() => undefined);
  }
}

const stores = new WeakMap<Host, AlertsStore>();

/** The load of a host. */
export function alertsOf(host: Host): AlertsStore {
  const known = stores.get(host);
  if (known !== undefined) {
    return known;
  }
  const made = new AlertsStore(host);
  stores.set(host, made);
  return made;
}
