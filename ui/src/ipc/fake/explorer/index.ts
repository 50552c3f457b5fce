/** The explorer of the fake host: every operation listed, a handful of each kind answered. */
import type { ChangesDto, HistoryDto, OperationDetailDto, OperationDto, OperationState } from '../../generated/contract';
import { OPERATIONS } from '../operations';
import type { Tables } from '../tables';
import { refusal, type Handlers, type World } from '../world';
import { FakeCalls } from './calls';
import { FakeChanges } from './changes';
import { fieldsOf, FILTERS } from './forms';

type ExplorerCommand =
  | 'get_explorer'
  | 'set_guard'
  | 'set_favourite'
  | 'get_operation'
  | 'build_filter'
  | 'check_filter'
  | 'choose_file'
  | 'get_snippet'
  | 'get_history'
  | 'clear_history'
  | 'keep_history'
  | 'compare_with_previous';

export type FakeExplorer = {
  handlers: Pick<Handlers, ExplorerCommand> & FakeCalls['handlers'] & FakeChanges['handlers'];
  calls: FakeCalls;
  changes: FakeChanges;
  /** Stops a call or a following that goes by this id. */
  cancel: (loadId: string) => void;
  /** Whether the session's token opens an operation. */
  stateOf: (operationId: string) => OperationState;
  /** Whether the active profile may change its tenant. */
  changesAllowed: () => boolean;
};

const DRASTIC = ['runLiveResponse', 'offboardMachine'];
const OPERATORS: Record<string, string> = { equals: 'eq', notEquals: 'ne', greater: 'gt', greaterOrEqual: 'ge', less: 'lt', lessOrEqual: 'le' };
const STATE_TEXTS: Record<OperationState, string> = {
  ready: 'The token has a permission that opens it.',
  missing: 'No permission in the token opens it.',
  notDocumented: 'The documentation lists no delegated permission.',
  cannotTell: 'The token does not tell.',
  signedOut: 'Nobody is signed in.',
};

function find(operationId: string): OperationDto {
  const operation = OPERATIONS.find(({ id }) => id === operationId);
  if (operation === undefined) {
    throw refusal('API_BAD_REQUEST', `There is no operation ${operationId}.`);
  }
  return operation;
}

