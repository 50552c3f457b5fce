/**
 * The explorer's work at hand.
 *
 * Owns: the chosen operation, each operation's form and its latest call, and the machine actions that are followed. It
 * outlives the screen, so that going to another one and back loses neither a form nor an answer.
 * Refuses to know: what an operation means, which values are right, what a call may do. That is the backend's.
 * Invariants: everything belongs to one session; an operation has at most one call under way; the answer to a call that
 * was replaced changes nothing.
 */
import type {
  CalledDto,
  CallRequest,
  ContinueCallRequest,
  FieldDto,
  FieldValueDto,
  LoadEvent,
  MachineActionDto,
} from '../../ipc/generated/contract';
import { toCommandFailure, type CommandFailure, type Host } from '../../ipc/host';
import { Store } from '../../shared/store';
import { emptyForm, filledForm, type Form } from './form/draft';

/** The latest call of an operation. */
export type Call = {
  request: CallRequest;
  running: boolean;
  resultId: string | null;
  /** `METHOD address`, once it went out. */
  sent: string | null;
  /** Rows the service announced. */
  expected: number | null;
  rows: number;
  pages: number;
  /** Why it is not going on at the moment. */
  waiting: { seconds: number; reason: string } | null;
  /** How it ended, well or not. */
  called: CalledDto | null;
  /** Why it came to no answer at all. */
  failure: CommandFailure | null;
  /** Grows when the rows may read differently. */
  version: number;
};

/** A machine action that a call began. */
export type Following = {
  loadId: string;
  actionId: string;
  running: boolean;
  /** As the service worded them, oldest first; the last is the present one. */
  states: MachineActionDto[];
  failure: CommandFailure | null;
};

/** Values for an operation's form that wait until its fields are known. */
type Pending = { values: FieldValueDto[]; send: boolean };

export type ExplorerState = {
  operationId: string | null;
  forms: Readonly<Record<string, Form>>;
  pending: Readonly<Record<string, Pending>>;
  calls: Readonly<Record<string, Call>>;
  following: Readonly<Record<string, Following>>;
};

const NOTHING: ExplorerState = { operationId: null, forms: {}, pending: {}, calls: {}, following: {} };

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

export class ExplorerStore extends Store<ExplorerState> {
  private sessionKey: string | null | undefined = undefined;

  constructor(private readonly host: Host) {
    super(NOTHING);
  }

  /** Says whose work this is. Another profile or account ends what there was; which operation is open may stay. */
  useSession(sessionKey: string | null): void {
    if (this.sessionKey === sessionKey) {
      return;
    }
    const first = this.sessionKey === undefined;
    this.sessionKey = sessionKey;
    if (first) {
      return;
    }
    const { calls, following, operationId } = this.get();
    for (const [id, call] of Object.entries(calls)) {
      if (call.running) {
        void this.cancel(id);
      }
      this.close(call.resultId);
    }
    for (const { loadId, running } of Object.values(following)) {
      if (running) {
        this.stop(loadId);
      }
    }
    this.set({ ...NOTHING, operationId });
  }

  // --- forms ---------------------------------------------------------------------------------------------------------

  select(operationId: string): void {
    if (this.get().operationId !== operationId) {
      this.set({ operationId });
    }
  }

  setForm(operationId: string, form: Form): void {
    this.set({ forms: { ...this.get().forms, [operationId]: form } });
  }

  /** Opens an operation with a form that is filled already. */
  fill(operationId: string, values: FieldValueDto[], send = false): void {
    this.set({ operationId, pending: { ...this.get().pending, [operationId]: { values, send } } });
  }

  /** Makes the form once its fields are known. Answers whether the call is to be sent at once. */
  prepare(operationId: string, fields: readonly FieldDto[]): boolean {
    const { forms, pending } = this.get();
    const waiting = pending[operationId];
    if (waiting === undefined) {
      if (forms[operationId] === undefined) {
        this.setForm(operationId, emptyForm(fields));
      }
      return false;
    }
    const form = filledForm(fields, waiting.values);
    this.set({ forms: { ...forms, [operationId]: form }, pending: without(pending, operationId) });
    return waiting.send;
  }

  // --- calls ---------------------------------------------------------------------------------------------------------

  /** Sends a call in place of the operation's earlier one. Resolves when it has ended, well or not. */
  async run(request: CallRequest): Promise<void> {
    const { operationId } = request;
    const earlier = this.get().calls[operationId];
    if (earlier?.running === true) {
      return;
    }
    this.set({
      calls: {
        ...this.get().calls,
        [operationId]: {
          request,
          running: true,
          resultId: null,
          sent: null,
          expected: null,
          rows: 0,
          pages: 0,
          waiting: null,
          called: null,
          failure: null,
          version: 0,
        },
      },
      following: without(this.get().following, operationId),
    });
    await this.ended(request, (onEvent) => this.host.invoke('run_call', request, onEvent));
    const actionId = this.get().calls[operationId]?.called?.actionId ?? null;
    if (actionId !== null && this.isCurrent(request)) {
      void this.follow(operationId, actionId);
    }
  }

