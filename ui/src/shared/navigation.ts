/** The screens and how to get to them. The address is kept in the hash, so that Back works and no server is asked. */
import { useSyncExternalStore } from 'react';

export const SCREENS = ['setup', 'sign-in', 'token', 'alerts', 'explorer', 'sandbox', 'settings'] as const;
export type Screen = (typeof SCREENS)[number];

export function screenHref(screen: Screen): string {
  return `#/${screen}`;
}

/** @param part what to open on the screen; each screen knows its own. */
export function navigate(screen: Screen, part?: string): void {
  window.location.hash = part === undefined ? screenHref(screen) : `${screenHref(screen)}/${part}`;
}

/** What the address names on its screen. */
export function partOf(hash: string): string | null {
  return hash.replace(/^#\/?/, '').split('/')[1] ?? null;
}

/** The screen that the address names; `null` when it names none, as at the first start. */
export function screenOf(hash: string): Screen | null {
  const [name] = hash.replace(/^#\/?/, '').split('/');
  return SCREENS.find((screen) => screen === name) ?? null;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
  };
}

export function useScreen(): Screen | null {
  return useSyncExternalStore(subscribe, () => screenOf(window.location.hash));
}
