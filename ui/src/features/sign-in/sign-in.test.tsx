import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { openWindow } from '../../test/render';

describe('sign in', () => {
  it('asks for a profile first', async () => {
    const { user } = await openWindow({}, 'sign-in');
    await user.click(screen.getByRole('button', { name: 'Go to Set up' }));
    expect(await screen.findByTestId('use-sandbox')).toBeTruthy();
  });

  it('waits for the browser with a way out, another try and the address', async () => {
    const { host, user } = await openWindow({ start: 'profile' });
    expect(screen.getByText('Maya Lindqvist')).toBeTruthy();
    await user.click(screen.getByTestId('start-sign-in'));
    expect(await screen.findByText('Waiting for your browser')).toBeTruthy();
    expect(screen.getByTestId('sign-in-url').textContent).toContain('/oauth2/v2.0/authorize?');
    await user.click(screen.getByTestId('reopen-sign-in-page'));
    await user.click(screen.getByRole('button', { name: 'Copy sign-in address' }));
    expect(host.calls.slice(-2).map(({ command }) => command)).toEqual(['reopen_sign_in_page', 'copy_text']);
  });

  it('offers the address when the system opened no browser', async () => {
    const { user } = await openWindow({ start: 'profile', browser: 'missing' });
    await user.click(screen.getByTestId('start-sign-in'));
    expect(await screen.findByTestId('browser-not-opened')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Copy sign-in address' })).toBeTruthy();
  });

  it('counts down to the time at which it gives up', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await openWindow({ start: 'profile' });
    act(() => screen.getByTestId('start-sign-in').click());
    await screen.findByTestId('sign-in-url');
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    expect(screen.getByRole('timer').textContent).toMatch(/04:(49|50)/);
  });

  it('shows the account once the browser came back', async () => {
    const { host, user } = await openWindow({ start: 'profile' });
    await user.click(screen.getByTestId('start-sign-in'));
    await screen.findByTestId('sign-in-url');
    act(() => host.finishSignIn());
    expect((await screen.findByTestId('session-account')).textContent).toBe('maya.lindqvist@sandbox.example');
    expect(screen.getByTestId('header-account').textContent).toBe('maya.lindqvist@sandbox.example');
    expect(screen.getByText(/It survives a restart/)).toBeTruthy();
    await user.click(screen.getByTestId('next-step'));
    expect(await screen.findByRole('heading', { level: 1, name: 'Token' })).toBeTruthy();
  });

  it('keeps waiting while another screen is shown', async () => {
    const { host, user } = await openWindow({ start: 'profile' });
    await user.click(screen.getByTestId('start-sign-in'));
    await screen.findByTestId('sign-in-url');
    await user.click(screen.getByTestId('nav-setup'));
    await screen.findByTestId('profile-bar');
    await user.click(screen.getByTestId('nav-sign-in'));
    expect(await screen.findByTestId('sign-in-url')).toBeTruthy();
    await user.click(screen.getByTestId('nav-setup'));
    act(() => host.finishSignIn());
    await waitFor(() => expect(screen.getByTestId('header-account').textContent).toBe('maya.lindqvist@sandbox.example'));
  });

  it('treats cancelling as a choice, not as an error', async () => {
    const { user } = await openWindow({ start: 'profile' });
    await user.click(screen.getByTestId('start-sign-in'));
    await user.click(await screen.findByTestId('cancel-sign-in'));
    expect(await screen.findByText('The sign-in was cancelled.')).toBeTruthy();
    expect(screen.queryByTestId('error-banner')).toBeNull();
    expect(screen.getByTestId('start-sign-in')).toBeTruthy();
  });

  it("shows Entra's refusal with its own words and the correlation ID", async () => {
    const { host, user } = await openWindow({ start: 'profile' });
    host.failNext('start_sign_in', {
      code: 'SIGN_IN_REFUSED',
      message: 'Entra refused the sign-in.',
      hint: 'Ask an admin to grant consent.',
      correlationId: 'c0ffee00-0000-4000-8000-000000000000',
      serviceMessage: 'AADSTS65001: The user or administrator has not consented.',
    });
    await user.click(screen.getByTestId('start-sign-in'));
    const banner = await screen.findByTestId('error-banner');
    expect(banner.dataset.code).toBe('SIGN_IN_REFUSED');
    expect(banner.textContent).toContain('AADSTS65001');
    expect(screen.getByTestId('copy-correlation-id')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('renews and signs out', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'sign-in');
    await user.click(screen.getByTestId('renew-token'));
    await waitFor(() => expect(host.calls.at(-1)?.command).toBe('renew_token'));
    await user.click(screen.getByTestId('sign-out'));
    expect(await screen.findByTestId('start-sign-in')).toBeTruthy();
    expect(screen.getByTestId('header-account').textContent).toBe('Not signed in');
    expect(screen.queryByTestId('token-countdown')).toBeNull();
  });
});
