/** Chooses the host, asks for what the first screen needs, and starts React. */
import { createRoot } from 'react-dom/client';
import type { Host } from '../ipc/host';
import { tauriHost } from '../ipc/tauri';
import { appStateQuery } from '../shared/appState';
import { screenOf } from '../shared/navigation';
import { App, createQueryClient } from './App';
import { createRenderer } from './csp';
import { firstScreen, loadAhead } from './screens';
import './app.css';

async function chooseHost(): Promise<Host | null> {
  if ('__TAURI_INTERNALS__' in window) {
    return tauriHost;
  }
  // Both conditions are constants at build time, so the fake host is not part of the shipped bundle.
  if (import.meta.env.DEV || import.meta.env.MODE === 'fake') {
    const { fakeFromAddress } = await import('../ipc/fake/fromAddress');
    return fakeFromAddress(window.location.search);
  }
  return null;
}

/** After so many milliseconds without the first screen, the window shows that it is opening. */
const PATIENCE = 400;

export async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) {
    return;
  }
  const host = await chooseHost();
  if (host === null) {
    root.textContent = 'This page is the window of Defender API Workbench. Start the desktop app to use it.';
    return;
  }
  // React starts with the first screen at hand: drawing a spinner, then the frame, then the screen would take longer.
  const client = createQueryClient();
  const screen = client
    .query(appStateQuery(host))
    .then((state) => loadAhead(screenOf(window.location.hash) ?? firstScreen(state)));
  const putInPlace = await Promise.race([
    // Where the state or the screen does not come, the window says so once it is drawn.
    screen.catch(() => null),
    new Promise<null>((resolve) => {
      setTimeout(resolve, PATIENCE, null);
    }),
  ]);
  putInPlace?.();
  createRoot(root).render(<App host={host} renderer={createRenderer(document)} client={client} />);
}
