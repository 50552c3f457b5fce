/** Calls in the fake host: sent, gone on with, looked at. */
import type { CalledDto, CallRequest, ColumnDto, CommandError, LoadEvent, OperationDto, QuotaDto } from '../../generated/contract';
import { alertAt } from '../alerts';
import type { FakeRow, Held, Tables } from '../tables';
import { pause, refusal, type Handlers, type World } from '../world';
import type { FakeChanges } from './changes';
import { devices, inventory } from './devices';
import { build } from './requests';

const PAGE = 30;
/** Characters of a body that are handed out. */
const MOST_TEXT = 20_000;

type Answered = { status: number; body: unknown; rows: FakeRow[] | null; links: string[]; actionId: string | null };

export type FakeCall = {
  request: CallRequest;
  operation: OperationDto;
  line: string;
  body: string | null;
  answer: Answered;
  held: Held;
  pages: number;
  called: CalledDto;
  at: number;
};

export class FakeCalls {
  readonly made: FakeCall[] = [];
  private readonly times = new Map<string, number[]>();
  private readonly cancelled = new Set<string>();
  private gate: Promise<void> = Promise.resolve();
  private openGate: () => void = () => undefined;
  /** The next call is asked to wait first. */
  throttleNext = false;
  /** The next page after the first does not come. */
  breakNextPage = false;

  constructor(
    private readonly world: World,
    private readonly tables: Tables,
    private readonly changes: FakeChanges,
    private readonly find: (operationId: string) => OperationDto,
    private readonly granted: (operation: OperationDto) => boolean,
  ) {}

  hold(): void {
    this.gate = new Promise((open) => {
      this.openGate = open;
    });
  }

  release(): void {
    this.openGate();
  }

  cancel(loadId: string): void {
    this.cancelled.add(loadId);
    this.openGate();
  }

  quota(operationId: string): QuotaDto {
    const now = this.world.now();
    const times = this.times.get(operationId) ?? [];
    const minute = times.filter((at) => at > now - 60_000).length;
    return { minute, minuteLimit: 100, hour: times.length, hourLimit: 1500, waiting: 0, waitSeconds: 0 };
  }

  base(): string {
    return this.world.state.sandbox?.baseUrl ?? 'https://api.security.microsoft.com';
  }

  requireCall(callId: string): FakeCall {
    const call = this.made.find(({ request }) => request.callId === callId);
    if (call === undefined) {
      throw refusal('CALL_GONE', 'This answer is no longer held.', { hint: 'Send the call again.' });
    }
    return call;
  }

  async run(request: CallRequest, emit: (event: LoadEvent) => void): Promise<CalledDto> {
    this.world.requireSession();
    const operation = this.find(request.operationId);
    const built = build(operation, request, this.base());
    const [problem] = built.problems;
    if (built.request === null) {
      throw refusal('CALL_INVALID', problem?.message ?? 'The form is not complete.', { field: problem?.name ?? null });
    }
    this.changes.check(operation, request);
    const started = this.world.now();
    this.times.set(operation.id, [...(this.times.get(operation.id) ?? []), started]);
    const held = this.tables.hold([]);
    emit({ event: 'started', data: { resultId: held.id, request: built.request } });
    if (this.throttleNext) {
      this.throttleNext = false;
      emit({ event: 'waiting', data: { seconds: 17, reason: 'The service answered 429: too many calls this minute.' } });
      await pause(this.world.latency * 40);
    }
    await pause(this.world.latency);
    await this.gate;
    if (this.cancelled.delete(request.callId)) {
      throw refusal('LOAD_CANCELLED', 'The call was stopped.');
    }
    const answer = this.answer(operation, request);
    if (operation.effect !== 'read') {
      this.changes.note(operation, request.values.find(({ place }) => place === 'path')?.values[0] ?? '', answer.status);
    }
    const called = this.empty(request, held);
    const call: FakeCall = { request, operation, line: built.request, body: built.body, answer, held, pages: 0, called, at: started };
    this.made.push(call);
    return this.goOn(call, request.allPages, emit, started);
  }

