import {
  Avatar,
  Badge,
  Button,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ArrowRightRegular, ArrowSyncRegular, SignOutRegular } from '@fluentui/react-icons';
import type { ProfileDto, SessionDto, SignInWay, StartSignInRequest } from '../../ipc/generated/contract';
import { useStateCommand } from '../../shared/appState';
import { Countdown } from '../../shared/Countdown';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Facts } from '../../shared/Facts';
import { navigate } from '../../shared/navigation';
import { Section } from '../../shared/Page';
import { Time } from '../../shared/Time';
import { PolicyChallenge } from './PolicyChallenge';
import { SignOutEverywhere } from './SignOutEverywhere';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minWidth: 0 },
  names: { minWidth: 0 },
  username: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  scopes: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
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
  const failure = renew.error ?? signOut.error;
  return (
    <Section title="Signed in">
      {failure === null ? null : <ErrorBanner failure={failure} />}
      {session.policyChallenge ? (
        <PolicyChallenge username={session.username} again onSignIn={onSignInAgain} />
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
        <SignOutEverywhere sessions={sessions} profiles={profiles} />
      </div>
    </Section>
  );
}
