import { Button, makeStyles, MessageBar, MessageBarBody, Spinner, Text, tokens } from '@fluentui/react-components';
import { ClipboardTaskListLtrRegular, OpenRegular, PersonKeyRegular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useHost } from '../../ipc/HostContext';
import type { ProfileDto } from '../../ipc/generated/contract';
import { activeProfile, replaceAppState, useAppState } from '../../shared/appState';
import { CopyButton } from '../../shared/CopyButton';
import { Countdown } from '../../shared/Countdown';
import { EmptyState } from '../../shared/EmptyState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { navigate } from '../../shared/navigation';
import { Page, Section } from '../../shared/Page';
import { useStore } from '../../shared/store';
import { SandboxAccounts } from '../sandbox/SandboxAccounts';
import { AccountCard } from './AccountCard';
import { attemptOf, type AttemptState, type SignInAttempt } from './attempt';

const useStyles = makeStyles({
  start: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  waiting: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, alignItems: 'flex-start' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  left: { fontVariantNumeric: 'tabular-nums' },
  address: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    width: '100%',
    minWidth: 0,
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  url: {
    flexGrow: 1,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
  },
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
        <Waiting attempt={attempt} progress={progress} />
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

function Waiting({ attempt, progress }: { attempt: SignInAttempt; progress: AttemptState }) {
  const styles = useStyles();
  const label = {
    idle: '',
    starting: 'Opening your browser',
    waiting: 'Waiting for your browser',
    redeeming: 'Getting the token',
  }[progress.phase];
  return (
    <Section title="Signing in">
      <div className={styles.waiting}>
        <div role="status">
          <Spinner label={label} labelPosition="after" size="small" />
        </div>
        {progress.phase === 'waiting' ? (
          <>
            {progress.opened ? null : (
              <MessageBar intent="warning" data-testid="browser-not-opened">
                <MessageBarBody>
                  This system did not open a browser. Copy the address below into a browser on this computer.
                </MessageBarBody>
              </MessageBar>
            )}
            <Text>
              {progress.opened
                ? 'Finish signing in on the page that opened, then come back here.'
                : 'Finish signing in on that page, then come back here.'}
              {progress.givesUpAt === null ? null : (
                <span className={styles.left}>
                  {' '}
                  Time left: <Countdown until={progress.givesUpAt} over="00:00" />.
                </span>
              )}
            </Text>
            <div className={styles.actions}>
              <Button onClick={() => void attempt.cancel()} data-testid="cancel-sign-in">
                Cancel
              </Button>
              <Button
                appearance="subtle"
                icon={<OpenRegular />}
                onClick={() => void attempt.reopen()}
                data-testid="reopen-sign-in-page"
              >
                Open the page again
              </Button>
            </div>
            {progress.url === null ? null : (
              <>
                {progress.opened ? (
                  <Text size={200}>No page came up? Copy this address into a browser on this computer.</Text>
                ) : null}
                <div className={styles.address}>
                  <span className={styles.url} title={progress.url} data-testid="sign-in-url">
                    {progress.url}
                  </span>
                  <CopyButton text={progress.url} what="sign-in address" />
                </div>
              </>
            )}
          </>
        ) : (
          <Button onClick={() => void attempt.cancel()} data-testid="cancel-sign-in">
            Cancel
          </Button>
        )}
      </div>
    </Section>
  );
}

