import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandFailure, hasEvents, toCommandFailure } from './host';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({
  invoke,
  Channel: class {
    onmessage: (event: unknown) => void = () => undefined;
  },
}));
const { tauriHost } = await import('./tauri');

describe('failures', () => {
  it('keeps a command error as the backend worded it', () => {
    const detail = { code: 'API_FORBIDDEN', message: 'Refused.' };
    expect(toCommandFailure(detail).detail).toBe(detail);
  });

  it('wraps everything else as an internal error and keeps what it said', () => {
    for (const reason of ['command not found', new Error('command not found')]) {
      const { detail } = toCommandFailure(reason);
      expect(detail.code).toBe('INTERNAL');
      expect(detail.serviceMessage).toBe('command not found');
    }
    expect(toCommandFailure(undefined).detail.code).toBe('INTERNAL');
  });
});

/** A sign-in that runs until `answer` is settled; `send` is the backend's end of its channel. */
function runningSignIn() {
  let resolve: (value: unknown) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  invoke.mockReturnValueOnce(
    new Promise((resolved, rejected) => {
      resolve = resolved;
      reject = rejected;
    }),
  );
  const seen: unknown[] = [];
  const signIn = tauriHost.invoke('start_sign_in', { prompt: 'selectAccount', loginHint: null, satisfyPolicy: false }, (event) => seen.push(event));
  const { onEvent } = invoke.mock.calls[0]?.[1] as { onEvent: { onmessage: (event: unknown) => void } };
  return { answer: { resolve, reject }, send: (event: unknown) => { onEvent.onmessage(event); }, seen, signIn };
}

describe('the Tauri host', () => {
  beforeEach(() => {
    invoke.mockReset();
  });

  it('calls a command without request with no arguments', async () => {
    invoke.mockResolvedValue(null);
    await tauriHost.invoke('cancel_sign_in', null);
    expect(invoke).toHaveBeenCalledWith('cancel_sign_in', {});
  });

  it('passes the request under its name', async () => {
    invoke.mockResolvedValue({});
    await tauriHost.invoke('set_theme', { theme: 'dark' });
    expect(invoke).toHaveBeenCalledWith('set_theme', { request: { theme: 'dark' } });
  });

  it('gives commands with events a channel, listened to or not', async () => {
    const { answer, send, seen, signIn } = runningSignIn();
    send({ event: 'redeeming' });
    expect(seen).toEqual([{ event: 'redeeming' }]);
    answer.resolve({});
    await signIn;

    invoke.mockResolvedValue({});
    await tauriHost.invoke('load_alerts', { loadId: 'x', createdFrom: null, createdTo: null, severities: [] });
    expect(invoke.mock.calls[1]?.[1]).toHaveProperty('onEvent');
    expect(hasEvents('get_rows')).toBe(false);
  });

  it('hands on no event that arrives after the answer', async () => {
    const { answer, send, seen, signIn } = runningSignIn();
    answer.resolve({});
    await signIn;
    send({ event: 'redeeming' });
    expect(seen).toEqual([]);
  });

  it('hands on no event that arrives after a refusal, which keeps its code', async () => {
    const { answer, send, seen, signIn } = runningSignIn();
    answer.reject({ code: 'SIGN_IN_CANCELLED', message: 'Cancelled.' });
    await expect(signIn).rejects.toMatchObject({ detail: { code: 'SIGN_IN_CANCELLED' } });
    send({ event: 'redeeming' });
    expect(seen).toEqual([]);
  });

  it('rejects with a command failure', async () => {
    invoke.mockRejectedValue({ code: 'SIGN_IN_REQUIRED', message: 'Sign in first.' });
    await expect(tauriHost.invoke('renew_token', null)).rejects.toBeInstanceOf(CommandFailure);
  });
});
