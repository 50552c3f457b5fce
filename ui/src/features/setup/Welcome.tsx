import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { BeakerRegular } from '@fluentui/react-icons';
import { useAppState, useStateCommand } from '../../shared/appState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Section } from '../../shared/Page';
import { ProfileForm } from './profiles/ProfileForm';

const useStyles = makeStyles({
  sandbox: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalL },
  text: { flex: '1 1 40ch', color: tokens.colorNeutralForeground2 },
});

type Props = {
  /** A profile was saved, under this name. */
  onSaved: (name: string) => void;
};

/** The two ways to begin. */
export function Welcome({ onSaved }: Props) {
  const styles = useStyles();
  const { clouds, permissions } = useAppState();
  const useSandbox = useStateCommand('use_sandbox');
  return (
    <>
      <Section title="Try it without a tenant">
        <div className={styles.sandbox}>
          <Text className={styles.text}>
            The sandbox tenant runs inside this app, so you can learn every step without an account, a licence or the internet.
          </Text>
          <Button
            appearance="primary"
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
      <ProfileForm profile={null} clouds={clouds} permissions={permissions} onSaved={onSaved} />
    </>
  );
}
