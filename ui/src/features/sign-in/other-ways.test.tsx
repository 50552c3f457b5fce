import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { FakeHost, FakeOptions } from '../../ipc/fake';
import type { CommandName } from '../../ipc/host';
import { CONTOSO, SANDBOX_PROFILE } from '../../ipc/fake/world';
import { openWindow, type OpenWindow } from '../../test/render';
import { violations } from '../../test/violations';
import type { OtherWay } from './OtherWays';

const last = (host: FakeHost, command: CommandName): unknown => host.calls.filter((call) => call.command === command).at(-1)?.request;

async function openWay(way: OtherWay, options: FakeOptions = {}): Promise<OpenWindow> {
  const opened = await openWindow({ start: 'profile', ...options }, 'sign-in');
  await opened.user.click(screen.getByTestId(`way-${way}`));
  return opened;
}

async function getCode(options: FakeOptions = {}): Promise<OpenWindow> {
  const opened = await openWay('deviceCode', options);
  await opened.user.click(screen.getByTestId('start-device-sign-in'));
  await screen.findByTestId('device-user-code');
  return opened;
}

/** A token made by the fake host, as somebody would paste it. */
async function tokenToPaste(): Promise<string> {
  const { createFakeHost } = await import('../../ipc/fake');
  return (await createFakeHost({ start: 'signedIn' }).invoke('reveal_token', null)).token;
}

describe('the other ways to sign in', () => {
  it('are cards of which at most one is open', async () => {
    const { user } = await openWay('deviceCode');
    expect(screen.getByTestId('way-deviceCode').getAttribute('aria-expanded')).toBe('true');
    await user.click(screen.getByTestId('way-token'));
    expect(screen.getByTestId('way-deviceCode').getAttribute('aria-expanded')).toBe('false');
    expect(screen.queryByTestId('start-device-sign-in')).toBeNull();
    await user.click(screen.getByTestId('way-token'));
    expect(screen.queryByTestId('use-token')).toBeNull();
  });
});

