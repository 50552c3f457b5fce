import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { ClipboardTaskListLtrRegular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useHost } from '../../ipc/HostContext';
import type { AppStateDto, StartSignInRequest } from '../../ipc/generated/contract';
import { activeProfile, replaceAppState, useAppState } from '../../shared/appState';
import { EmptyState } from '../../shared/EmptyState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { navigate } from '../../shared/navigation';
import { Page, Section } from '../../shared/Page';
import { attemptOf } from '../../shared/signInAttempt';
import { SignInWaiting } from '../../shared/SignInWaiting';
import { useStore } from '../../shared/store';
import { SandboxAccounts } from '../sandbox/SandboxAccounts';
import { AccountCard } from './AccountCard';
import { BrowserSignIn } from './BrowserSignIn';
import { PolicyChallenge } from './PolicyChallenge';
import { SignOutEverywhere } from './SignOutEverywhere';
import { OtherWays, type OtherWay, type PasswordDraft } from './OtherWays';

const BROWSER_LEAD = 'Your browser opens the Microsoft Entra sign-in page; the answer comes back to this app, protected by PKCE. ';

const EMPTY_DRAFT: PasswordDraft = { endpoint: 'v1', username: '' };

export default function SignInScreen() {
  const host = useHost();
  const client = useQueryClient();
  const state = useAppState();
  const profile = activeProfile(state);
  const attempt = attemptOf(host);
  const progress = useStore(attempt);
  // Kept here, so that an attempt that failed leads back to the card it came from.
  const [way, setWay] = useState<OtherWay | null>(null);
  // A user name belongs to the tenant that it was typed for.
  const [typed, setTyped] = useState({ profileId: profile?.id, draft: EMPTY_DRAFT });
  if (typed.profileId !== profile?.id) {
    setTyped({ profileId: profile?.id, draft: EMPTY_DRAFT });
  }

  const onSignedIn = (next: AppStateDto): void => {
    setWay(null);
    replaceAppState(client, next);
  };
  const start = (request?: StartSignInRequest): void => void attempt.start(onSignedIn, request);
  const startWithCode = (): void => void attempt.startWithCode(onSignedIn);

  if (profile === null) {
    return (
      <Page title="Sign in">
        <EmptyState
          icon={<ClipboardTaskListLtrRegular />}
          title="No profile yet"
          text="A profile says which tenant to sign in to. Make one, or use the sandbox tenant."
          action={
            <Button appearance="primary" onClick={() => navigate('setup')}>
              Go to Set up
            </Button>
          }
        />
      </Page>
    );
  }

  const elsewhere = progress.phase !== 'idle' && progress.way !== 'browser';
  const codeEnded = progress.failure?.detail.code === 'DEVICE_CODE_EXPIRED';
  return (
    <Page
      title="Sign in"
      lead={`${elsewhere ? '' : BROWSER_LEAD}The access token stays inside the app and is never written to disk.`}
    >
      {progress.failure === null ? null : (
        <ErrorBanner
          failure={progress.failure}
          onRetry={codeEnded ? startWithCode : undefined}
          onDismiss={() => attempt.dismiss()}
        />
      )}
      {progress.cancelled ? (
        <MessageBar>
          <MessageBarBody>The sign-in was cancelled.</MessageBarBody>
        </MessageBar>
      ) : null}
      {progress.phase !== 'idle' ? (
        <Section title="Signing in">
          <SignInWaiting attempt={attempt} progress={progress} />
        </Section>
      ) : (
        <>
          {state.session === null ? null : (
            <AccountCard session={state.session} sessions={state.sessions} profiles={state.profiles} onSignInAgain={start} />
          )}
          {state.session === null && state.policyChallenge ? <PolicyChallenge username="" again={false} onSignIn={start} /> : null}
          <BrowserSignIn key={profile.id} profile={profile} again={state.session !== null} onStart={start} />
        </>
      )}
      {profile.cloud === 'sandbox' && state.sandbox !== null && state.session === null ? (
        <Section title="Accounts of the sandbox tenant" lead="Choose one of them on the sign-in page. No password is asked for.">
          <SandboxAccounts sandbox={state.sandbox} />
        </Section>
      ) : null}
      {progress.phase === 'idle' && state.session === null && state.sessions.length > 0 ? (
        <Section
          title="Signed in elsewhere"
          lead={`Other profiles are signed in: ${state.sessions.length}. Signing out of one of them is done in that profile.`}
        >
          <div>
            <SignOutEverywhere sessions={state.sessions} profiles={state.profiles} />
          </div>
        </Section>
      ) : null}
      {progress.phase !== 'idle' ? null : (
        <OtherWays
          key={profile.id}
          profile={profile}
          open={way}
          onOpen={setWay}
          passwordDraft={typed.draft}
          onPasswordDraft={(draft) => setTyped({ profileId: profile.id, draft })}
          onDeviceCode={startWithCode}
          onPassword={(request) => void attempt.startWithPassword(onSignedIn, request)}
        />
      )}
    </Page>
  );
}
