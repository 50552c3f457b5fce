/** Signing in to the fake host, and the token that follows from it. */
import type { AppStateDto, SignInEvent } from '../generated/contract';
import type { CommandFailure } from '../host';
import { makeToken, reportOf } from './token';
import { pause, refusal, SANDBOX_CLIENT, SANDBOX_TENANT, type Handlers, type World } from './world';

const TOKEN_LIFE_MS = 71 * 60_000;

type SessionCommand =
  | 'start_sign_in'
  | 'cancel_sign_in'
  | 'reopen_sign_in_page'
  | 'sign_out'
  | 'renew_token'
  | 'get_token_report'
  | 'inspect_token'
  | 'reveal_token'
  | 'copy_token';

export type FakeSession = {
  handlers: Pick<Handlers, SessionCommand>;
  /** Signs in to the profile in use, without a browser. */
  open: () => AppStateDto;
  /** Lets the sign-in that is under way succeed. */
  finishSignIn: () => void;
};

/** @param onSignOut what else goes when somebody signs out. */
export function fakeSession(world: World, onSignOut: () => void): FakeSession {
  let token = '';
  let signIn: { finish: () => void; fail: (failure: CommandFailure) => void } | null = null;

  const open = (): AppStateDto => {
    const profile = world.requireActive();
    const issuedAt = world.now();
    const scopes = profile.wantedPermissions.filter((permission) => permission !== 'AdvancedQuery.Read').concat('Score.Read');
    token = makeToken(profile, scopes, issuedAt, issuedAt + TOKEN_LIFE_MS);
    world.sessions.set(profile.id, {
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
    return world.update({});
  };

  function start(emit: (event: SignInEvent) => void): Promise<AppStateDto> {
    signIn?.fail(refusal('SIGN_IN_REPLACED', 'A newer sign-in took the place of this one.'));
    emit({
      event: 'browserOpened',
      data: {
        url: `http://127.0.0.1:49152/${SANDBOX_TENANT}/oauth2/v2.0/authorize?client_id=${SANDBOX_CLIENT}&response_type=code&response_mode=form_post&redirect_uri=http%3A%2F%2Flocalhost%3A51999%2F&code_challenge_method=S256`,
        opened: world.options.browser !== 'missing',
        givesUpAt: world.now() + 300_000,
      },
    });
    return new Promise((resolve, reject) => {
      signIn = {
        finish: () => {
          signIn = null;
          emit({ event: 'redeeming' });
          void pause(world.latency).then(() => {
            resolve(open());
          });
        },
        fail: (failure) => {
          signIn = null;
          reject(failure);
        },
      };
      const takes = world.options.signInMs;
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

  return {
    open,
    finishSignIn: () => signIn?.finish(),
    handlers: {
      start_sign_in: (_, emit) => start(emit),
      cancel_sign_in: () => {
        signIn?.fail(refusal('SIGN_IN_CANCELLED', 'The sign-in was cancelled.'));
        return null;
      },
      reopen_sign_in_page: () => null,
      sign_out: () => {
        world.sessions.delete(world.state.activeProfileId ?? '');
        onSignOut();
        return world.update({});
      },
      renew_token: () => {
        world.requireSession();
        return open();
      },
      get_token_report: () => {
        world.requireSession();
        return reportOf(token, world.active(), 'session', world.now());
      },
      inspect_token: ({ text }) => reportOf(text, world.active(), 'pasted', world.now()),
      reveal_token: () => {
        world.requireSession();
        return { token, hideAfterSeconds: 60 };
      },
      copy_token: () => {
        world.requireSession();
        return { clearAfterSeconds: 60 };
      },
    },
  };
}
