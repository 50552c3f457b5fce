import { Button, makeStyles, MessageBar, MessageBarBody, tokens } from '@fluentui/react-components';
import { ClipboardTaskListLtrRegular, PersonKeyRegular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useHost } from '../../ipc/HostContext';
import type { ProfileDto } from '../../ipc/generated/contract';
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

const useStyles = makeStyles({
  start: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
});

export default function SignInScreen() {
  const host = useHost();
  const client = useQueryClient();
  const state = useAppState();
  const profile = activeProfile(state);
  const attempt = attemptOf(host);
  const progress = useStore(attempt);
  const start = (): void => void attempt.start((next) => replaceAppState(client, next));

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

  return (
    <Page
      title="Sign in"
      lead="Your browser opens the Microsoft Entra sign-in page; the answer comes back to this app, protected by PKCE. The access token stays inside the app and is never written to disk."
    >
      {progress.failure === null ? null : <ErrorBanner failure={progress.failure} onDismiss={() => attempt.dismiss()} />}
      {progress.cancelled ? (
        <MessageBar>
          <MessageBarBody>The sign-in was cancelled.</MessageBarBody>
        </MessageBar>
      ) : null}
      {progress.phase !== 'idle' ? (
        <Section title="Signing in">
          <SignInWaiting attempt={attempt} progress={progress} />
        </Section>
      ) : state.session === null ? (
        <Start profile={profile} onStart={start} />
      ) : (
        <AccountCard session={state.session} onSignInAgain={start} />
      )}
      {profile.cloud === 'sandbox' && state.sandbox !== null && state.session === null ? (
        <Section title="Accounts of the sandbox tenant" lead="Choose one of them on the sign-in page. No password is asked for.">
          <SandboxAccounts sandbox={state.sandbox} />
        </Section>
      ) : null}
    </Page>
  );
}

function Start({ profile, onStart }: { profile: ProfileDto; onStart: () => void }) {
  const styles = useStyles();
  return (
    <Section title={`Profile ${profile.name}`} lead={`Asks for: ${profile.wantedPermissions.join(', ')}.`}>
      <div className={styles.start}>
        <Button appearance="primary" size="large" icon={<PersonKeyRegular />} onClick={onStart} data-testid="start-sign-in">
          Sign in with the browser
        </Button>
        <Button appearance="subtle" onClick={() => navigate('setup')}>
          Change the profile
        </Button>
      </div>
    </Section>
  );
}
