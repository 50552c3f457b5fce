/**
 * What the parts of the fake host share: its state, its clock, its refusals.
 *
 * Owns: the frame's state and who is signed in.
 * Refuses to know: any command; each part (`profiles.ts`, `session.ts`, …) answers its own.
 */
import type {
  AppStateDto,
  CloudDto,
  CommandError,
  ErrorCode,
  NoticeDto,
  ProfileDto,
  RegionDto,
  SessionDto,
  Theme,
} from '../generated/contract';
import { CommandFailure, type CommandName, type Event, type Request, type Response } from '../host';
import { FAULTS } from './faultList';
import { PERMISSIONS } from './permissions';

/** How the checklist stands at the start. */
export type ChecklistStart = 'nothingChecked' | 'allGreen' | 'fault' | 'mixed';

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
  /**
   * What there is at the start. `profiles` has three, one of them with endpoints of its own; `sessions` has the same,
   * signed in to the sandbox tenant and to one more.
   */
  start?: 'fresh' | 'profile' | 'profiles' | 'signedIn' | 'sessions';
  /** Whether the service has asked to meet a policy: the session at the start, or the next sign-in where there is none. */
  policyChallenge?: boolean;
  /** Permissions that the sandbox tenant's profile wants, beside the usual ones. */
  permissions?: string[];
  /** Whether the sandbox tenant's profile allows the password sample. */
  passwordSample?: boolean;
  /** How the checklist stands: nothing taken, all well, a redirect URI under Web, or a bit of everything. */
  checklist?: ChecklistStart;
  /** Ids of the sandbox tenant's faults that are on. */
  faults?: string[];
  /** The selected appearance. */
  theme?: Theme;
  notices?: NoticeDto[];
  /** Whether the admin closes every dialog that asks for a file. */
  saveDialog?: 'closed';
  /** The clock. */
  now?: () => number;
};

export type Handlers = {
  [K in CommandName]: (
    request: Request<K>,
    emit: (event: Event<K>) => void,
  ) => Response<K> | Promise<Response<K>>;
};

export const SANDBOX_TENANT = '6f1d2c5e-8f5f-4e0c-9a55-000000000001';
export const SANDBOX_CLIENT = 'b7c1a0de-5e5e-4c1b-8f3e-000000000002';
export const SANDBOX_PROFILE = '00000000-0000-4000-8000-000000000010';

