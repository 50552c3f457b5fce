/** Signing in to the fake host in every way there is, and the sessions that follow from it. */
import type { AppStateDto, DeviceSignInEvent, SessionDto, SignInEvent, SignInWay, StartPasswordSignInRequest } from '../generated/contract';
import type { CommandFailure } from '../host';
import { makeToken, reportOf } from './token';
import { CONTOSO, pause, refusal, SANDBOX_CLIENT, SANDBOX_TENANT, type Handlers, type World } from './world';

const TOKEN_LIFE_MS = 71 * 60_000;
const DEVICE_CODE_LIFE_MS = 15 * 60_000;
const DEVICE_INTERVAL_SECONDS = 5;

type SessionCommand =
  | 'start_sign_in'
  | 'start_device_sign_in'
  | 'start_password_sign_in'
  | 'use_token'
  | 'cancel_sign_in'
  | 'reopen_sign_in_page'
  | 'sign_out'
  | 'sign_out_everywhere'
  | 'renew_token'
  | 'get_token_report'
  | 'inspect_token'
  | 'reveal_token'
  | 'copy_token';

export type FakeSession = {
  handlers: Pick<Handlers, SessionCommand>;
  /** Signs in where the options want it, without a browser. */
  begin: () => void;
  /** Lets the sign-in that is under way succeed. */
  finishSignIn: () => void;
  /** Lets the sign-in with a device code ask once more, at this pace from then on. */
  askAgain: (intervalSeconds: number) => void;
  /** The access token of the profile in use; empty without a session. */
  token: () => string;
  /** The one before it; empty where there was none. */
  previousToken: () => string;
};

type Attempt = { finish: () => void; fail: (failure: CommandFailure) => void; askAgain: (intervalSeconds: number) => void };

