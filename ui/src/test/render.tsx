/** The whole window on a fake host, as tests see it. */
import { createDOMRenderer } from '@fluentui/react-components';
import { render, screen } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { App } from '../app/App';
import { createFakeHost, type FakeHost, type FakeOptions } from '../ipc/fake';
import { screenHref, type Screen } from '../shared/navigation';

export type OpenWindow = { host: FakeHost; user: ReturnType<typeof userEvent.setup> };

/** Opens the window at a screen, or where it opens by itself, and waits for it. */
export async function openWindow(options: FakeOptions = {}, at?: Screen): Promise<OpenWindow> {
  const host = createFakeHost(options);
  if (at !== undefined) {
    window.location.hash = screenHref(at);
  }
  // Without rules: nothing is laid out here, and thousands of them make jsdom crawl.
  const renderer = createDOMRenderer(document, { unstable_filterCSSRule: () => false });
  render(<App host={host} renderer={renderer} />);
  await screen.findByRole('heading', { level: 1 });
  return { host, user: userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never }) };
}
