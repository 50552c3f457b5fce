import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle, Switch, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  switch: { alignSelf: 'flex-start' },
  warning: { whiteSpace: 'normal', paddingBottom: tokens.spacingVerticalS },
  title: { display: 'block' },
});

/** Whether user name and password may be sent to the token endpoint. */
export function PasswordSampleField({ allowed, onChange }: { allowed: boolean; onChange: (allowed: boolean) => void }) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <Switch
        className={styles.switch}
        label="Allow the documentation's password sample"
        checked={allowed}
        onChange={(_, { checked }) => onChange(checked)}
        data-testid="profile-password-sample"
      />
      {allowed ? (
        <MessageBar intent="warning" layout="multiline" data-testid="password-sample-warning">
          <MessageBarBody className={styles.warning}>
            <MessageBarTitle className={styles.title}>Microsoft advises against signing in with a password like this.</MessageBarTitle>
            The app sees the password, and no second factor can be asked for. Use it to understand the documentation&apos;s sample, with an
            account made for tests. The browser is the way to sign in.
          </MessageBarBody>
        </MessageBar>
      ) : null}
    </div>
  );
}
