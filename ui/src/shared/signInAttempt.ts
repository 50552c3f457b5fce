/**
 * The sign-in that is under way, in the browser, with a device code or with the password sample.
 *
 * Owns: one attempt per host, which outlives the screen that shows it.
 * Refuses to know: the password. It is handed through and kept nowhere.
 * Invariant: an attempt that was replaced, cancelled or has ended changes nothing any more.
 */
import type { AppStateDto, StartPasswordSignInRequest, StartSignInRequest } from '../ipc/generated/contract';
import { toCommandFailure, type CommandFailure, type Host } from '../ipc/host';
import { Store } from './store';

/** A code that waits to be entered. */
export type IssuedCode = {
  userCode: string;
  /** Where it is entered. */
  verificationUrl: string;
  /** When it ends, in milliseconds since the epoch. */
  expiresAt: number;
  /** Seconds between questions; grows when the service asks to slow down. */
  intervalSeconds: number;
};

export type AttemptState = {
  phase: 'idle' | 'starting' | 'waiting' | 'redeeming';
  way: 'browser' | 'deviceCode' | 'password';
  /** The page that was opened in the browser. */
  url: string | null;
  /** Whether the system opened its browser on that page. */
  opened: boolean;
  /** When the attempt times out, in milliseconds since the epoch. */
  givesUpAt: number | null;
  /** The code to enter elsewhere. */
  code: IssuedCode | null;
  failure: CommandFailure | null;
  /** The last attempt was cancelled on purpose; that is no error. */
  cancelled: boolean;
};

const IDLE: AttemptState = {
  phase: 'idle',
  way: 'browser',
  url: null,
  opened: true,
  givesUpAt: null,
  code: null,
  failure: null,
  cancelled: false,
};

/** What a sign-in asks for unless somebody chooses otherwise. */
export const USUAL_REQUEST: StartSignInRequest = { prompt: 'selectAccount', loginHint: null, satisfyPolicy: false };

/** How an attempt ended; `stopped` was on purpose. */
export type Ending = 'signedIn' | 'failed' | 'stopped';

type OnSignedIn = (state: AppStateDto) => void;

export class SignInAttempt extends Store<AttemptState> {
  private current = 0;

  constructor(private readonly host: Host) {
    super(IDLE);
  }

  /** Starts an attempt in the browser; one that is under way is replaced. */
  async start(onSignedIn: OnSignedIn, request: StartSignInRequest = USUAL_REQUEST): Promise<Ending> {
    return this.run('browser', onSignedIn, (isCurrent) =>
      this.host.invoke('start_sign_in', request, (event) => {
        if (!isCurrent()) {
          return;
        }
        if (event.event === 'browserOpened') {
          this.set({ phase: 'waiting', url: event.data.url, opened: event.data.opened, givesUpAt: event.data.givesUpAt });
        } else {
          this.set({ phase: 'redeeming' });
        }
      }),
    );
  }

  /** Starts an attempt with a code that is entered elsewhere; one that is under way is replaced. */
  async startWithCode(onSignedIn: OnSignedIn): Promise<Ending> {
    return this.run('deviceCode', onSignedIn, (isCurrent) =>
      this.host.invoke('start_device_sign_in', null, (event) => {
        if (!isCurrent()) {
          return;
        }
        if (event.event === 'codeIssued') {
          this.set({ phase: 'waiting', code: event.data });
        } else {
          const { code } = this.get();
          this.set({ code: code === null ? null : { ...code, intervalSeconds: event.data.intervalSeconds } });
        }
      }),
    );
  }

  /** Sends a user name and a password; an attempt that is under way is replaced. */
  async startWithPassword(onSignedIn: OnSignedIn, request: StartPasswordSignInRequest): Promise<Ending> {
    return this.run('password', onSignedIn, () => this.host.invoke('start_password_sign_in', request));
  }

  private async run(
    way: AttemptState['way'],
    onSignedIn: OnSignedIn,
    call: (isCurrent: () => boolean) => Promise<AppStateDto>,
  ): Promise<Ending> {
    this.current += 1;
    const mine = this.current;
    const isCurrent = (): boolean => mine === this.current;
    this.set({ ...IDLE, phase: 'starting', way });
    try {
      const state = await call(isCurrent);
      if (isCurrent()) {
        this.end(IDLE);
      }
      onSignedIn(state);
      return 'signedIn';
    } catch (reason) {
      if (!isCurrent()) {
        return 'stopped';
      }
      const failure = toCommandFailure(reason);
      const { code } = failure.detail;
      if (code === 'SIGN_IN_CANCELLED') {
        this.end({ ...IDLE, cancelled: true });
        return 'stopped';
      }
      if (code === 'SIGN_IN_REPLACED') {
        this.end(IDLE);
        return 'stopped';
      }
      this.end({ ...IDLE, failure });
      return 'failed';
    }
  }

  /** Events may arrive after the answer; from here on they belong to no attempt. */
  private end(state: AttemptState): void {
    this.current += 1;
    this.set(state);
  }

  /** Ends the attempt that is under way. */
  async cancel(): Promise<void> {
    try {
      await this.host.invoke('cancel_sign_in', null);
    } catch (reason) {
      this.set({ failure: toCommandFailure(reason) });
    }
  }

  /** Opens the sign-in page, or the page for the code, once more. */
  async reopen(): Promise<void> {
    try {
      await this.host.invoke('reopen_sign_in_page', null);
      this.set({ failure: null });
    } catch (reason) {
      this.set({ failure: toCommandFailure(reason) });
    }
  }

  dismiss(): void {
    this.set({ failure: null, cancelled: false });
  }
}

const attempts = new WeakMap<Host, SignInAttempt>();

/** The attempt of a host. */
export function attemptOf(host: Host): SignInAttempt {
  const known = attempts.get(host);
  if (known !== undefined) {
    return known;
  }
  const made = new SignInAttempt(host);
  attempts.set(host, made);
  return made;
}