  /** Adds pages to a call's table. */
  private async goOn(call: FakeCall, allPages: boolean, emit: (event: LoadEvent) => void, started: number): Promise<CalledDto> {
    const { answer, held, request } = call;
    const rows = answer.rows ?? [];
    let failure: CommandError | null = answer.status < 400 ? null : this.refused(answer, call.operation);
    if (answer.status < 400 && answer.rows !== null) {
      if (call.operation.id === 'listMachines') {
        emit({ event: 'total', data: { rows: rows.length } });
      }
      do {
        if (call.pages > 0 && this.breakNextPage) {
          this.breakNextPage = false;
          failure = refusal('NETWORK_UNREACHABLE', 'The connection was closed before the answer was complete.', { hint: 'Resume; what arrived is kept.' }).detail;
          break;
        }
        this.append(held, rows.slice(held.rows.length, held.rows.length + PAGE));
        call.pages += 1;
        emit({ event: 'page', data: { rows: held.rows.length, pages: call.pages } });
        await pause(this.world.latency);
        await this.gate;
        if (this.cancelled.delete(request.callId)) {
          break;
        }
      } while (allPages && held.rows.length < rows.length);
    }
    const { status, links, actionId } = answer;
    call.called = {
      ...call.called,
      resultId: held.rows.length > 0 || answer.rows !== null ? held.id : null,
      shape: status >= 400 ? 'other' : answer.rows === null ? 'empty' : this.isRecord(call) ? 'record' : 'table',
      status,
      failure,
      rows: held.rows.length,
      pages: call.pages,
      duplicates: call.operation.id === 'listMachines' && call.pages > 1 ? 2 : 0,
      bytes: JSON.stringify(answer.body).length,
      elapsedMs: Math.max(318, this.world.now() - started),
      more: status < 400 && held.rows.length < rows.length,
      columns: held.columns,
      links: call.pages > 1 ? [] : links,
      actionId,
      comparable: this.made.slice(0, this.made.indexOf(call)).some(({ operation }) => operation.id === call.operation.id),
      quota: this.quota(call.operation.id),
    };
    return call.called;
  }

  private isRecord({ answer }: FakeCall): boolean {
    return !Array.isArray((answer.body as { value?: unknown } | null)?.value);
  }

  private append(held: Held, rows: readonly FakeRow[]): void {
    held.rows.push(...rows);
    const known = new Set(held.columns.map(({ name }) => name));
    const found = this.tables.hold([...rows]);
    held.columns.push(...found.columns.filter(({ name }: ColumnDto) => !known.has(name)));
  }

  private empty({ callId, operationId }: CallRequest, held: Held): CalledDto {
    return {
      callId,
      operationId,
      resultId: held.id,
      shape: 'other',
      status: null,
      failure: null,
      rows: 0,
      pages: 0,
      duplicates: 0,
      bytes: 0,
      elapsedMs: 0,
      more: false,
      columns: [],
      links: [],
      actionId: null,
      comparable: false,
      quota: this.quota(operationId),
    };
  }

  private answer(operation: OperationDto, request: CallRequest): Answered {
    const now = this.world.now();
    const list = (rows: FakeRow[]): Answered => ({ status: 200, body: { '@odata.context': `${this.base()}/api/$metadata`, value: rows }, rows, links: [], actionId: null });
    const one = (row: FakeRow, more: Partial<Answered> = {}): Answered => ({ status: 200, body: row, rows: [row], links: [], actionId: null, ...more });
    const id = request.values.find(({ place }) => place === 'path')?.values[0] ?? '';
    if (!this.granted(operation)) {
      const message = `Missing application roles. API required roles: ${operation.permissions.join(',')}, application roles: .`;
      return { status: 403, body: { error: { code: 'Forbidden', message, target: '|7d0b5a34' } }, rows: null, links: [], actionId: null };
    }
    switch (operation.id) {
      case 'listAlerts':
      case 'listMachineAlerts':
        return list(Array.from({ length: 25 }, (_, position) => alertAt(position, 25, now)));
      case 'listMachines':
        return list(devices(now));
      case 'getMachine': {
        const device = devices(now).find((row) => row.id === id || row.computerDnsName === id);
        return device === undefined
          ? { status: 404, body: { error: { code: 'ResourceNotFound', message: `Machine ${id} was not found` } }, rows: null, links: [], actionId: null }
          : one({ '@odata.context': `${this.base()}/api/$metadata#Machines/$entity`, ...device });
      }
      case 'exportSoftwareInventoryFiles': {
        const links = [1, 2].map((part) => `${this.base()}/files/inventory-${part}.json.gz?expires=1`);
        return one({ exportFiles: links, generatedTime: new Date(now).toISOString() }, { links });
      }
      case 'getExposureScore':
        return one({ time: new Date(now).toISOString(), score: 31.4 });
      case 'setDeviceValue':
        return { status: 200, body: null, rows: null, links: [], actionId: null };
      default:
    }
    if (operation.effect === 'act') {
      const action = this.changes.begin(operation, request);
      return one({ id: action.id, type: action.kind, status: action.status, requestorComment: action.comment, computerDnsName: action.device }, { status: 201, actionId: action.id });
    }
    return operation.title.startsWith('Get') ? one({ id }) : list([]);
  }

