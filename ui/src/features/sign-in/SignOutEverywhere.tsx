import { makeStyles, tokens } from '@fluentui/react-components';
import type { ProfileDto, SessionDto } from '../../ipc/generated/contract';
import { useStateCommand } from '../../shared/appState';
import { ConfirmRisk } from '../../shared/ConfirmRisk';
import { ErrorBanner } from '../../shared/ErrorBanner';

const useStyles = makeStyles({
  paragraph: { display: 'block', ':not(:first-child)': { marginTop: tokens.spacingVerticalS } },
});

type Props = {
  /** Every session that is held. */
  sessions: readonly SessionDto[];
  profiles: readonly ProfileDto[];
};

/** Wipes every session of the app, after saying what that cannot do. */
export function SignOutEverywhere({ sessions, profiles }: Props) {
  const styles = useStyles();
  const signOutEverywhere = useStateCommand('sign_out_everywhere');
  const signedIn = sessions.map(({ profileId, username }) => {
    const name = profiles.find(({ id }) => id === profileId)?.name ?? 'a profile that is gone';
    return username === '' ? name : `${name} (${username})`;
  });
  return (
    <>
      {signOutEverywhere.error === null ? null : <ErrorBanner failure={signOutEverywhere.error} />}
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
    </>
  );
}
