import { Spinner } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { NetworkSettingsDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Page, Section } from '../../shared/Page';
import { NetworkForm } from './NetworkForm';

/** What holds for the whole program, whichever profile is in use. */
export default function SettingsScreen() {
  const host = useHost();
  const settings = useQuery<NetworkSettingsDto, CommandFailure>({
    queryKey: ['network-settings'],
    queryFn: () => host.invoke('get_network_settings', null),
    gcTime: 0,
  });
  return (
    <Page title="Settings" lead="They hold for every profile.">
      <Section
        title="Network"
        lead="How sign-in and calls leave this computer. The sandbox tenant is on this computer and is always reached directly."
      >
        {settings.data !== undefined ? (
          <NetworkForm settings={settings.data} />
        ) : settings.error === null ? (
          <Spinner size="tiny" label="Reading the settings" />
        ) : (
          <ErrorBanner failure={settings.error} onRetry={() => void settings.refetch()} />
        )}
      </Section>
    </Page>
  );
}
