import {
  Avatar,
  Badge,
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ArrowRightRegular, ArrowSyncRegular, SignOutRegular } from '@fluentui/react-icons';
import type { ProfileDto, SessionDto, SignInWay, StartSignInRequest } from '../../ipc/generated/contract';
import { useStateCommand } from '../../shared/appState';
import { ConfirmRisk } from '../../shared/ConfirmRisk';
import { Countdown } from '../../shared/Countdown';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Facts } from '../../shared/Facts';
import { navigate } from '../../shared/navigation';
import { Section } from '../../shared/Page';
import { Time } from '../../shared/Time';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minWidth: 0 },
  names: { minWidth: 0 },
  username: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  scopes: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  policy: { whiteSpace: 'normal', paddingBottom: tokens.spacingVerticalS },
  title: { display: 'block' },
  paragraph: { display: 'block', ':not(:first-child)': { marginTop: tokens.spacingVerticalS } },
  left: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
});

/** How a session was begun, in words, with what follows from it. */
const BEGUN_WITH: Record<SignInWay, string> = {
  browser: 'The browser, by authorization code and PKCE',
  deviceCode: 'A device code. A policy that blocks this way can refuse to renew the session later.',
  password: "The documentation's password sample",
  pastedToken: 'A pasted token, which cannot be renewed',
};

type Props = {
  session: SessionDto;
  /** Every session that is held, this one among them. */
  sessions: readonly SessionDto[];
  profiles: readonly ProfileDto[];
  onSignInAgain: (request?: StartSignInRequest) => void;
};

/** Who is signed in, how, and with what. */
export function AccountCard({ session, sessions, profiles, onSignInAgain }: Props) {
  const styles = useStyles();
  const renew = useStateCommand('renew_token');
  const signOut = useStateCommand('sign_out');
  const signOutEverywhere = useStateCommand('sign_out_everywhere');
  const failure = renew.error ?? signOut.error ?? signOutEverywhere.error;
  const signedIn = sessions.map(({ profileId, username }) => {
    const name = profiles.find(({ id }) => id === profileId)?.name ?? 'a profile that is gone';
    return username === '' ? name : `${name} (${username})`;
  });
  return (
    <Section title="Signed in">
      {failure === null ? null : <ErrorBanner failure={failure} />}
      {session.policyChallenge ? (
        <MessageBar intent="warning" layout="multiline" data-testid="policy-challenge">
          <MessageBarBody className={styles.policy}>
            <MessageBarTitle className={styles.title}>A policy asks for another sign-in.</MessageBarTitle>
            The service refused the token and said what is missing (a claims challenge), for example a second factor or a sign-in that is
            more recent. The next sign-in carries the challenge, so that Microsoft Entra asks for it.
          </MessageBarBody>
          <MessageBarActions>
            <Button
              onClick={() =>
                onSignInAgain({
                  prompt: 'default',
                  loginHint: session.username === '' ? null : session.username,
                  satisfyPolicy: true,
                })
              }
              data-testid="satisfy-policy"
            >
              Sign in again to satisfy the policy
            </Button>
          </MessageBarActions>
        </MessageBar>
      ) : null}
      <div className={styles.head}>
        <Avatar name={session.name} color="brand" size={48} aria-hidden="true" />
        <div className={styles.names}>
          <Text block weight="semibold" size={400}>
            {session.name}
          </Text>
          <Text block className={styles.username} data-testid="session-account">
            {session.username}
          </Text>
        </div>
      </div>
      <Facts
        facts={[
          { name: 'Tenant ID', value: session.tenantId },
          { name: 'User object ID', value: session.objectId },
          {
            name: 'Permissions granted',
            value: (
              <span className={styles.scopes}>
                {session.grantedScopes.map((scope) => (
                  <Badge key={scope} appearance="tint" color="informative">
                    {scope}
                  </Badge>
                ))}
              </span>
            ),
          },
          {
            name: 'Access token ends',
            value: (
              <>
                <Time at={session.expiresAt} />{' '}
                <span className={styles.left}>
                  (<Countdown until={session.expiresAt} over="expired" />)
                </span>
              </>
            ),
          },
          { name: 'Signed in with', value: <span data-testid="session-begun-with">{BEGUN_WITH[session.begunWith]}</span> },
          {
            name: 'Sign-in kept in',
            value:
              session.keptIn === 'keyStore'
                ? 'A sealed file; its key is in the key store of this computer. It survives a restart.'
                : 'Memory only. You sign in again after closing the app.',
          },
        ]}
      />
      <div className={styles.actions}>
        <Button
          appearance="primary"
          icon={<ArrowRightRegular />}
          iconPosition="after"
          onClick={() => navigate('token')}
          data-testid="next-step"
        >
          Read the token
        </Button>
        {session.renewable ? (
          <Button
            icon={<ArrowSyncRegular />}
            disabledFocusable={renew.isPending}
            onClick={() => renew.mutate(null)}
            data-testid="renew-token"
          >
            Renew now
          </Button>
        ) : (
          <Button icon={<ArrowSyncRegular />} onClick={() => onSignInAgain()}>
            Sign in again
          </Button>
        )}
        <Button
          icon={<SignOutRegular />}
          disabledFocusable={signOut.isPending}
          onClick={() => signOut.mutate(null)}
          data-testid="sign-out"
        >
          Sign out
        </Button>
        <ConfirmRisk
          trigger={{
            appearance: 'subtle',
            disabledFocusable: signOutEverywhere.isPending,
            children: 'Sign out everywhere',
            'data-testid': 'sign-out-everywhere',
          }}
          title="Sign out everywhere?"
          confirm={signedIn.length === 1 ? 'Wipe the session' : `Wipe ${signedIn.length} sessions`}
          onConfirm={() => signOutEverywhere.mutate(null)}
          data-testid="confirm-sign-out-everywhere"
        >
          <span className={styles.paragraph}>
            Every session of this app is wiped from memory and disk: {signedIn.join(', ')}.
          </span>
          <span className={styles.paragraph}>
            It cannot call back access tokens that were already issued: they work until they end, usually within 60 to 90 minutes. It does
            not end sessions in your browser or on other devices.
          </span>
          <span className={styles.paragraph}>
            For those, choose Revoke sessions at the user in the Microsoft Entra admin center, or Sign out everywhere on
            mysignins.microsoft.com.
          </span>
        </ConfirmRisk>
      </div>
    </Section>
  );
}