export const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function refusal(code: ErrorCode, message: string, more: Partial<CommandError> = {}): CommandFailure {
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

/** Lets an answer take its time. */
export function pause(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((go) => setTimeout(go, ms));
}

export class World {
  state: AppStateDto;
  readonly sessions = new Map<string, SessionDto>();
  readonly now: () => number;
  readonly latency: number;
  private nextId = 20;
  /** Whether a policy asks for more at the next sign-in. */
  challenged = false;

  constructor(readonly options: FakeOptions) {
    this.now = options.now ?? Date.now;
    this.latency = options.latencyMs ?? 0;
    this.state = {
      version: '0.1.0',
      theme: options.theme ?? 'system',
      profiles: [],
      activeProfileId: null,
      session: null,
      policyChallenge: false,
      setUp: false,
      sessions: [],
      clouds: CLOUDS,
      permissions: PERMISSIONS.map((permission) => ({ ...permission })),
      sandbox: null,
      notices: options.notices ?? [],
    };
  }

  update(change: Partial<AppStateDto>): AppStateDto {
    this.state = { ...this.state, ...change };
    this.state = {
      ...this.state,
      session: this.sessions.get(this.state.activeProfileId ?? '') ?? null,
      policyChallenge: this.challenged,
      sessions: [...this.sessions.values()],
    };
    return this.state;
  }

  active(): ProfileDto | null {
    return this.state.profiles.find((profile) => profile.id === this.state.activeProfileId) ?? null;
  }

  /** @throws CommandFailure `PROFILE_NOT_FOUND` */
  requireActive(): ProfileDto {
    const profile = this.active();
    if (profile === null) {
      throw refusal('PROFILE_NOT_FOUND', 'There is no profile in use.', { hint: 'Make a profile on Set up, or use the sandbox tenant.' });
    }
    return profile;
  }

  /** @throws CommandFailure `PROFILE_NOT_FOUND` */
  requireProfile(id: string): ProfileDto {
    const profile = this.state.profiles.find((other) => other.id === id);
    if (profile === undefined) {
      throw refusal('PROFILE_NOT_FOUND', 'This profile no longer exists.');
    }
    return profile;
  }

  /** @throws CommandFailure `SIGN_IN_REQUIRED` */
  requireSession(): void {
    if (this.state.session === null) {
      throw refusal('SIGN_IN_REQUIRED', 'You are not signed in.', { hint: 'Sign in, then try again.' });
    }
  }

  newProfileId(): string {
    this.nextId += 1;
    return `00000000-0000-4000-8000-0000000000${this.nextId}`;
  }

  /** Ids of the faults that are on; empty while the sandbox does not run. */
  faultsOn(): string[] {
    return this.state.sandbox?.faults.filter(({ on }) => on).map(({ id }) => id) ?? [];
  }

  openSandbox(): AppStateDto {
    const known = this.state.profiles.some(({ id }) => id === SANDBOX_PROFILE);
    const on = this.options.faults ?? (this.options.checklist === 'fault' ? ['redirect-under-web'] : []);
    return this.update({
      profiles: known ? this.state.profiles : [...this.state.profiles, sandboxProfile(this.options.passwordSample === true, this.options.permissions ?? [])],
      activeProfileId: SANDBOX_PROFILE,
      sandbox: this.state.sandbox ?? {
        baseUrl: 'http://127.0.0.1:49152',
        tenantId: SANDBOX_TENANT,
        clientId: SANDBOX_CLIENT,
        alerts: this.options.alerts ?? 1200,
        devices: 80,
        accounts: [
          { name: 'Maya Lindqvist', username: 'maya.lindqvist@sandbox.example', role: 'Security Administrator' },
          { name: 'Theo Okafor', username: 'theo.okafor@sandbox.example', role: 'Analyst, view data' },
          { name: 'Sam Rivera', username: 'sam.rivera@sandbox.example', role: 'No Defender role' },
        ],
        faults: FAULTS.map((fault) => ({ ...fault, on: on.includes(fault.id) })),
      },
    });
  }

  /** The state at the start, as the options want it. */
  begin(): void {
    const { start = 'fresh' } = this.options;
    if (start === 'fresh') {
      return;
    }
    if (start === 'profiles' || start === 'sessions') {
      this.update({ profiles: [CONTOSO, PROXIED] });
    }
    this.openSandbox();
  }
}

function sandboxProfile(allowPasswordSample: boolean, permissions: readonly string[]): ProfileDto {
  return {
    id: SANDBOX_PROFILE,
    name: 'Sandbox tenant',
    cloud: 'sandbox',
    tenant: SANDBOX_TENANT,
    clientId: SANDBOX_CLIENT,
    wantedPermissions: ['Alert.Read', 'Machine.Read', 'AdvancedQuery.Read', ...permissions],
    colour: 'none',
    region: null,
    endpoints: null,
    allowPasswordSample,
  };
}

export const CONTOSO: ProfileDto = {
  id: '00000000-0000-4000-8000-000000000011',
  name: 'Contoso production',
  cloud: 'commercial',
  tenant: 'contoso.example',
  clientId: '0f0e0d0c-0b0a-4908-8706-050403020100',
  wantedPermissions: ['Alert.Read', 'Machine.Read', 'Machine.Isolate'],
  colour: 'red',
  region: 'eu',
  endpoints: null,
  allowPasswordSample: false,
};

const PROXIED: ProfileDto = {
  id: '00000000-0000-4000-8000-000000000012',
  name: 'Fabrikam test, through the proxy of the security operations centre',
  cloud: 'commercial',
  tenant: '11111111-2222-4333-8444-555555555555',
  clientId: '1f1e1d1c-1b1a-4918-8716-151413121110',
  wantedPermissions: ['Alert.Read'],
  colour: 'teal',
  region: null,
  endpoints: {
    authority: 'https://login.proxy.example',
    apiBase: 'https://api.proxy.example',
    audience: 'https://api.securitycenter.microsoft.com',
  },
  allowPasswordSample: false,
};

const REGION_IDS = ['us', 'eu', 'uk', 'au', 'swa', 'ina', 'aea'];

/** Regional servers as they are offered before anything was measured. */
export const REGIONS: readonly RegionDto[] = REGION_IDS.map((id) => ({
  id,
  host: `${id}.api.security.microsoft.com`,
  latencyMilliseconds: null,
  error: null,
}));

const CLOUDS: CloudDto[] = [
  cloud('commercial', 'Worldwide', 'https://login.microsoftonline.com', 'https://api.security.microsoft.com'),
  cloud('gcc', 'US Government GCC', 'https://login.microsoftonline.com', 'https://api-gcc.securitycenter.microsoft.us'),
  cloud('gccHigh', 'US Government GCC High', 'https://login.microsoftonline.us', 'https://api-gov.securitycenter.microsoft.us'),
  cloud('dod', 'US Government DoD', 'https://login.microsoftonline.us', 'https://api-gov.securitycenter.microsoft.us'),
];

function cloud(id: CloudDto['id'], name: string, authority: string, apiBase: string): CloudDto {
  return {
    id,
    name,
    authority,
    apiBase,
    audience: 'https://api.securitycenter.microsoft.com',
    portal: 'https://entra.microsoft.com',
    regions: id === 'commercial' ? [...REGIONS] : [],
  };
}
