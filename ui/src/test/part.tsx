/** A part of the window on a fake host, for parts that no screen shows alone. */
import { createDOMRenderer, FluentProvider, RendererProvider, webLightTheme } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createQueryClient } from '../app/App';
import type { FakeHost } from '../ipc/fake';
import { HostContext } from '../ipc/HostContext';
import { appStateQuery } from '../shared/appState';

export type OpenPart = { user: ReturnType<typeof userEvent.setup>; show: (part: ReactNode) => void; close: () => void };

/** Draws a part as it is below the shell: with a host, and with the frame's state already there. */
export async function openPart(host: FakeHost, part: ReactNode): Promise<OpenPart> {
  const client = createQueryClient();
  client.setQueryData(appStateQuery(host).queryKey, await host.invoke('get_app_state', null));
  const renderer = createDOMRenderer(document, { unstable_filterCSSRule: () => false });
  const around = (inside: ReactNode): ReactNode => (
    <HostContext value={host}>
      <QueryClientProvider client={client}>
        <RendererProvider renderer={renderer} targetDocument={document}>
          <FluentProvider theme={webLightTheme}>
            <main>
              <h1>Part</h1>
              {inside}
            </main>
          </FluentProvider>
        </RendererProvider>
      </QueryClientProvider>
    </HostContext>
  );
  const { rerender, unmount } = render(around(part));
  return {
    user: userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never }),
    show: (next) => rerender(around(next)),
    close: unmount,
  };
}
