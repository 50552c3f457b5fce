import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { matching } from '../test/setup';
import { openWindow } from '../test/render';

const heading = (): string | null => screen.getByRole('heading', { level: 1 }).textContent;

describe('the frame', () => {
  it('opens at the first thing that is missing', async () => {
    await openWindow();
    expect(heading()).toBe('Set up');
    expect(document.documentElement.dataset.ready).toBe('true');
  });

  it('opens at Sign in with a profile, and at Alerts with a session', async () => {
    const { host } = await openWindow({ start: 'profile' });
    expect(heading()).toBe('Sign in');
    expect(host.calls[0]).toEqual({ command: 'get_app_state', request: null });
  });

  it('opens at Alerts with a session', async () => {
    await openWindow({ start: 'signedIn' });
    expect(heading()).toBe('Alerts');
  });

  it('goes from screen to screen and marks the current one', async () => {
    const { user } = await openWindow({ start: 'signedIn' });
    for (const [screenName, title] of [
      ['setup', 'Set up'],
      ['sign-in', 'Sign in'],
      ['token', 'Token'],
      ['alerts', 'Alerts'],
      ['sandbox', 'Sandbox'],
    ] as const) {
      await user.click(screen.getByTestId(`nav-${screenName}`));
      await waitFor(() => expect(heading()).toBe(title));
      expect(screen.getByTestId(`nav-${screenName}`).getAttribute('aria-current')).toBe('page');
      expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    }
  });

  it('shows tenant, account, cloud and the sandbox banner only where they apply', async () => {
    await openWindow({ start: 'signedIn' });
    expect(screen.getByTestId('header-cloud').textContent).toBe('Sandbox');
    expect(screen.getByTestId('header-account').textContent).toBe('maya.lindqvist@sandbox.example');
    expect(screen.getByTestId('header-tenant').textContent).toBe('6f1d2c5e-8f5f-4e0c-9a55-000000000001');
    expect(screen.getByTestId('sandbox-banner')).toBeTruthy();
    expect(screen.getByText('Not affiliated with Microsoft.')).toBeTruthy();
  });

  it('shows no banner without the sandbox tenant', async () => {
    await openWindow();
    expect(screen.queryByTestId('sandbox-banner')).toBeNull();
    expect(screen.queryByTestId('token-countdown')).toBeNull();
  });

  it('counts the token down, warns, and says when it has ended', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await openWindow({ start: 'signedIn' }, 'setup');
    const countdown = screen.getByTestId('token-countdown');
    expect(countdown.dataset.urgency).toBe('calm');
    await act(() => vi.advanceTimersByTimeAsync(67 * 60_000));
    expect(countdown.dataset.urgency).toBe('soon');
    expect(countdown.textContent).toMatch(/0[34]:\d\d/);
    await act(() => vi.advanceTimersByTimeAsync(5 * 60_000));
    expect(countdown.textContent).toContain('expired');
  });

  it('follows the choice of a theme', async () => {
    const { host, user } = await openWindow();
    expect(document.documentElement.dataset.theme).toBe('light');
    await user.selectOptions(screen.getByTestId('theme-select'), 'dark');
    await waitFor(() => expect(document.documentElement.dataset.theme).toBe('dark'));
    expect(host.calls.at(-1)).toEqual({ command: 'set_theme', request: { theme: 'dark' } });
  });

  it('follows the system', async () => {
    matching.add('(prefers-color-scheme: dark)');
    await openWindow();
    expect(document.documentElement.dataset.theme).toBe('dark');
  });

  it('gives way to forced colours, whatever was chosen', async () => {
    matching.add('(forced-colors: active)');
    await openWindow({ theme: 'light' });
    expect(document.documentElement.dataset.theme).toBe('highContrast');
  });

  it('keeps names on a rail of icons in a narrow window', async () => {
    matching.add('(max-width: 1099px)');
    await openWindow({ start: 'profile' });
    expect(screen.getByRole('link', { name: 'Alerts' })).toBeTruthy();
    expect(screen.getByRole('button', { name: /Not affiliated with Microsoft/ })).toBeTruthy();
  });

  it('dismisses a notice', async () => {
    const { user } = await openWindow({
      notices: [{ id: 'memoryOnly', message: 'Kept in memory only.', hint: 'You sign in again after closing the app.' }],
    });
    expect(screen.getByTestId('notice-memoryOnly').textContent).toContain('Kept in memory only.');
    await user.click(screen.getByRole('button', { name: 'Dismiss this notice' }));
    await waitFor(() => expect(screen.queryByTestId('notice-memoryOnly')).toBeNull());
  });

  it('switches profiles', async () => {
    const { host } = await openWindow({ start: 'profiles' }, 'setup');
    expect(screen.getByTestId('sandbox-banner')).toBeTruthy();
    fireEvent.change(screen.getByTestId('profile-switcher'), { target: { value: '00000000-0000-4000-8000-000000000011' } });
    await waitFor(() => expect(screen.queryByTestId('sandbox-banner')).toBeNull());
    expect(host.calls).toContainEqual({
      command: 'select_profile',
      request: { profileId: '00000000-0000-4000-8000-000000000011' },
    });
  });

  it("shows the profile's colour across the top, and its name", async () => {
    await openWindow({ start: 'profiles' }, 'setup');
    expect(screen.queryByTestId('colour-band')).toBeNull();
    const switcher = screen.getByTestId('profile-switcher');
    expect(switcher.title).toBe('Profile');
    fireEvent.change(switcher, { target: { value: '00000000-0000-4000-8000-000000000011' } });
    expect((await screen.findByTestId('colour-band')).dataset.colour).toBe('red');
    expect(switcher.title).toBe('Profile, red');
  });

  it('says in the banner how many faults are on, and leads to them', async () => {
    const { user } = await openWindow({ start: 'profile', faults: ['wrong-cloud', 'clock-skew'] }, 'setup');
    const faults = screen.getByTestId('sandbox-banner-faults');
    expect(faults.textContent).toBe('2 faults on');
    await user.click(faults);
    await waitFor(() => expect(heading()).toBe('Sandbox'));
    await user.click(screen.getByTestId('all-faults-off'));
    await waitFor(() => expect(screen.queryByTestId('sandbox-banner-faults')).toBeNull());
  });
});
