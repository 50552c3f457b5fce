import { Button, makeStyles, MessageBar, MessageBarBody, MessageBarTitle, Text, tokens } from '@fluentui/react-components';
import { NumberSymbolRegular } from '@fluentui/react-icons';

const useStyles = makeStyles({
  text: { maxWidth: '80ch' },
  warning: { width: '100%', boxSizing: 'border-box' },
  body: { whiteSpace: 'normal', paddingBottom: tokens.spacingVerticalS },
  title: { display: 'block' },
  notes: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    maxWidth: '80ch',
    paddingLeft: tokens.spacingHorizontalXL,
    listStyleType: 'disc',
  },
});

/** What to know before a code is asked for. Its life begins at once, so it is not asked for earlier. */
export function DeviceCode({ onStart }: { onStart: () => void }) {
  const styles = useStyles();
  return (
    <>
      <Text className={styles.text}>
        You get a code and enter it on Microsoft&apos;s page, in a browser on any device. Meant for computers whose own browser
        cannot be used, for example over a remote connection.
      </Text>
      <MessageBar intent="warning" layout="multiline" className={styles.warning} data-testid="device-warning">
        <MessageBarBody className={styles.body}>
          <MessageBarTitle className={styles.title}>Only enter codes that you asked for yourself.</MessageBarTitle>
          A code signs in whoever asked for it. Never enter one that came in a mail, a chat or a call, and never pass yours on.
        </MessageBarBody>
      </MessageBar>
      <ul className={styles.notes}>
        <li>
          A Conditional Access policy may block it: Microsoft calls this way high-risk and recommends blocking it. Blocked sign-ins end
          with AADSTS53003.
        </li>
        <li>
          That the session began this way is remembered. A policy that comes later can refuse to renew it (AADSTS530036); then sign in
          with the browser.
        </li>
        <li>The app registration must allow public client flows, unlike for the browser.</li>
      </ul>
      <Button icon={<NumberSymbolRegular />} onClick={onStart} data-testid="start-device-sign-in">
        Get a code
      </Button>
    </>
  );
}
