import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowRightRegular, BeakerRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { ProfileDto } from '../../ipc/generated/contract';
import { activeProfile, useAppState, useStateCommand } from '../../shared/appState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { navigate } from '../../shared/navigation';
import { Page, Section } from '../../shared/Page';
import { ProfileForm } from './ProfileForm';
import { ProfileList } from './ProfileList';

const useStyles = makeStyles({
  next: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorBrandStroke2}`,
  },
  nextText: { overflowWrap: 'anywhere', flex: '1 1 30ch' },
  sandbox: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalL },
  sandboxText: { flex: '1 1 40ch', color: tokens.colorNeutralForeground2 },
});

export default function SetupScreen() {
  const styles = useStyles();
  const state = useAppState();
  const profile = activeProfile(state);
  const useSandbox = useStateCommand('use_sandbox');
  const [editing, setEditing] = useState<ProfileDto | null>(null);

  return (
    <Page
      title="Set up"
      lead="A profile names the tenant, the app registration and the permissions you want. Start with the sandbox tenant, or enter your own."
    >
      {profile === null ? null : <NextStep profile={profile} account={state.session?.username ?? null} />}

      <Section title="Try it without a tenant">
        <div className={styles.sandbox}>
          <Text className={styles.sandboxText}>
            The sandbox tenant runs inside this app, so you can learn every step without an account, a licence or the internet.
          </Text>
          <Button
            appearance={profile === null ? 'primary' : 'secondary'}
            size="large"
            icon={<BeakerRegular />}
            disabledFocusable={useSandbox.isPending}
            onClick={() => useSandbox.mutate(null)}
            data-testid="use-sandbox"
          >
            {useSandbox.isPending ? 'Starting the sandbox tenant' : 'Use the sandbox tenant'}
          </Button>
        </div>
        {useSandbox.error === null ? null : <ErrorBanner failure={useSandbox.error} />}
      </Section>

      {state.profiles.length === 0 ? null : (
        <ProfileList profiles={state.profiles} activeId={state.activeProfileId} clouds={state.clouds} onEdit={setEditing} />
      )}

      <ProfileForm
        key={editing?.id ?? 'new'}
        profile={editing}
        clouds={state.clouds}
        permissions={state.permissions}
        onDone={() => setEditing(null)}
      />
    </Page>
  );
}

function NextStep({ profile, account }: { profile: ProfileDto; account: string | null }) {
  const styles = useStyles();
  return (
    <div className={styles.next} role="status">
      <Text className={styles.nextText}>
        {account === null ? (
          <>
            Next step: sign in with the profile <strong>{profile.name}</strong>.
          </>
        ) : (
          <>
            Signed in to <strong>{profile.name}</strong> as {account}. Next step: read the token.
          </>
        )}
      </Text>
      <Button
        appearance="primary"
        icon={<ArrowRightRegular />}
        iconPosition="after"
        onClick={() => navigate(account === null ? 'sign-in' : 'token')}
        data-testid="next-step"
      >
        {account === null ? 'Sign in' : 'Read the token'}
      </Button>
    </div>
  );
}
