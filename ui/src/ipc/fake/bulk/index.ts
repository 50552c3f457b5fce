/** Changes for many targets in the fake host: planned, sent call by call, and seen in the rows they came from. */
import type {
  BulkChange,
  BulkDoneDto,
  BulkEvent,
  BulkPlanDto,
  BulkSource,
  ColumnDto,
  CommandError,
  OperationRefDto,
  PlanBulkRequest,
  RunBulkRequest,
} from '../../generated/contract';
import type { FakeExplorer } from '../explorer';
import { OPERATIONS } from '../operations';
import type { Held, Tables } from '../tables';
import { pause, refusal, type Handlers, type World } from '../world';
import { DETERMINATIONS, FILES, KINDS, type FakeKind } from './kinds';
import { asRecord, callsOf, columnOf, linesOf, problemsOf, rowOf, targetsOf, type SourceRow, type Target } from './plan';

type BulkCommand = 'get_bulk_offers' | 'get_bulk_form' | 'plan_bulk' | 'run_bulk' | 'save_bulk_template';

type Plan = { kind: FakeKind; source: BulkSource; targets: Target[]; names: string[]; held: Held };

const CHANGES = Object.keys(KINDS) as BulkChange[];

export class FakeBulk {
  /** The file that is chosen, in place of the usual one. */
  file: string | null = null;
  /** Targets that the service refuses. */
  readonly refused = new Set<string>();
  /** The next call is asked to wait first. */
  throttleNext = false;
  /** After so many calls the connection is gone. */
  breakAfter: number | null = null;

  private readonly plans = new Map<string, Plan>();
  private readonly cancelled = new Set<string>();
  private gate: Promise<void> = Promise.resolve();
  private openGate: () => void = () => undefined;
  private next = 1;

  constructor(
    private readonly world: World,
    private readonly tables: Tables,
    private readonly explorer: FakeExplorer,
  ) {}

  /** Holds calls back until `release`. */
  hold(): void {
    this.gate = new Promise((open) => {
      this.openGate = open;
    });
  }

  release(): void {
    this.openGate();
  }

  cancel(runId: string): void {
    this.cancelled.add(runId);
    this.openGate();
  }

  private operation({ operation: id }: FakeKind): OperationRefDto {
    const found = OPERATIONS.find((one) => one.id === id);
    if (found === undefined) {
      throw refusal('INTERNAL', `There is no operation ${id}.`);
    }
    const { title, method, path, effect } = found;
    return { id, title, method, path, effect };
  }

  /** The rows of a source, and the columns in which they may bring values of their own. */
  private rows(change: BulkChange, source: BulkSource): { columns: string[]; rows: SourceRow[]; file: boolean } {
    if (source.kind === 'file') {
      const { columns, rows } = linesOf(this.file ?? FILES[change]);
      const { key } = KINDS[change];
      if (!columns.includes(key)) {
        throw refusal('BULK_UNREADABLE', `The file has no column ${key}.`, { hint: `Its first line names the columns; ${key} is needed.` });
      }
      return { columns, rows, file: true };
    }
    const { resultId, viewId, rowIds } = source.data;
    const held = this.tables.requireView(resultId, viewId);
    const wanted = rowIds === null ? [...held.view] : [...held.view].filter((rowId) => rowIds.includes(rowId));
    return {
      columns: change === 'submitIndicators' && held.columns.some(({ name }) => name === 'indicatorValue') ? KINDS[change].columns : [],
      rows: wanted.map((rowId, position) => ({ line: position + 1, rowId, row: held.rows[rowId] ?? {} })),
      file: false,
    };
  }