describe('a device code', () => {
  it('is asked for only on demand, after a warning', async () => {
    const { host } = await openWay('deviceCode');
    expect(screen.getByTestId('device-warning').textContent).toContain('Only enter codes that you asked for yourself.');
    expect(screen.getByText(/recommends blocking it/)).toBeTruthy();
    expect(screen.getByText(/is remembered/)).toBeTruthy();
    expect(last(host, 'start_device_sign_in')).toBeUndefined();
    expect(await violations()).toEqual([]);
  });

  it('is shown with its page, and says who asks for what', async () => {
    const { host, user } = await getCode();
    expect(screen.getByTestId('device-user-code').textContent).toBe('H7KQ2MXWD');
    expect(screen.getByTestId('device-url').textContent).toBe('http://127.0.0.1:49152/devicelogin');
    expect(screen.getByText('This app, with the profile Sandbox tenant')).toBeTruthy();
    expect(screen.getByText('b7c1a0de-5e5e-4c1b-8f3e-000000000002')).toBeTruthy();
    expect(screen.getByText('Alert.Read, Machine.Read, AdvancedQuery.Read')).toBeTruthy();
    await user.click(screen.getByTestId('device-copy-code'));
    expect(last(host, 'copy_text')).toEqual({ text: 'H7KQ2MXWD' });
    await user.click(screen.getByTestId('device-copy-url'));
    expect(last(host, 'copy_text')).toEqual({ text: 'http://127.0.0.1:49152/devicelogin' });
    await user.click(screen.getByTestId('device-open'));
    expect(host.calls.at(-1)?.command).toBe('reopen_sign_in_page');
    expect(await violations()).toEqual([]);
  });

  it('counts down, and says how often the service is asked', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { host } = await openWindow({ start: 'profile' }, 'sign-in');
    act(() => screen.getByTestId('way-deviceCode').click());
    act(() => screen.getByTestId('start-device-sign-in').click());
    expect((await screen.findByTestId('device-interval')).textContent).toContain('every 5 seconds');
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    expect(screen.getByTestId('device-countdown').textContent).toMatch(/14:(49|50)/);
    act(() => host.askAgain(10));
    expect(screen.getByTestId('device-interval').textContent).toContain('every 10 seconds');
  });

  it('signs in once it was entered, and the session says how it was begun', async () => {
    const { host } = await getCode();
    act(() => host.finishSignIn());
    expect((await screen.findByTestId('session-begun-with')).textContent).toContain('A device code. A policy');
    expect(screen.getByTestId('way-deviceCode').getAttribute('aria-expanded')).toBe('false');
  });

  it('can be given up', async () => {
    const { user } = await getCode();
    await user.click(screen.getByTestId('cancel-sign-in'));
    expect(await screen.findByText('The sign-in was cancelled.')).toBeTruthy();
    expect(screen.getByTestId('start-device-sign-in')).toBeTruthy();
  });

  it('is shown on the other screen, too', async () => {
    const { user } = await getCode();
    await user.click(screen.getByTestId('nav-setup'));
    await user.click(await screen.findByTestId('step-tryIt-toggle'));
    expect((await screen.findByTestId('device-user-code')).textContent).toBe('H7KQ2MXWD');
  });

  it('can be asked for anew when it has ended', async () => {
    const { host, user } = await openWay('deviceCode');
    host.failNext('start_device_sign_in', { code: 'DEVICE_CODE_EXPIRED', message: 'The code was not entered in time.' });
    await user.click(screen.getByTestId('start-device-sign-in'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('DEVICE_CODE_EXPIRED');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('device-user-code')).toBeTruthy();
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('gives way to the browser', async () => {
    const { host } = await openWindow({ start: 'profile' }, 'sign-in');
    const { attemptOf } = await import('../../shared/signInAttempt');
    const attempt = attemptOf(host);
    const ended = attempt.startWithCode(() => undefined);
    await waitFor(() => expect(attempt.get().code).not.toBeNull());
    void attempt.start(() => undefined);
    expect(await ended).toBe('stopped');
    await waitFor(() => expect(attempt.get().phase).toBe('waiting'));
    expect(attempt.get().code).toBeNull();
    expect(screen.getByTestId('sign-in-url')).toBeTruthy();
  });
});

describe('the password sample', () => {
  it('is explained, and off until the profile allows it', async () => {
    const { user } = await openWay('password');
    const reasons = screen.getByTestId('password-reasons').textContent;
    for (const reason of ['multifactor', 'federated', 'guests']) {
      expect(reasons).toContain(reason);
    }
    expect(screen.queryByTestId('password-form')).toBeNull();
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('password-open-profile'));
    const allow = await screen.findByTestId('profile-password-sample');
    await waitFor(() => expect(document.activeElement).toBe(allow));
    await user.click(allow);
    await user.click(screen.getByTestId('save-profile'));
    await user.click(await screen.findByRole('button', { name: 'Go to Sign in' }));
    await user.click(await screen.findByTestId('way-password'));
    expect(screen.getByTestId('password-form')).toBeTruthy();
  });

  it('sends what was typed and keeps no password', async () => {
    const { host, user } = await openWay('password', { passwordSample: true });
    const send = screen.getByTestId('password-send');
    expect(send.getAttribute('aria-disabled')).toBe('true');
    const password = screen.getByTestId<HTMLInputElement>('password-password');
    expect(password.type).toBe('password');
    await user.click(screen.getByTestId('password-endpoint-v2'));
    await user.type(screen.getByTestId('password-username'), ' theo.okafor@sandbox.example ');
    await user.type(password, 'a&b+ %');
    expect(await violations()).toEqual([]);
    host.failNext('start_password_sign_in', {
      code: 'SIGN_IN_REFUSED',
      message: 'Entra refused the sign-in.',
      serviceMessage: 'AADSTS50076: You must use multi-factor authentication.',
    });
    await user.click(send);
    expect(password.value).toBe('');
    expect(last(host, 'start_password_sign_in')).toEqual({
      endpoint: 'v2',
      username: 'theo.okafor@sandbox.example',
      password: 'a&b+ %',
    });
    // The card is still open, with the user name and without the password.
    expect((await screen.findByTestId('error-banner')).textContent).toContain('AADSTS50076');
    expect(screen.getByTestId<HTMLInputElement>('password-username').value).toContain('theo.okafor');
    expect(screen.getByTestId<HTMLInputElement>('password-password').value).toBe('');
    expect(screen.getByTestId<HTMLInputElement>('password-endpoint-v2').checked).toBe(true);
  });

  it('forgets the user name when another profile is chosen', async () => {
    const { host, user } = await openWay('password', { passwordSample: true, start: 'profiles' });
    await user.type(screen.getByTestId('password-username'), 'theo.okafor@sandbox.example');
    for (const profile of [CONTOSO.id, SANDBOX_PROFILE]) {
      host.changeState({ activeProfileId: profile });
      await waitFor(() => expect(screen.queryByText(profile === CONTOSO.id ? 'Profile Contoso production' : 'Profile Sandbox tenant')).toBeTruthy());
    }
    expect(screen.getByTestId<HTMLInputElement>('password-username').value).toBe('');
  });

  it('signs in, and the session says how it was begun', async () => {
    const { user } = await openWay('password', { passwordSample: true });
    await user.type(screen.getByTestId('password-username'), 'theo.okafor@sandbox.example');
    await user.type(screen.getByTestId('password-password'), 'x{Enter}');
    expect((await screen.findByTestId('session-begun-with')).textContent).toContain('password sample');
  });

  it('sends nothing that is incomplete', async () => {
    const { host, user } = await openWay('password', { passwordSample: true });
    await user.type(screen.getByTestId('password-password'), 'x{Enter}');
    expect(last(host, 'start_password_sign_in')).toBeUndefined();
  });
});

describe('a pasted token', () => {
  it('is used to call with, and cannot be renewed', async () => {
    const token = await tokenToPaste();
    const { host, user } = await openWay('token');
    expect(screen.getByText(/It cannot be renewed/)).toBeTruthy();
    const field = screen.getByTestId<HTMLTextAreaElement>('use-token-text');
    await user.click(field);
    await user.paste(token);
    await user.click(screen.getByTestId('use-token'));
    expect((await screen.findByTestId('session-begun-with')).textContent).toContain('A pasted token');
    expect(last(host, 'use_token')).toEqual({ text: token });
    expect(screen.queryByTestId('renew-token')).toBeNull();
    expect(screen.getByText(/Memory only/)).toBeTruthy();
  });

  it('is refused with a reason', async () => {
    const { user } = await openWay('token');
    expect(screen.getByTestId('use-token').getAttribute('aria-disabled')).toBe('true');
    await user.type(screen.getByTestId('use-token-text'), 'abc');
    await user.click(screen.getByTestId('use-token'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('TOKEN_NOT_A_JWT');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('can be looked at elsewhere', async () => {
    const { user } = await openWay('token');
    await user.click(screen.getByRole('button', { name: 'Token' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Token' })).toBeTruthy();
  });
});
