/** What jsdom lacks and the window needs, and a clean page after each test. */
import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

class NoResize implements ResizeObserver {
  observe(): void {
    // jsdom lays nothing out, so nothing ever changes size.
  }
  unobserve(): void {
    // See observe.
  }
  disconnect(): void {
    // See observe.
  }
}
globalThis.ResizeObserver = NoResize;

/** Media queries that hold; tests may put others in. */
export const matching = new Set<string>();
window.matchMedia = (query: string): MediaQueryList =>
  ({
    matches: matching.has(query),
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }) satisfies MediaQueryList;

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  matching.clear();
  localStorage.clear();
  window.location.hash = '';
  delete document.documentElement.dataset['ready'];
});