  /** Goes on with pages that did not come. */
  async goOn(operationId: string, allPages: boolean): Promise<void> {
    const call = this.get().calls[operationId];
    if (call === undefined || call.running) {
      return;
    }
    const request: ContinueCallRequest = { callId: call.request.callId, allPages };
    this.change(call.request, { running: true, waiting: null });
    await this.ended(call.request, (onEvent) => this.host.invoke('continue_call', request, onEvent));
  }

  /** Fetches the files that the answer links to. */
  async fetchFiles(operationId: string): Promise<void> {
    const call = this.get().calls[operationId];
    if (call === undefined || call.running) {
      return;
    }
    const { callId } = call.request;
    this.change(call.request, { running: true, waiting: null });
    await this.ended(call.request, (onEvent) => this.host.invoke('fetch_files', { callId }, onEvent));
  }

  /** Stops the call that is under way; what arrived stays. */
  async cancel(operationId: string): Promise<void> {
    const call = this.get().calls[operationId];
    if (call?.running !== true) {
      return;
    }
    try {
      await this.host.invoke('cancel_load', { loadId: call.request.callId });
    } catch (reason) {
      this.change(call.request, { failure: toCommandFailure(reason) });
    }
  }

  private async ended(request: CallRequest, work: (onEvent: (event: LoadEvent) => void) => Promise<CalledDto>): Promise<void> {
    try {
      const called = await work((event) => this.onEvent(request, event));
      if (!this.isCurrent(request)) {
        this.close(called.resultId);
        return;
      }
      const { resultId, rows, pages } = called;
      this.change(request, { running: false, waiting: null, called, resultId, rows, pages, failure: null });
    } catch (reason) {
      this.change(request, { running: false, waiting: null, failure: toCommandFailure(reason) });
    }
  }

  private onEvent(request: CallRequest, event: LoadEvent): void {
    switch (event.event) {
      case 'started':
        this.change(request, { resultId: event.data.resultId, sent: event.data.request });
        break;
      case 'total':
        this.change(request, { expected: event.data.rows });
        break;
      case 'page':
        this.change(request, { rows: event.data.rows, pages: event.data.pages, waiting: null });
        break;
      case 'waiting':
        this.change(request, { waiting: event.data });
        break;
    }
  }

  private isCurrent(request: CallRequest): boolean {
    return this.get().calls[request.operationId]?.request.callId === request.callId;
  }

  private change(request: CallRequest, change: Partial<Call>): void {
    const { calls } = this.get();
    const call = calls[request.operationId];
    if (call !== undefined && this.isCurrent(request)) {
      this.set({ calls: { ...calls, [request.operationId]: { ...call, ...change, version: call.version + 1 } } });
    }
  }

  private close(resultId: string | null): void {
    if (resultId !== null) {
      // A result that is gone already is as good as closed.
      this.host.invoke('close_result', { resultId }).catch(() => undefined);
    }
  }

  // --- machine actions ------------------------------------------------------------------------------------------------

  /** Follows what a call began to its end state, or until it is stopped. */
  async follow(operationId: string, actionId: string): Promise<void> {
    const loadId = crypto.randomUUID();
    const change = (part: Partial<Following>): void => {
      const { following } = this.get();
      const mine = following[operationId];
      if (mine?.loadId === loadId) {
        this.set({ following: { ...following, [operationId]: { ...mine, ...part } } });
      }
    };
    const states = (): MachineActionDto[] => this.get().following[operationId]?.states ?? [];
    const add = (next: MachineActionDto): void => {
      const before = states();
      const last = before.at(-1);
      // Asked again without news: the same step, only fresher.
      change({ states: last?.status === next.status ? [...before.slice(0, -1), next] : [...before, next] });
    };
    const earlier = this.get().following[operationId];
    const kept = earlier?.actionId === actionId ? earlier.states : [];
    this.set({
      following: { ...this.get().following, [operationId]: { loadId, actionId, running: true, states: kept, failure: null } },
    });
    try {
      add(await this.host.invoke('follow_action', { loadId, actionId }, add));
      change({ running: false });
    } catch (reason) {
      const failure = toCommandFailure(reason);
      change({ running: false, failure: failure.detail.code === 'LOAD_CANCELLED' ? null : failure });
    }
  }

  /** Stops looking; the action itself goes on. */
  stopFollowing(operationId: string): void {
    const following = this.get().following[operationId];
    if (following?.running === true) {
      this.stop(following.loadId);
    }
  }

  private stop(loadId: string): void {
    // Whoever is not heard has ended already.
    this.host.invoke('cancel_load', { loadId }).catch(() => undefined);
  }
}

const stores = new WeakMap<Host, ExplorerStore>();

/** The explorer of a host. */
export function explorerOf(host: Host): ExplorerStore {
  const known = stores.get(host);
  if (known !== undefined) {
    return known;
  }
  const made = new ExplorerStore(host);
  stores.set(host, made);
  return made;
}
