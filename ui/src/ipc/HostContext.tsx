import { createContext, use } from 'react';
import type { Host } from './host';

export const HostContext = createContext<Host | null>(null);

/** The host that the nearest provider gives. */
export function useHost(): Host {
  const host = use(HostContext);
  if (host === null) {
    throw new Error('No host: wrap the tree in HostContext.');
  }
  return host;
}
