/** Chooses the host and starts React. */
import { createRoot } from 'react-dom/client';
import type { Host } from '../ipc/host';
import { tauriHost } from '../ipc/tauri';
import { App } from './App';
import { createRenderer } from './csp';
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
  createRoot(root).render(<App host={host} renderer={createRenderer(document)} />);
}
