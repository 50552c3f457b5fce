/**
 * A host without a backend, for tests and for `npm run dev` in a plain browser.
 *
 * Owns: believable, deterministic answers to every command, and the means to make any of them fail.
 * Refuses to know: the rules that live in Rust. It checks no more than the screens need to show their errors.
 * Never part of the shipped bundle: `app/start.tsx` loads it only in development.
 */
import type {
  AppStateDto,
  CommandError,
  Commands,
  ErrorCode,
  LoadAlertsRequest,
  LoadEvent,
  LoadedDto,
  NoticeDto,
  ProfileDto,
  SessionDto,
  SetViewRequest,
  SignInEvent,
  Theme,
  ViewDto,
} from '../generated/contract';
import { CommandFailure, type CommandName, type Event, type Host, type Request, type Response } from '../host';
import { ALERT_COLUMNS, alertAt, evidenceOf, type FakeAlert } from './alerts';
import { PERMISSIONS } from './permissions';
import { makeToken, reportOf } from './token';

export type FakeOptions = {
  /** Alerts in the tenant. */
  alerts?: number;
  /** Rows per page of a load. */
  pageSize?: number;
  /** Whether the system has a browser to open; it has by default. */
  browser?: 'missing';
  /** Milliseconds before each answer; 0 answers at once. */
  latencyMs?: number;
  /** Milliseconds the "user" takes in the browser; `null` waits for `finishSignIn`. */
  signInMs?: number | null;
  /** What there is at the start. */
  start?: 'fresh' | 'profile' | 'signedIn';
  /** The selected appearance. */
  theme?: Theme;
  notices?: NoticeDto[];
  /** The clock. */
  now?: () => number;
};

export type FakeHost = Host & {
  /** Commands called so far, oldest first. */
  readonly calls: { command: CommandName; request: unknown }[];
  /** Makes the next call of a command fail. */
  failNext: (command: CommandName, error: Partial<CommandError> & { code: ErrorCode }) => void;
  /** Lets the sign-in that is under way succeed. */
  finishSignIn: () => void;
  /** Holds pages of a load back until `releasePages`. */
  holdPages: () => void;
  releasePages: () => void;
};

type Handlers = {
  [K in CommandName]: (
    request: Request<K>,
    emit: (event: Event<K>) => void,
  ) => Response<K> | Promise<Response<K>>;
};

const SANDBOX_TENANT = '6f1d2c5e-8f5f-4e0c-9a55-000000000001';
const SANDBOX_CLIENT = 'b7c1a0de-5e5e-4c1b-8f3e-000000000002';
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN = /^([a-z0-9-]+\.)+[a-z]{2,}$/i;
const TOKEN_LIFE_MS = 71 * 60_000;

function refusal(code: ErrorCode, message: string, more: Partial<CommandError> = {}): CommandFailure {
  return new CommandFailure({
    code,
    message,
    hint: null,
    field: null,
    correlationId: null,
    httpStatus: null,
    retryAfterSeconds: null,
    serviceMessage: null,
    ...more,
  });
}

type Result = { id: string; rows: FakeAlert[]; view: Uint32Array; viewId: number };