  private plan({ change, source, values }: PlanBulkRequest): BulkPlanDto {
    this.world.requireSession();
    const kind = KINDS[change];
    const { columns, rows, file } = this.rows(change, source);
    const own = kind.columns.filter((name) => columns.includes(name));
    const problems = problemsOf(kind, values, own);
    const [wrong] = problems;
    const targets = targetsOf(kind, rows, asRecord(values), own).map((target): Target =>
      wrong !== undefined && target.state === 'Ready' ? { ...target, state: 'Invalid', message: wrong.message } : target,
    );
    const sent = kind.fields.map(({ name }) => name).filter((name) => targets.some((target) => target.values[name] !== undefined));
    const table: ColumnDto[] = [
      { name: 'line', kind: 'number' },
      { name: 'state', kind: 'text' },
      { name: 'target', kind: 'text' },
      ...(targets.some(({ about }) => about !== null) ? [{ name: 'about', kind: 'text' } as const] : []),
      ...sent.map((name): ColumnDto => ({ name: columnOf(name), kind: 'text' })),
      { name: 'status', kind: 'number' },
      { name: 'message', kind: 'text' },
    ];
    const held = this.tables.hold(targets.map((target) => rowOf(target, sent)), table);
    const planId = `plan-${this.next}`;
    this.next += 1;
    const count = (state: Target['state']): number => targets.filter((target) => target.state === state).length;
    const calls = callsOf(kind, targets);
    const [first] = calls;
    this.plans.set(planId, { kind, source, targets, names: sent, held });
    const operation = this.operation(kind);
    return {
      planId,
      resultId: held.id,
      ready: count('Ready'),
      invalid: count('Invalid'),
      duplicates: count('Duplicate'),
      calls: calls.length,
      operation,
      waitSeconds: Math.max(0, Math.ceil(calls.length / kind.perMinute) - 1) * 60,
      unusedColumns: file ? columns.filter((name) => name !== kind.key && !own.includes(name)) : [],
      firstRequest: first === undefined ? null : `${operation.method} ${this.explorer.calls.base()}${operation.path.replace('{id}', first[0]?.target ?? '')}`,
      firstBody: first === undefined ? null : JSON.stringify(bodyOf(kind, first), null, 2),
      problems,
    };
  }

  private async run({ planId, runId }: RunBulkRequest, emit: (event: BulkEvent) => void): Promise<BulkDoneDto> {
    const plan = this.plans.get(planId);
    if (plan === undefined) {
      throw refusal('BULK_GONE', 'This plan is no longer held, or was run before.', { hint: 'Plan the change again.' });
    }
    if (!this.explorer.changesAllowed()) {
      throw refusal('CHANGES_LOCKED', 'This profile is read-only.', { hint: 'Allow changes in this profile first.' });
    }
    const { kind, targets } = plan;
    const calls = callsOf(kind, targets);
    const of = targets.filter(({ state }) => state === 'Ready').length;
    if (of === 0) {
      throw refusal('BULK_EMPTY', 'No row of the plan can be sent.');
    }
    this.plans.delete(planId);
    const operation = this.operation(kind);
    let done = 0;
    let failure: CommandError | null = null;
    let updatedRows = 0;
    emit({ event: 'progress', data: { done, of } });
    for (const [position, call] of calls.entries()) {
      if (this.throttleNext) {
        this.throttleNext = false;
        emit({ event: 'waiting', data: { seconds: 17, reason: 'The service answered 429: too many calls this minute.' } });
      }
      await pause(this.world.latency * 5);
      await this.gate;
      if (this.cancelled.delete(runId)) {
        break;
      }
      if (this.breakAfter === position) {
        failure = refusal('NETWORK_UNREACHABLE', 'The connection was closed before the answer came.', { hint: 'Read the targets again before you repeat the change.' }).detail;
        call.forEach((target) => Object.assign(target, { state: 'No answer', message: 'No answer came. It may have been changed.' }));
        this.show(plan);
        break;
      }
      const open = this.explorer.stateOf(kind.operation) === 'ready' || this.explorer.stateOf(kind.operation) === 'notDocumented';
      for (const target of call) {
        const refused = !open ? 403 : this.refused.has(target.target ?? '') ? 404 : null;
        Object.assign(target, refused === null ? { state: 'Changed', status: 200 } : { state: 'Refused', status: refused, message: refused === 403 ? 'The token has no permission for this.' : `The service has no such ${kind.noun.one}.` });
        updatedRows += refused === null && this.update(plan, target) ? 1 : 0;
        this.explorer.changes.note({ ...operation, group: '', permissions: [], plan2Only: false, documentation: '' }, target.target ?? '', target.status);
      }
      done += call.length;
      this.show(plan);
      emit({ event: 'progress', data: { done, of } });
      if (!open) {
        failure = refusal('API_FORBIDDEN', `The service refused “${operation.title}”.`, { httpStatus: 403, hint: 'Add the permission on Set up, then sign in again.' }).detail;
        break;
      }
    }
    targets.filter(({ state }) => state === 'Ready').forEach((target) => Object.assign(target, { state: 'Not sent', message: 'Nothing was sent.' }));
    this.show(plan);
    const count = (state: Target['state']): number => targets.filter((target) => target.state === state).length;
    return { resultId: plan.held.id, changed: count('Changed'), refused: count('Refused'), unknown: count('No answer'), unsent: count('Not sent'), failure, updatedRows };
  }

