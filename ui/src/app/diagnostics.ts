/**
 * Collects what must never happen, for the journeys that drive the real window.
 *
 * Owns: `window.workbenchDiagnostics`, a bounded list of texts.
 * Refuses to know: what the texts mean; it neither sends nor stores them.
 */
declare global {
  interface Window {
    /** Errors, rejections, policy violations, console errors and warnings since the window opened; at most 100. */
    workbenchDiagnostics: string[];
  }
}

const LIMIT = 100;

/** Starts collecting. Call once, before any other script of the app runs. */
export function installDiagnostics(target: Window & typeof globalThis): void {
  const entries: string[] = [];
  target.workbenchDiagnostics = entries;
  const record = (kind: string, text: string): void => {
    if (entries.length < LIMIT) {
      entries.push(`${kind}: ${text}`);
    }
  };

  target.addEventListener('error', (event) => {
    // Observers that did not settle within a frame are delivered in the next one; nothing is lost.
    if (event.message.startsWith('ResizeObserver loop')) {
      return;
    }
    record('error', event.message || describe(event.error));
  });
  target.addEventListener('unhandledrejection', (event) => {
    record('unhandled rejection', describe(event.reason));
  });
  target.document.addEventListener('securitypolicyviolation', (event) => {
    record('content security policy', `${event.effectiveDirective} blocked ${event.blockedURI || 'inline'}`);
  });

  const { console } = target;
  for (const level of ['error', 'warn'] as const) {
    const original = console[level].bind(console);
    console[level] = (...args: unknown[]) => {
      record(`console.${level}`, args.map(describe).join(' '));
      original(...args);
    };
  }
}

function describe(value: unknown): string {
  if (value instanceof Error) {
    return `${value.name}: ${value.message}`;
  }
  if (typeof value === 'string') {
    return value;
  }
  try {
    return value === undefined ? 'undefined' : JSON.stringify(value);
  } catch {
    return String(value);
  }
}
