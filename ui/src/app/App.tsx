import { FluentProvider, makeStyles, RendererProvider, Spinner, tokens, type GriffelRenderer } from '@fluentui/react-components';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Host } from '../ipc/host';
import { HostContext } from '../ipc/HostContext';
import { useAppStateQuery } from '../shared/appState';
import { ErrorBanner } from '../shared/ErrorBanner';
import { Shell } from './Shell';
import { fluentTheme, useEffectiveTheme, usePageTheme } from './theme';

const useStyles = makeStyles({
  window: { height: '100%', backgroundColor: tokens.colorNeutralBackground2 },
  waiting: { display: 'grid', placeItems: 'center', height: '100%', padding: tokens.spacingHorizontalXXL },
});

/** Defaults that fit a backend in the same process: nothing is retried or asked again behind the admin's back. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // `always`: the backend and the sandbox tenant are there without any network.
      queries: { retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

type Props = {
  host: Host;
  renderer: GriffelRenderer;
  /** May hold the state already. */
  client?: QueryClient;
};

export function App({ host, renderer, client: given }: Props) {
  const [client] = useState(() => given ?? createQueryClient());
  return (
    <HostContext value={host}>
      <QueryClientProvider client={client}>
        <RendererProvider renderer={renderer} targetDocument={document}>
          <Themed />
        </RendererProvider>
      </QueryClientProvider>
    </HostContext>
  );
}

function Themed() {
  const styles = useStyles();
  const { data: state, error, refetch } = useAppStateQuery();
  const theme = useEffectiveTheme(state?.theme ?? 'system');
  usePageTheme(theme);

  const ready = state !== undefined;
  useEffect(() => {
    if (ready) {
      document.documentElement.dataset.ready = 'true';
    }
  }, [ready]);

  // No class of ours on the provider: it would be put on every menu and tooltip as well.
  return (
    <FluentProvider theme={fluentTheme(theme)}>
      <div className={styles.window}>
        {ready ? (
          <Shell />
        ) : (
          <main className={styles.waiting}>
            {error === null ? (
              <Spinner label="Opening the workbench" />
            ) : (
              <ErrorBanner failure={error} onRetry={() => void refetch()} />
            )}
          </main>
        )}
      </div>
    </FluentProvider>
  );
}
