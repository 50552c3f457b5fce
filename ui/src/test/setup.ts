/** What jsdom lacks and the window needs, and a clean page after each test. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// A loaded machine is no failed test; and telling hidden from visible costs jsdom most of a test's time.
configure({ asyncUtilTimeout: 15_000, defaultHidden: true });

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
window.matchMedia = (query: string): MediaQueryList => {
  const list: Pick<MediaQueryList, 'matches' | 'media' | 'addEventListener' | 'removeEventListener'> = {
    matches: matching.has(query),
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
  return list as MediaQueryList;
};

Object.defineProperty(Blob.prototype, 'text', {
  configurable: true,
  writable: true,
  value(this: Blob): Promise<string> {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result as string);
      reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
      reader.readAsText(this);
    });
  },
});

// axe looks for one and is content without.
HTMLCanvasElement.prototype.getContext = () => null;

// As index.html says it.
document.documentElement.lang = 'en';
document.title = 'Defender API Workbench';

// jsdom has no modal dialogs; opening, closing and where the focus goes is all that the tests need of them.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
  this.querySelector<HTMLElement>('button, input, select, textarea, [href], [tabindex]')?.focus();
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};

// Nothing is laid out, so there is nowhere to scroll to.
Element.prototype.scrollIntoView = () => undefined;

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  matching.clear();
  localStorage.clear();
  window.location.hash = '';
  delete document.documentElement.dataset.ready;
});