export function fakeExplorer(world: World, tables: Tables): FakeExplorer {
  const favourites = new Set<string>();
  const guards = new Map<string, { changesAllowed: boolean; drasticAllowed: boolean }>();
  let kept = false;
  /** Calls before this one were cleared. */
  let clearedUntil = 0;

  const stateOf = ({ permissions }: OperationDto): OperationState => {
    const { session } = world.state;
    if (session === null) {
      return 'signedOut';
    }
    return permissions.length === 0 ? 'notDocumented' : permissions.some((value) => session.grantedScopes.includes(value)) ? 'ready' : 'missing';
  };
  const changes = new FakeChanges(world, find);
  const calls = new FakeCalls(world, tables, changes, find, (operation) => stateOf(operation) === 'ready');

  const explorer = () => {
    const profileId = world.state.activeProfileId;
    const guard = guards.get(profileId ?? '') ?? { changesAllowed: false, drasticAllowed: false };
    return {
      operations: OPERATIONS.map((operation) => ({
        operation,
        group: operation.group,
        state: stateOf(operation),
        permissions: operation.permissions,
        favourite: favourites.has(operation.id),
      })),
      guard: { profileId, ...guard },
    };
  };

  const detail = (operation: OperationDto): OperationDetailDto => ({
    operation,
    group: operation.group,
    returns: operation.title.startsWith('List') ? 'A collection' : 'One record',
    state: stateOf(operation),
    stateText: STATE_TEXTS[stateOf(operation)],
    leastPermission: operation.permissions[0] ?? null,
    alternatives: operation.permissions.slice(1),
    role: operation.effect === 'act' ? 'Active remediation actions' : 'View data',
    limits: ['100 calls a minute', '1,500 calls an hour'],
    plans: operation.plan2Only ? ['Plan 2'] : ['Plan 1', 'Plan 2', 'Business'],
    preview: operation.id === 'uploadLibraryFile',
    notes: ['Answers hold what the signed-in account may see: `{id}` may be the ID or the computer name.'],
    links: [{ label: 'Microsoft Learn', url: operation.documentation }],
    statuses: [
      { status: '200', meaning: 'done' },
      { status: '404', meaning: 'no such thing' },
    ],
    fields: fieldsOf(operation),
    filterProperties: FILTERS[operation.id] ?? [],
    pages: operation.method === 'GET' && operation.title.startsWith('List'),
    undoneBy: changes.undoneBy(operation.id),
    drastic: DRASTIC.includes(operation.id),
  });

  const history = (): HistoryDto => ({
    entries: calls.made
      .slice(clearedUntil)
      .map(({ request, operation, called, line, at }) => ({
        id: request.callId,
        at,
        operation,
        values: request.values,
        request: new URL(line.slice(operation.method.length + 1)).pathname,
        status: called.status,
        rows: called.rows,
        elapsedMs: called.elapsedMs,
      }))
      .reverse(),
    kept,
  });

  const compare = (callId: string): ChangesDto => {
    const call = calls.requireCall(callId);
    const earlier = calls.made
      .slice(0, calls.made.indexOf(call))
      .reverse()
      .find(({ operation }) => operation.id === call.operation.id);
    if (earlier === undefined) {
      throw refusal('NOTHING_TO_COMPARE', 'There is no earlier answer to this call.', { hint: 'Send it once more, then compare.' });
    }
    return {
      key: 'id',
      earlierAt: earlier.at,
      added: 1,
      removed: 1,
      changed: 1,
      rows: [
        { key: 'device-81', change: 'added', cells: [{ column: 'healthStatus', before: null, after: 'Active' }] },
        { key: 'device-9', change: 'removed', cells: [] },
        { key: 'device-12', change: 'changed', cells: [{ column: 'riskScore', before: 'Low', after: 'High' }] },
      ],
    };
  };

  return {
    calls,
    changes,
    stateOf: (operationId) => stateOf(find(operationId)),
    changesAllowed: () => explorer().guard.changesAllowed,
    cancel: (loadId) => {
      calls.cancel(loadId);
      changes.stop(loadId);
    },
    handlers: {
      ...calls.handlers,
      ...changes.handlers,
      run_call: (request, emit) => {
        const operation = find(request.operationId);
        const { guard } = explorer();
        if (operation.effect !== 'read' && !guard.changesAllowed) {
          throw refusal('CHANGES_LOCKED', 'This profile is read-only.', { hint: 'Allow changes in this profile first.' });
        }
        if (DRASTIC.includes(operation.id) && !guard.drasticAllowed) {
          throw refusal('DRASTIC_LOCKED', 'This call is hard to undo and is not allowed in this profile.');
        }
        return calls.run(request, emit);
      },
      get_explorer: explorer,
      set_guard: ({ profileId, changesAllowed, drasticAllowed }) => {
        guards.set(profileId, { changesAllowed, drasticAllowed: drasticAllowed && changesAllowed });
        return explorer();
      },
      set_favourite: ({ operationId, favourite }) => {
        find(operationId);
        if (favourite) {
          favourites.add(operationId);
        } else {
          favourites.delete(operationId);
        }
        return explorer();
      },
      get_operation: ({ operationId }) => detail(find(operationId)),
      build_filter: ({ conditions }) => {
        const problems = conditions.flatMap(({ value }, condition) => (value === '' ? [{ condition, message: 'A value is needed.' }] : []));
        const parts = conditions.map(({ property, operator, value }) =>
          operator === 'startsWith' || operator === 'contains'
            ? `${operator.toLowerCase()}(${property},'${value}')`
            : operator === 'anyEquals'
              ? `${property}/any(x: x eq '${value}')`
              : `${property} ${OPERATORS[operator]} ${/^\d{4}-|^(true|false)$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`}`,
        );
        return { filter: problems.length > 0 ? null : parts.join(' and '), problems };
      },
      check_filter: ({ operationId, filter }) => {
        const open = filter.split("'").length % 2 === 0;
        const [property = ''] = filter.split(/[ (]/);
        const known = (FILTERS[operationId] ?? []).some(({ name }) => filter.includes(name));
        return open
          ? { errorAt: filter.length, error: 'a closing quote is expected.', warnings: [] }
          : { errorAt: null, error: null, warnings: known ? [] : [`${property} is not documented as filterable here.`] };
      },
      choose_file: () =>
        world.options.saveDialog === 'closed' ? { fileId: null, name: '', bytes: 0 } : { fileId: 'file-1', name: 'collect-logs.ps1', bytes: 2048 },
      get_snippet: ({ call, language, deviceCode }) => ({
        text: `# ${find(call.operationId).title}, ${language}\n# Signs in with ${deviceCode ? 'a device code' : 'the browser'}.\ncurl --header "Authorization: Bearer $token" '${calls.base()}${find(call.operationId).path}'\n`,
      }),
      get_history: history,
      clear_history: () => {
        clearedUntil = calls.made.length;
        return history();
      },
      keep_history: (request) => {
        ({ kept } = request);
        return history();
      },
      compare_with_previous: ({ callId }) => compare(callId),
    },
  };
}
