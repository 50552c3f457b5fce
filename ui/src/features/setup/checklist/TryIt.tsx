import { Button, makeStyles, MessageBar, MessageBarBody, Text, tokens } from '@fluentui/react-components';
import { PersonKeyRegular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useHost } from '../../../ipc/HostContext';
import { replaceAppState, useAppState } from '../../../shared/appState';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { attemptOf } from '../../../shared/signInAttempt';
import { SignInWaiting } from '../../../shared/SignInWaiting';
import { useStore } from '../../../shared/store';
import { refreshChecklist, useChecklist } from './useChecklist';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  hint: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

/** Signs in from the checklist, and has everything checked with what came back. */
export default function TryIt() {
  const styles = useStyles();
  const host = useHost();
  const client = useQueryClient();
  const { session } = useAppState();
  const { profile, check, goToEvidence } = useChecklist();
  const attempt = attemptOf(host);
  const progress = useStore(attempt);

  const signIn = async (thenCheck: boolean): Promise<void> => {
    const ended = await attempt.start((state) => replaceAppState(client, state));
    // A refusal is evidence, and so is a browser that did not come back; only what followed an answer is checked at once.
    if (thenCheck && ended !== 'stopped') {
      await check();
    } else {
      refreshChecklist(client, profile.id);
    }
  };

  return (
    <div className={styles.root}>
      {session === null || progress.phase !== 'idle' ? null : (
        <Text>
          Signed in as <strong>{session.username}</strong>.
        </Text>
      )}
      {progress.failure === null ? null : <ErrorBanner failure={progress.failure} onDismiss={() => attempt.dismiss()} />}
      {progress.cancelled ? (
        <MessageBar>
          <MessageBarBody>The sign-in was cancelled.</MessageBarBody>
        </MessageBar>
      ) : null}
      {progress.phase !== 'idle' ? (
        <SignInWaiting attempt={attempt} progress={progress} />
      ) : (
        <div className={styles.actions}>
          <Button
            appearance="primary"
            icon={<PersonKeyRegular />}
            onClick={() => void signIn(true)}
            data-testid="try-sign-in-check"
          >
            {session === null ? 'Sign in and check' : 'Sign in again and check'}
          </Button>
          <Button onClick={() => void signIn(false)} data-testid="try-sign-in">
            {session === null ? 'Sign in' : 'Sign in again'}
          </Button>
        </div>
      )}
      <div className={styles.hint}>
        <Text>
          Does the browser show an error page? Entra does not send those back. Copy the text of the page and have it explained.
        </Text>
        <Button size="small" onClick={() => goToEvidence('errorPage')} data-testid="paste-error-page">
          Paste the error page
        </Button>
      </div>
    </div>
  );
}