export function createFakeHost(options: FakeOptions = {}): FakeHost {
  const now = options.now ?? Date.now;
  const latency = options.latencyMs ?? 0;
  const pageSize = options.pageSize ?? 200;
  const total = options.alerts ?? 1200;
  const newest = now() - 15 * 60_000;
  const sandboxProfile: ProfileDto = {
    id: '00000000-0000-4000-8000-000000000010',
    name: 'Sandbox tenant',
    cloud: 'sandbox',
    tenant: SANDBOX_TENANT,
    clientId: SANDBOX_CLIENT,
    wantedPermissions: ['Alert.Read', 'Machine.Read', 'AdvancedQuery.Read'],
  };

  const failures = new Map<CommandName, CommandFailure>();
  const calls: FakeHost['calls'] = [];
  const sessions = new Map<string, SessionDto>();
  let token = '';
  let nextId = 20;
  let result: Result | null = null;
  let nextResult = 1;
  let signIn: { finish: () => void; fail: (failure: CommandFailure) => void } | null = null;
  const cancelledLoads = new Set<string>();
  let gate: Promise<void> = Promise.resolve();
  let openGate: () => void = () => undefined;

  let state: AppStateDto = {
    version: '0.1.0',
    theme: options.theme ?? 'system',
    profiles: [],
    activeProfileId: null,
    session: null,
    clouds: [
      cloud('commercial', 'Worldwide', 'https://login.microsoftonline.com', 'https://api.security.microsoft.com'),
      cloud('gcc', 'US Government GCC', 'https://login.microsoftonline.com', 'https://api-gcc.securitycenter.microsoft.us'),
      cloud('gccHigh', 'US Government GCC High', 'https://login.microsoftonline.us', 'https://api-gov.securitycenter.microsoft.us'),
      cloud('dod', 'US Government DoD', 'https://login.microsoftonline.us', 'https://api-gov.securitycenter.microsoft.us'),
    ],
    permissions: PERMISSIONS.map((permission) => ({ ...permission })),
    sandbox: null,
    notices: options.notices ?? [],
  };

  const active = (): ProfileDto | null => state.profiles.find((profile) => profile.id === state.activeProfileId) ?? null;
  const update = (change: Partial<AppStateDto>): AppStateDto => {
    state = { ...state, ...change };
    state = { ...state, session: sessions.get(state.activeProfileId ?? '') ?? null };
    return state;
  };
  const pause = (ms: number): Promise<void> => (ms === 0 ? Promise.resolve() : new Promise((go) => setTimeout(go, ms)));

  const openSandbox = (): AppStateDto => {
    const profiles = state.profiles.some((profile) => profile.id === sandboxProfile.id)
      ? state.profiles
      : [...state.profiles, sandboxProfile];
    return update({
      profiles,
      activeProfileId: sandboxProfile.id,
      sandbox: {
        baseUrl: 'http://127.0.0.1:49152',
        tenantId: SANDBOX_TENANT,
        clientId: SANDBOX_CLIENT,
        alerts: total,
        devices: 80,
        accounts: [
          { name: 'Maya Lindqvist', username: 'maya.lindqvist@sandbox.example', role: 'Security Administrator' },
          { name: 'Theo Okafor', username: 'theo.okafor@sandbox.example', role: 'Analyst, view data' },
          { name: 'Sam Rivera', username: 'sam.rivera@sandbox.example', role: 'No Defender role' },
        ],
      },
    });
  };

  const openSession = (): AppStateDto => {
    const profile = active();
    if (profile === null) {
      throw refusal('PROFILE_NOT_FOUND', 'There is no profile to sign in to.');
    }
    const issuedAt = now();
    const scopes = profile.wantedPermissions.filter((permission) => permission !== 'AdvancedQuery.Read').concat('Score.Read');
    token = makeToken(profile, scopes, issuedAt, issuedAt + TOKEN_LIFE_MS);
    sessions.set(profile.id, {
      profileId: profile.id,
      name: 'Maya Lindqvist',
      username: 'maya.lindqvist@sandbox.example',
      objectId: '3a8f0f52-6b1e-4f0f-9d5a-000000000101',
      tenantId: SANDBOX_TENANT,
      grantedScopes: scopes,
      expiresAt: issuedAt + TOKEN_LIFE_MS,
      renewable: true,
      keptIn: 'keyStore',
    });
    return update({});
  };

  const requireSession = (): void => {
    if (state.session === null) {
      throw refusal('SIGN_IN_REQUIRED', 'You are not signed in.', { hint: 'Sign in, then try again.' });
    }
  };
  const requireResult = (id: string): Result => {
    if (result?.id !== id) {
      throw refusal('RESULT_GONE', 'These alerts are no longer held.', { hint: 'Load the alerts again.' });
    }
    return result;
  };

  async function load(request: LoadAlertsRequest, emit: (event: LoadEvent) => void): Promise<LoadedDto> {
    requireSession();
    const started = now();
    const matches: number[] = [];
    for (let position = 0; position < total; position += 1) {
      const alert = alertAt(position, total, newest);
      const created = Date.parse(cellText(alert.alertCreationTime) ?? '');
      if (
        (request.createdFrom === null || created >= request.createdFrom) &&
        (request.createdTo === null || created < request.createdTo) &&
        (request.severities.length === 0 || request.severities.includes(cellText(alert.severity) ?? ''))
      ) {
        matches.push(position);
      }
    }
    const mine: Result = { id: `result-${nextResult}`, rows: [], view: new Uint32Array(), viewId: 0 };
    nextResult += 1;
    result = mine;
    emit({ event: 'started', data: { resultId: mine.id, request: '/api/alerts?$top=200&$expand=evidence' } });
    emit({ event: 'total', data: { rows: matches.length } });
    let pages = 0;
    for (let from = 0; from < matches.length; from += pageSize) {
      await pause(latency);
      await gate;
      if (cancelledLoads.delete(request.loadId)) {
        break;
      }
      mine.rows = mine.rows.concat(matches.slice(from, from + pageSize).map((position) => alertAt(position, total, newest)));
      pages += 1;
      emit({ event: 'page', data: { rows: mine.rows.length, pages } });
    }
    return {
      resultId: mine.id,
      rows: mine.rows.length,
      pages,
      duplicates: 0,
      bytes: mine.rows.length * 1430,
      elapsedMs: now() - started,
      complete: mine.rows.length === matches.length,
      columns: [...ALERT_COLUMNS],
    };
  }

  function setView(request: SetViewRequest): ViewDto {
    const held = requireResult(request.resultId);
    const needle = request.text.toLowerCase();
    const value = (row: FakeAlert, column: string): string => cellText(row[column]) ?? '';
    const hasText = (row: FakeAlert): boolean =>
      needle === '' || request.textColumns.some((column) => value(row, column).toLowerCase().includes(needle));
    const keeps = (row: FakeAlert, except: string | null): boolean =>
      request.facets.every(
        (facet) => facet.column === except || facet.values.length === 0 || facet.values.includes(value(row, facet.column)),
      );

    const matched: number[] = [];
    const counts = new Map(request.countColumns.map((column) => [column, new Map<string, number>()]));
    held.rows.forEach((row, rowId) => {
      if (!hasText(row)) {
        return;
      }
      if (keeps(row, null)) {
        matched.push(rowId);
      }
      for (const [column, byValue] of counts) {
        if (keeps(row, column)) {
          byValue.set(value(row, column), (byValue.get(value(row, column)) ?? 0) + 1);
        }
      }
    });
    const rank = ['UnSpecified', 'Informational', 'Low', 'Medium', 'High'];
    matched.sort((a, b) => {
      for (const key of request.sort) {
        const left = value(held.rows[a] ?? {}, key.column);
        const right = value(held.rows[b] ?? {}, key.column);
        const order =
          key.column === 'severity' ? rank.indexOf(left) - rank.indexOf(right) : left < right ? -1 : left > right ? 1 : 0;
        if (order !== 0) {
          return key.descending ? -order : order;
        }
      }
      return a - b;
    });
    held.view = Uint32Array.from(matched);
    held.viewId += 1;
    return {
      viewId: held.viewId,
      totalRows: held.rows.length,
      matchedRows: matched.length,
      facets: [...counts].map(([column, byValue]) => ({
        column,
        values: [...byValue].map(([text, count]) => ({ value: text, count })).sort((a, b) => b.count - a.count),
      })),
      columns: [...ALERT_COLUMNS],
    };
  }

  function startSignIn(emit: (event: SignInEvent) => void): Promise<AppStateDto> {
    signIn?.fail(refusal('SIGN_IN_REPLACED', 'A newer sign-in took the place of this one.'));
    emit({
      event: 'browserOpened',
      data: {
        url: `http://127.0.0.1:49152/${SANDBOX_TENANT}/oauth2/v2.0/authorize?client_id=${SANDBOX_CLIENT}&response_type=code&response_mode=form_post&redirect_uri=http%3A%2F%2Flocalhost%3A51999%2F&code_challenge_method=S256`,
        opened: options.browser !== 'missing',
        givesUpAt: now() + 300_000,
      },
    });
    return new Promise((resolve, reject) => {
      signIn = {
        finish: () => {
          signIn = null;
          emit({ event: 'redeeming' });
          void pause(latency).then(() => {
            resolve(openSession());
          });
        },
        fail: (failure) => {
          signIn = null;
          reject(failure);
        },
      };
      const takes = options.signInMs;
      if (takes !== undefined && takes !== null) {
        const mine = signIn;
        void pause(takes).then(() => {
          if (signIn === mine) {
            mine.finish();
          }
        });
      }
    });
  }

  const handlers: Handlers = {
    get_app_state: () => state,
    save_profile: (request) => {
      const wrong = (field: string, message: string, hint: string): CommandFailure =>
        refusal('PROFILE_INVALID', message, { field, hint });
      const name = request.name.trim();
      if (name === '' || name.length > 80) {
        throw wrong('name', 'The name must have 1 to 80 characters.', 'Choose a name you will recognise in the list.');
      }
      if (!GUID.test(request.tenant.trim()) && !DOMAIN.test(request.tenant.trim())) {
        throw wrong('tenant', 'The tenant is neither a GUID nor a domain.', 'Copy "Directory (tenant) ID" from the app registration.');
      }
      if (!GUID.test(request.clientId.trim())) {
        throw wrong('clientId', 'The client ID is not a GUID.', 'Copy "Application (client) ID" from the app registration.');
      }
      if (request.wantedPermissions.length === 0) {
        throw wrong('wantedPermissions', 'Choose at least one permission.', 'Alert.Read lets you list alerts.');
      }
      const saved: ProfileDto = { ...request, name, id: request.id ?? `00000000-0000-4000-8000-0000000000${nextId}` };
      nextId += request.id === null ? 1 : 0;
      const profiles =
        request.id === null
          ? [...state.profiles, saved]
          : state.profiles.map((profile) => (profile.id === saved.id ? saved : profile));
      return update({ profiles, activeProfileId: saved.id });
    },
    use_sandbox: openSandbox,
    select_profile: ({ profileId }) => update({ activeProfileId: profileId }),
    delete_profile: ({ profileId }) => {
      sessions.delete(profileId);
      const profiles = state.profiles.filter((profile) => profile.id !== profileId);
      return update({
        profiles,
        activeProfileId: state.activeProfileId === profileId ? (profiles[0]?.id ?? null) : state.activeProfileId,
      });
    },
    set_theme: ({ theme }) => update({ theme }),
    dismiss_notice: ({ id }) => update({ notices: state.notices.filter((notice) => notice.id !== id) }),
    start_sign_in: (_, emit) => startSignIn(emit),
    cancel_sign_in: () => {
      signIn?.fail(refusal('SIGN_IN_CANCELLED', 'The sign-in was cancelled.'));
      return null;
    },
    reopen_sign_in_page: () => null,
    sign_out: () => {
      sessions.delete(state.activeProfileId ?? '');
      result = null;
      return update({});
    },
    renew_token: () => {
      requireSession();
      return openSession();
    },
    get_token_report: () => {
      requireSession();
      return reportOf(token, active(), 'session', now());
    },
    inspect_token: ({ text }) => reportOf(text, active(), 'pasted', now()),
    reveal_token: () => {
      requireSession();
      return { token, hideAfterSeconds: 60 };
    },
    copy_token: () => {
      requireSession();
      return { clearAfterSeconds: 60 };
    },
    load_alerts: load,
    cancel_load: ({ loadId }) => {
      cancelledLoads.add(loadId);
      openGate();
      return null;
    },
    set_view: setView,
    get_rows: (request) => {
      const held = requireResult(request.resultId);
      if (request.viewId !== held.viewId) {
        throw refusal('RESULT_GONE', 'This view was replaced by a newer one.');
      }
      const rowIds = [...held.view.subarray(request.offset, request.offset + request.count)];
      return {
        offset: request.offset,
        rows: rowIds.map((rowId) => request.columns.map((column) => cellText(held.rows[rowId]?.[column] ?? null))),
        rowIds,
      };
    },
    get_row: ({ resultId, rowId }) => {
      const row = requireResult(resultId).rows[rowId];
      if (row === undefined) {
        throw refusal('RESULT_OUT_OF_RANGE', 'There is no such row.');
      }
      return { json: row as Response<'get_row'>['json'] };
    },
    get_alert: ({ alertId }) => {
      requireSession();
      const position = result?.rows.findIndex((row) => row.id === alertId) ?? -1;
      const row = result?.rows[position];
      if (row === undefined) {
        throw refusal('API_NOT_FOUND', 'The service has no alert with this ID.', { httpStatus: 404 });
      }
      return {
        json: { ...row, evidence: evidenceOf(position, cellText(row.alertCreationTime) ?? '') } as Response<'get_alert'>['json'],
      };
    },
    close_result: ({ resultId }) => {
      if (result?.id === resultId) {
        result = null;
      }
      return null;
    },
    copy_text: () => null,
    open_link: () => null,
  };

  if (options.start === 'profile' || options.start === 'signedIn') {
    openSandbox();
  }
  if (options.start === 'signedIn') {
    openSession();
  }

  return {
    calls,
    failNext: (command, { code, message = 'This failed on demand.', ...more }) => {
      failures.set(command, refusal(code, message, more));
    },
    finishSignIn: () => signIn?.finish(),
    holdPages: () => {
      gate = new Promise((open) => {
        openGate = open;
      });
    },
    releasePages: () => openGate(),
    async invoke<K extends CommandName>(
      command: K,
      request: Commands[K]['request'],
      onEvent?: (event: Event<K>) => void,
    ): Promise<Response<K>> {
      calls.push({ command, request });
      await pause(latency);
      const failure = failures.get(command);
      if (failure !== undefined) {
        failures.delete(command);
        throw failure;
      }
      return handlers[command](request, (event) => onEvent?.(event));
    },
  };
}

function cloud(id: AppStateDto['clouds'][number]['id'], name: string, authority: string, apiBase: string): AppStateDto['clouds'][number] {
  return {
    id,
    name,
    authority,
    apiBase,
    audience: 'https://api.securitycenter.microsoft.com',
    portal: 'https://entra.microsoft.com',
  };
}

function cellText(value: FakeAlert[string] | undefined): string | null {
  if (value === null || value === undefined) {
    return null;
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