/** @param onSignOut what else goes when somebody signs out. */
export function fakeSession(world: World, onSignOut: () => void): FakeSession {
  /** Access tokens, by profile. */
  const held = new Map<string, string>();
  /** Those before them. */
  const earlier = new Map<string, string>();
  let signIn: Attempt | null = null;

  const token = (): string => held.get(world.state.activeProfileId ?? '') ?? '';
  const previousToken = (): string => earlier.get(world.state.activeProfileId ?? '') ?? '';

  const adopt = (profileId: string, accessToken: string, session: Omit<SessionDto, 'profileId' | 'policyChallenge'>): AppStateDto => {
    earlier.set(profileId, held.get(profileId) ?? '');
    held.set(profileId, accessToken);
    world.challenged = false;
    world.sessions.set(profileId, { ...session, profileId, policyChallenge: false });
    return world.update({});
  };

  const open = (begunWith: SignInWay = 'browser'): AppStateDto => {
    const profile = world.requireActive();
    const issuedAt = world.now();
    const scopes = profile.wantedPermissions.filter((permission) => permission !== 'AdvancedQuery.Read').concat('Score.Read');
    return adopt(profile.id, makeToken(profile, scopes, issuedAt, issuedAt + TOKEN_LIFE_MS), {
      name: 'Maya Lindqvist',
      username: 'maya.lindqvist@sandbox.example',
      objectId: '3a8f0f52-6b1e-4f0f-9d5a-000000000101',
      tenantId: SANDBOX_TENANT,
      grantedScopes: scopes,
      expiresAt: issuedAt + TOKEN_LIFE_MS,
      renewable: true,
      keptIn: 'keyStore',
      begunWith,
    });
  };

  /** Waits until somebody finishes, cancels or replaces it. */
  function wait(begunWith: SignInWay, onFinish: () => void, askAgain: Attempt['askAgain']): Promise<AppStateDto> {
    return new Promise((resolve, reject) => {
      const mine: Attempt = {
        finish: () => {
          signIn = null;
          onFinish();
          void pause(world.latency).then(() => {
            resolve(open(begunWith));
          });
        },
        fail: (failure) => {
          signIn = null;
          reject(failure);
        },
        askAgain,
      };
      signIn = mine;
      const takes = world.options.signInMs;
      if (takes !== undefined && takes !== null) {
        void pause(takes).then(() => {
          if (signIn === mine) {
            mine.finish();
          }
        });
      }
    });
  }

  const replace = (): void => signIn?.fail(refusal('SIGN_IN_REPLACED', 'A newer sign-in took the place of this one.'));

  function startInBrowser(emit: (event: SignInEvent) => void): Promise<AppStateDto> {
    replace();
    emit({
      event: 'browserOpened',
      data: {
        url: `http://127.0.0.1:49152/${SANDBOX_TENANT}/oauth2/v2.0/authorize?client_id=${SANDBOX_CLIENT}&response_type=code&response_mode=form_post&redirect_uri=http%3A%2F%2Flocalhost%3A51999%2F&code_challenge_method=S256`,
        opened: world.options.browser !== 'missing',
        givesUpAt: world.now() + 300_000,
      },
    });
    return wait('browser', () => emit({ event: 'redeeming' }), () => undefined);
  }

  function startWithCode(emit: (event: DeviceSignInEvent) => void): Promise<AppStateDto> {
    replace();
    emit({
      event: 'codeIssued',
      data: {
        userCode: 'H7KQ2MXWD',
        verificationUrl: 'http://127.0.0.1:49152/devicelogin',
        expiresAt: world.now() + DEVICE_CODE_LIFE_MS,
        intervalSeconds: DEVICE_INTERVAL_SECONDS,
      },
    });
    return wait(
      'deviceCode',
      () => undefined,
      (intervalSeconds) => emit({ event: 'waiting', data: { intervalSeconds } }),
    );
  }

  function withPassword({ username, password }: StartPasswordSignInRequest): AppStateDto {
    if (!world.requireActive().allowPasswordSample) {
      throw refusal('PASSWORD_SAMPLE_OFF', "The profile does not allow the documentation's password sample.", {
        hint: 'Switch it on under Advanced in the profile, or sign in with the browser.',
      });
    }
    if (username.trim() === '' || password === '') {
      throw refusal('SIGN_IN_REFUSED', 'A user name and a password are needed.', { field: username.trim() === '' ? 'username' : 'password' });
    }
    replace();
    return open('password');
  }

  function withToken(text: string): AppStateDto {
    const profile = world.requireActive();
    const { claims, expiresAt } = reportOf(text, profile, 'pasted', world.now());
    const value = (name: string): string => claims.find((claim) => claim.name === name)?.value ?? '';
    return adopt(profile.id, text.trim().replace(/^Bearer\s+/i, ''), {
      name: value('name'),
      username: value('upn'),
      objectId: value('oid'),
      tenantId: value('tid'),
      grantedScopes: value('scp').split(' ').filter(Boolean),
      expiresAt: expiresAt ?? world.now(),
      renewable: false,
      keptIn: 'memory',
      begunWith: 'pastedToken',
    });
  }

  function begin(): void {
    const { start, policyChallenge = false } = world.options;
    if (start === 'sessions') {
      world.update({ activeProfileId: CONTOSO.id });
      open();
      world.openSandbox();
    }
    if (start === 'signedIn' || start === 'sessions') {
      const { session } = open();
      if (session !== null && policyChallenge) {
        world.sessions.set(session.profileId, { ...session, policyChallenge });
      }
    }
    world.challenged = policyChallenge;
    world.update({});
  }

  return {
    begin,
    finishSignIn: () => signIn?.finish(),
    askAgain: (intervalSeconds) => signIn?.askAgain(intervalSeconds),
    token,
    previousToken,
    handlers: {
      start_sign_in: (_, emit) => startInBrowser(emit),
      start_device_sign_in: (_, emit) => startWithCode(emit),
      start_password_sign_in: withPassword,
      use_token: ({ text }) => withToken(text),
      cancel_sign_in: () => {
        signIn?.fail(refusal('SIGN_IN_CANCELLED', 'The sign-in was cancelled.'));
        return null;
      },
      reopen_sign_in_page: () => null,
      sign_out: () => {
        const profileId = world.state.activeProfileId ?? '';
        world.sessions.delete(profileId);
        held.delete(profileId);
        earlier.delete(profileId);
        onSignOut();
        return world.update({});
      },
      sign_out_everywhere: () => {
        world.sessions.clear();
        held.clear();
        earlier.clear();
        onSignOut();
        return world.update({});
      },
      renew_token: () => {
        world.requireSession();
        return open(world.state.session?.begunWith);
      },
      get_token_report: () => {
        world.requireSession();
        return reportOf(token(), world.active(), 'session', world.now());
      },
      inspect_token: ({ text }) => reportOf(text, world.active(), 'pasted', world.now()),
      reveal_token: () => {
        world.requireSession();
        return { token: token(), hideAfterSeconds: 60 };
      },
      copy_token: () => {
        world.requireSession();
        return { clearAfterSeconds: 60 };
      },
    },
  };
}
