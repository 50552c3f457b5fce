/**
 * The sign-in that is under way.
 *
 * Owns: one attempt per host, which outlives the screen that shows it.
 * Invariant: an attempt that was replaced or cancelled changes nothing any more.
 */
import type { AppStateDto } from '../ipc/generated/contract';
import { toCommandFailure, type CommandFailure, type Host } from '../ipc/host';
import { Store } from './store';

export type AttemptState = {
  phase: 'idle' | 'starting' | 'waiting' | 'redeeming';
  /** The page that was opened in the browser. */
  url: string | null;
  /** Whether the system opened its browser on that page. */
  opened: boolean;
  /** When the attempt times out, in milliseconds since the epoch. */
  givesUpAt: number | null;
  failure: CommandFailure | null;
  /** The last attempt was cancelled on purpose; that is no error. */
  cancelled: boolean;
};

const IDLE: AttemptState = { phase: 'idle', url: null, opened: true, givesUpAt: null, failure: null, cancelled: false };

export class SignInAttempt extends Store<AttemptState> {
  private current = 0;

  constructor(private readonly host: Host) {
    super(IDLE);
  }

  /** Starts an attempt; one that is under way is replaced. Says how it ended; `stopped` was on purpose. */
  async start(onSignedIn: (state: AppStateDto) => void): Promise<'signedIn' | 'failed' | 'stopped'> {
    this.current += 1;
    const mine = this.current;
    const isCurrent = (): boolean => mine === this.current;
    this.set({ ...IDLE, phase: 'starting' });
    try {
      const state = await this.host.invoke('start_sign_in', null, (event) => {
        if (!isCurrent()) {
          return;
        }
        if (event.event === 'browserOpened') {
          this.set({ phase: 'waiting', url: event.data.url, opened: event.data.opened, givesUpAt: event.data.givesUpAt });
        } else {
          this.set({ phase: 'redeeming' });
        }
      });
      if (isCurrent()) {
        this.set(IDLE);
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
        this.set({ ...IDLE, cancelled: true });
        return 'stopped';
      }
      if (code === 'SIGN_IN_REPLACED') {
        this.set(IDLE);
        return 'stopped';
      }
      this.set({ ...IDLE, failure });
      return 'failed';
    }
  }

  /** Ends the attempt that is under way. */
  async cancel(): Promise<void> {
    try {
      await this.host.invoke('cancel_sign_in', null);
    } catch (reason) {
      this.set({ failure: toCommandFailure(reason) });
    }
  }

  /** Opens the sign-in page once more. */
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
