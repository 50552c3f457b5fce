import { Button, makeStyles, MessageBar, MessageBarBody, Spinner, Text, tokens } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import { CopyButton } from './CopyButton';
import { Countdown } from './Countdown';
import { DeviceCodeWaiting } from './DeviceCodeWaiting';
import type { AttemptState, SignInAttempt } from './signInAttempt';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, alignItems: 'flex-start' },
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

/** What goes on, by way and phase. */
const LABELS: Record<AttemptState['way'], Record<AttemptState['phase'], string>> = {
  browser: { idle: '', starting: 'Opening your browser', waiting: 'Waiting for your browser', redeeming: 'Getting the token' },
  deviceCode: { idle: '', starting: 'Asking for a code', waiting: 'Waiting for the code to be entered', redeeming: 'Getting the token' },
  password: { idle: '', starting: 'Sending user name and password', waiting: '', redeeming: '' },
};

/** A sign-in that is under way: how far it is, the way out, and what the person has to do elsewhere. */
export function SignInWaiting({ attempt, progress }: { attempt: SignInAttempt; progress: AttemptState }) {
  const styles = useStyles();
  const label = LABELS[progress.way][progress.phase];
  const cancel = (
    <Button onClick={() => void attempt.cancel()} data-testid="cancel-sign-in">
      Cancel
    </Button>
  );
  return (
    <div className={styles.root}>
      <div role="status">
        <Spinner label={label} labelPosition="after" size="small" />
      </div>
      {progress.phase !== 'waiting' ? (
        cancel
      ) : progress.code !== null ? (
        <DeviceCodeWaiting attempt={attempt} code={progress.code} cancel={cancel} />
      ) : (
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
            {cancel}
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
      )}
    </div>
  );
}
