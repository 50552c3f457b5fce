/** Changes in the fake host: what is shown before an action, how one goes on, what is written down. */
import type { BriefDto, CallRequest, ChangeDto, MachineActionDto, OperationDto } from '../../generated/contract';
import { pause, refusal, type Handlers, type World } from '../world';
import { DEVICES, deviceAt, deviceId } from './devices';
import { build } from './requests';

const STAGES = ['Pending', 'InProgress', 'Succeeded'] as const;
const UNDO: Record<string, string> = { isolateMachine: 'unisolateMachine', restrictCodeExecution: 'unrestrictCodeExecution' };
const KINDS: Record<string, string> = { isolateMachine: 'Isolate', unisolateMachine: 'Unisolate' };

export class FakeChanges {
  private readonly log: ChangeDto[] = [];
  private readonly actions = new Map<string, MachineActionDto>();
  private readonly stopped = new Set<string>();
  private gate: Promise<void> = Promise.resolve();
  private openGate: () => void = () => undefined;
  private next = 1;

  constructor(
    private readonly world: World,
    private readonly find: (operationId: string) => OperationDto,
  ) {}

  /** Holds actions back before each stage, until `release`. */
  hold(): void {
    this.gate = new Promise((open) => {
      this.openGate = open;
    });
  }

  release(): void {
    this.openGate();
  }

  stop(loadId: string): void {
    this.stopped.add(loadId);
    this.openGate();
  }

  undoneBy(operationId: string): OperationDto | null {
    const id = UNDO[operationId];
    return id === undefined ? null : this.find(id);
  }

  /** @throws CommandFailure as the backend does before it sends. */
  check(operation: OperationDto, call: CallRequest): void {
    if (operation.effect !== 'act') {
      return;
    }
    const { confirmWith, duplicate } = this.brief(call);
    if (duplicate) {
      throw refusal('ACTION_DUPLICATE', 'The same action is already pending on this device.', { hint: 'Wait until it has ended, or cancel it.' });
    }
    if (confirmWith !== null && call.confirmedName !== confirmWith) {
      throw refusal('ACTION_NOT_CONFIRMED', 'The name of the device was not confirmed.', { hint: 'Type it exactly as it is shown.' });
    }
  }

  /** Begins an action and gives its id. */
  begin(operation: OperationDto, call: CallRequest): MachineActionDto {
    const { device } = this.brief(call);
    const now = this.world.now();
    const action: MachineActionDto = {
      id: `action-${this.next}`,
      kind: KINDS[operation.id] ?? operation.title,
      status: 'Pending',
      ended: false,
      succeeded: false,
      device: device?.name ?? '',
      requestor: this.world.state.session?.username ?? '',
      comment: call.values.find(({ name }) => name === 'Comment')?.values[0] ?? '',
      created: now,
      updated: now,
    };
    this.next += 1;
    this.actions.set(action.id, action);
    return action;
  }

  note(operation: OperationDto, target: string, status: number | null): void {
    this.log.unshift({
      at: this.world.now(),
      profile: this.world.active()?.name ?? '',
      username: this.world.state.session?.username ?? '',
      operation,
      target,
      status,
      outcome: status !== null && status < 400 ? 'Accepted' : 'Refused',
    });
  }

  brief(call: CallRequest): BriefDto {
    const operation = this.find(call.operationId);
    const id = call.values.find(({ place, name }) => place === 'path' && name === 'id')?.values[0] ?? '';
    const position = Array.from({ length: DEVICES }, (_, index) => deviceId(index)).indexOf(id);
    const row = position === -1 ? null : deviceAt(position, this.world.now());
    const name = row === null ? '' : String(row.computerDnsName);
    const pending = [...this.actions.values()].filter(({ ended, device }) => !ended && device === name && row !== null);
    const undo = this.undoneBy(operation.id);
    return {
      device:
        row === null
          ? null
          : {
              id,
              name,
              os: `${String(row.osPlatform)} ${String(row.version)}`,
              health: String(row.healthStatus),
              risk: String(row.riskScore),
              lastSeen: Date.parse(String(row.lastSeen)),
              tags: row.machineTags as string[],
              users: position % 5 === 4 ? null : ['ines.moreau', 'adm-okafor'],
            },
      pending,
      duplicate: pending.some(({ kind }) => kind === (KINDS[operation.id] ?? operation.title)),
      confirmWith: row === null ? id : name,
      undoneBy: undo,
      undo: undo === null ? 'No call takes this back.' : `It is undone by “${undo.title}”.`,
      unknown: row === null ? ['The device could not be read: the service has no device with this ID.'] : position % 5 === 4 ? ['Who was logged on could not be read: `User.Read.All` is missing.'] : [],
      problems: build(operation, call, '').problems,
    };
  }

  readonly handlers: Pick<Handlers, 'prepare_action' | 'follow_action' | 'get_change_log' | 'export_change_log'> = {
    prepare_action: (call) => {
      this.world.requireSession();
      return this.brief(call);
    },
    follow_action: async ({ loadId, actionId }, emit) => {
      let action = this.actions.get(actionId);
      if (action === undefined) {
        throw refusal('API_NOT_FOUND', 'The service has no such action.', { httpStatus: 404 });
      }
      for (;;) {
        emit(action);
        if (action.ended) {
          return action;
        }
        await pause(this.world.latency * 20);
        await this.gate;
        if (this.stopped.delete(loadId)) {
          throw refusal('LOAD_CANCELLED', 'Following was stopped. The action goes on.');
        }
        const status: string = STAGES[STAGES.findIndex((stage) => stage === action?.status) + 1] ?? 'Succeeded';
        action = { ...action, status, ended: status === 'Succeeded', succeeded: status === 'Succeeded', updated: this.world.now() };
        this.actions.set(actionId, action);
      }
    },
    get_change_log: () => ({ entries: this.log.slice(0, 500), total: this.log.length }),
    export_change_log: () => ({ path: this.world.options.saveDialog === 'closed' ? null : '/srv/reports/change-log.csv' }),
  };
}
