import { describe, expect, it } from 'vitest';
import { installDiagnostics } from './diagnostics';

/** A window of its own, so that the test's console stays as it is. */
function fakeWindow() {
  const printed: unknown[][] = [];
  const target = Object.assign(new EventTarget(), {
    document: new EventTarget(),
    console: { error: (...args: unknown[]) => printed.push(args), warn: (...args: unknown[]) => printed.push(args) },
    workbenchDiagnostics: [] as string[],
  });
  installDiagnostics(target as unknown as Window & typeof globalThis);
  return { target, printed };
}

describe('diagnostics', () => {
  it('collects errors, rejections, policy violations and console texts', () => {
    const { target, printed } = fakeWindow();
    target.dispatchEvent(Object.assign(new Event('error'), { message: 'boom' }));
    target.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: new Error('late') }));
    target.document.dispatchEvent(
      Object.assign(new Event('securitypolicyviolation'), { effectiveDirective: 'style-src-elem', blockedURI: '' }),
    );
    target.console.warn('careful', { a: 1 });
    expect(target.workbenchDiagnostics).toEqual([
      'error: boom',
      'unhandled rejection: Error: late',
      'content security policy: style-src-elem blocked inline',
      'console.warn: careful {"a":1}',
    ]);
    expect(printed).toEqual([['careful', { a: 1 }]]);
  });

  it('stops at a hundred', () => {
    const { target } = fakeWindow();
    for (let n = 0; n < 150; n += 1) {
      target.console.error(n);
    }
    expect(target.workbenchDiagnostics).toHaveLength(100);
  });
});