  /** Puts the outcomes into the plan's table. */
  private show({ held, targets, names }: Plan): void {
    targets.forEach((target, position) => {
      held.rows[position] = rowOf(target, names);
    });
  }

  /** Lets the row that the target came from show the change. */
  private update({ kind, source }: Plan, { rowId, values }: Target): boolean {
    if (source.kind === 'file') {
      return false;
    }
    const { rows } = this.tables.require(source.data.resultId);
    const before = rows[rowId] ?? {};
    const by = this.world.state.session?.username ?? '';
    const after = kind.changed(before, values, by, new Date(this.world.now()).toISOString());
    rows[rowId] = after;
    return after !== before;
  }

  readonly handlers: Pick<Handlers, BulkCommand> = {
    get_bulk_offers: ({ resultId }) => {
      const held = resultId === null ? null : this.tables.require(resultId);
      const [sample] = held?.rows ?? [];
      const fitting = CHANGES.filter((change) => held === null || (sample !== undefined && KINDS[change].target(sample) !== null));
      return {
        offers: fitting.map((change) => {
          const { title, noun, operation } = KINDS[change];
          return {
            change,
            title,
            noun,
            operation: this.operation(KINDS[change]),
            state: this.explorer.stateOf(operation),
            permissions: OPERATIONS.find(({ id }) => id === operation)?.permissions ?? [],
            fileColumns: [KINDS[change].key, ...KINDS[change].columns],
          };
        }),
        changesAllowed: this.explorer.changesAllowed(),
      };
    },
    get_bulk_form: ({ change, source }) => {
      const kind = KINDS[change];
      const { columns, rows } = this.rows(change, source);
      return {
        operation: this.operation(kind),
        targets: rows.length,
        fields: kind.fields.map((field) => ({ ...field, required: field.required && !columns.includes(field.name) })),
        determinations: change === 'updateAlerts' ? DETERMINATIONS : [],
        mostPerCall: kind.mostPerCall,
        limits: kind.limits,
        notes: kind.notes,
      };
    },
    plan_bulk: (request) => this.plan(request),
    run_bulk: (request, emit) => this.run(request, emit),
    save_bulk_template: ({ change }) => ({ path: this.world.options.saveDialog === 'closed' ? null : `/home/maya/Documents/${change}.csv` }),
  };
}

function bodyOf(kind: FakeKind, call: readonly Target[]): object {
  const values = call[0]?.values ?? {};
  const ids = call.map(({ target }) => target);
  switch (kind.operation) {
    case 'batchUpdateAlerts':
      return { ...values, alertIds: ids };
    case 'addOrRemoveTagForMultipleMachines':
      return { ...values, MachineIds: ids };
    case 'importIndicators':
      return { Indicators: call.map(({ target, values: own }) => ({ indicatorValue: target, ...own })) };
    case 'batchDeleteIndicators':
      return { IndicatorIds: ids };
    default:
      return values;
  }
}
