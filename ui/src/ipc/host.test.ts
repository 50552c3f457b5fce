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
    invoke.mockResolvedValue({});
    const seen: unknown[] = [];
    await tauriHost.invoke('start_sign_in', { prompt: 'selectAccount', loginHint: null, satisfyPolicy: false }, (event) => seen.push(event));
    const { onEvent } = invoke.mock.calls[0]?.[1] as { onEvent: { onmessage: (event: unknown) => void } };
    onEvent.onmessage({ event: 'redeeming' });
    expect(seen).toEqual([{ event: 'redeeming' }]);

    await tauriHost.invoke('load_alerts', { loadId: 'x', createdFrom: null, createdTo: null, severities: [] });
    expect(invoke.mock.calls[1]?.[1]).toHaveProperty('onEvent');
    expect(hasEvents('get_rows')).toBe(false);
  });

  it('rejects with a command failure', async () => {
    invoke.mockRejectedValue({ code: 'SIGN_IN_REQUIRED', message: 'Sign in first.' });
    await expect(tauriHost.invoke('renew_token', null)).rejects.toBeInstanceOf(CommandFailure);
  });
});
