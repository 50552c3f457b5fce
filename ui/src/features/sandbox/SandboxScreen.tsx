import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, tokens } from '@fluentui/react-components';
import { BeakerRegular } from '@fluentui/react-icons';
import type { SandboxDto } from '../../ipc/generated/contract';
import { activeProfile, useAppState, useStateCommand } from '../../shared/appState';
import { CopyButton } from '../../shared/CopyButton';
import { EmptyState } from '../../shared/EmptyState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Facts } from '../../shared/Facts';
import { Page, Section } from '../../shared/Page';
import { FaultSwitches } from './FaultSwitches';
import { SandboxAccounts } from './SandboxAccounts';
import { SandboxManifest } from './SandboxManifest';

const useStyles = makeStyles({
  text: { whiteSpace: 'normal' },
  value: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minWidth: 0, maxWidth: '100%' },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
});

/** The tenant inside this program: what it is, and what can be made to go wrong in it. */
export default function SandboxScreen() {
  const styles = useStyles();
  const state = useAppState();
  const useSandbox = useStateCommand('use_sandbox');
  const { sandbox } = state;
  const choose = () => useSandbox.mutate(null);
  const inUse = activeProfile(state)?.cloud === 'sandbox';
  const failure = useSandbox.error === null ? null : <ErrorBanner failure={useSandbox.error} />;

  if (sandbox === null) {
    return (
      <Page title="Sandbox">
        {failure}
        <EmptyState
          icon={<BeakerRegular />}
          title="The sandbox tenant is not running"
          text="It is a Microsoft Entra and Defender look-alike inside this app: accounts, devices and alerts to learn with, and faults to switch on. It needs no account, no licence and no internet."
          action={
            <Button appearance="primary" icon={<BeakerRegular />} disabledFocusable={useSandbox.isPending} onClick={choose} data-testid="use-sandbox">
              Use the sandbox tenant
            </Button>
          }
        />
      </Page>
    );
  }
  return (
    <Page
      title="Sandbox"
      lead="A Microsoft Entra and Defender look-alike inside this app. Everything in it is invented, and nothing leaves this computer."
    >
      {failure}
      {inUse ? null : (
        <MessageBar layout="multiline" data-testid="sandbox-not-in-use">
          <MessageBarBody className={styles.text}>
            The profile in use is another one. Faults work on the sandbox tenant alone, never on a real one.
          </MessageBarBody>
          <MessageBarActions>
            <Button disabledFocusable={useSandbox.isPending} onClick={choose} data-testid="use-sandbox">
              Use the sandbox tenant
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      <FaultSwitches faults={sandbox.faults} />
      <Section title="The tenant">
        <About sandbox={sandbox} />
      </Section>
      <Section title="Accounts" lead="Choose one of them on the sign-in page. No password is asked for.">
        <SandboxAccounts sandbox={sandbox} />
      </Section>
      <SandboxManifest faults={sandbox.faults} />
    </Page>
  );
}

function About({ sandbox }: { sandbox: SandboxDto }) {
  return (
    <Facts
      facts={[
        { name: 'Address', value: <Copied text={sandbox.baseUrl} what="address" /> },
        { name: 'Tenant ID', value: <Copied text={sandbox.tenantId} what="tenant ID" /> },
        { name: 'Client ID', value: <Copied text={sandbox.clientId} what="client ID" /> },
        { name: 'Alerts', value: sandbox.alerts.toLocaleString() },
        { name: 'Devices', value: sandbox.devices.toLocaleString() },
      ]}
    />
  );
}

function Copied({ text, what }: { text: string; what: string }) {
  const styles = useStyles();
  return (
    <span className={styles.value}>
      <span className={styles.id}>{text}</span>
      <CopyButton text={text} what={what} />
    </span>
  );
}