  private refused({ status, body }: Answered, operation: OperationDto): CommandError {
    const { message } = (body as { error: { message: string } }).error;
    return status === 403
      ? refusal('API_FORBIDDEN', `The service refused “${operation.title}”.`, {
          hint: `Add ${operation.permissions.join(' or ')} on Set up, then sign in again.`,
          correlationId: '7d0b5a34-6f4c-4c0f-8a8c-2b9d4c1e7f55',
          httpStatus: status,
          serviceMessage: message,
        }).detail
      : refusal('API_NOT_FOUND', 'The service has nothing with this ID.', { httpStatus: status, serviceMessage: message }).detail;
  }

  readonly handlers: Pick<
    Handlers,
    'preview_call' | 'run_call' | 'continue_call' | 'fetch_files' | 'get_answer_text' | 'save_answer' | 'get_exchange'
  > = {
    preview_call: (request) => ({ ...build(this.find(request.operationId), request, this.base()), quota: this.quota(request.operationId) }),
    run_call: (request, emit) => this.run(request, emit),
    continue_call: ({ callId, allPages }, emit) => this.goOn(this.requireCall(callId), allPages, emit, this.world.now()),
    fetch_files: ({ callId }, emit) => {
      const call = this.requireCall(callId);
      call.held.rows.length = 0;
      call.held.columns.length = 0;
      const rows = inventory(0, 90);
      call.answer = { ...call.answer, rows, links: [], body: { value: rows } };
      return this.goOn(call, true, emit, this.world.now());
    },
    get_answer_text: ({ callId, pretty }) => {
      const { body } = this.requireCall(callId).answer;
      if (body === null) {
        return { text: '', cut: false, bytes: 0, json: false };
      }
      const text = JSON.stringify(body, null, pretty ? 2 : undefined);
      return { text: text.slice(0, MOST_TEXT), cut: text.length > MOST_TEXT, bytes: text.length, json: true };
    },
    save_answer: ({ callId }) => {
      this.requireCall(callId);
      return { path: this.world.options.saveDialog === 'closed' ? null : '/srv/reports/answer.json' };
    },
    get_exchange: ({ callId }) => {
      const { line, body, answer, operation } = this.requireCall(callId);
      return {
        method: operation.method,
        url: line.slice(operation.method.length + 1),
        requestHeaders: [
          { name: 'authorization', value: 'Bearer (left out)' },
          { name: 'accept', value: 'application/json' },
          { name: 'user-agent', value: 'DefenderApiWorkbench/0.1.0' },
        ],
        requestBody: body,
        status: answer.status,
        headers: [
          { name: 'content-type', value: 'application/json; odata.metadata=minimal' },
          { name: 'date', value: 'Mon, 23 Nov 2026 13:03:05 GMT' },
          { name: 'x-ms-request-id', value: '7d0b5a34-6f4c-4c0f-8a8c-2b9d4c1e7f55' },
        ],
        timing: { waited: 0, dns: 3.2, connect: 21.4, tls: 38.7, firstByte: 212.5, transfer: 38.1, decode: null },
        attempts: 1,
      };
    },
  };
}
