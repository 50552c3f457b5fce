import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../../../test/render';
import { violations } from '../../../test/violations';

const summary = (): string | null => screen.getByTestId('checklist-summary').textContent;
const status = (): string | null => screen.getByTestId('checklist-status').textContent;

describe('check everything', () => {
  it('asks for the checklist and says that nothing is checked yet', async () => {
    const { host } = await openWindow({ start: 'profile' }, 'setup');
    expect((await screen.findByTestId('checklist-summary')).textContent).toContain('Nothing is checked yet.');
    expect(screen.getByText('No evidence at hand.')).toBeTruthy();
    expect(host.calls.filter(({ command }) => command === 'get_checklist')).toHaveLength(1);
    expect(within(screen.getByRole('list', { name: 'Steps' })).getAllByRole('heading', { level: 3 })).toHaveLength(11);
    expect(await violations()).toEqual([]);
  });

  it('says which evidence is being taken, fills in the steps on the way, and ends with a summary', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'setup');
    await screen.findByTestId('checklist');
    host.holdChecks();
    await user.click(screen.getByTestId('check-everything'));
    await screen.findByTestId('check-progress');
    await waitFor(() => expect(status()).toBe('Reading the profile, 1 of 6'));
    expect(screen.getByTestId('check-everything').getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByRole('progressbar', { name: 'Checking everything' }).getAttribute('aria-valuenow')).toBe('0');
    act(() => host.releaseChecks());
    await waitFor(() => expect(screen.queryByTestId('check-progress')).toBeNull());
    expect(screen.getByTestId('step-tryIt').dataset.state).toBe('ok');
    expect(summary()).toContain('7 of 10 steps OK, 3 not checked.');
    expect(status()).toBe('7 of 10 steps OK, 3 not checked.');
    expect(screen.getByText(/Last checked/)).toBeTruthy();
    // The session may have been renewed on the way.
    expect(host.calls.filter(({ command }) => command === 'get_app_state').length).toBeGreaterThan(1);
  });

  it('stops on demand, which is no error, and keeps what was found', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'setup');
    await screen.findByTestId('checklist');
    host.holdChecks();
    await user.click(screen.getByTestId('check-everything'));
    await screen.findByTestId('check-progress');
    await user.click(screen.getByTestId('cancel-check'));
    expect(await screen.findByText(/The check was stopped/)).toBeTruthy();
    expect(screen.queryByTestId('error-banner')).toBeNull();
    const [check, cancel] = ['check_everything', 'cancel_check'].map((name) => host.calls.find(({ command }) => command === name));
    expect(cancel?.request).toEqual(check?.request);
    expect(screen.getByTestId('check-everything').getAttribute('aria-disabled')).not.toBe('true');
  });

  it('goes on while another screen is shown', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'setup');
    await screen.findByTestId('checklist');
    host.holdChecks();
    await user.click(screen.getByTestId('check-everything'));
    await screen.findByTestId('check-progress');
    await user.click(screen.getByTestId('nav-token'));
    await screen.findByTestId('token-summary');
    await user.click(screen.getByTestId('nav-setup'));
    expect(await screen.findByTestId('check-progress')).toBeTruthy();
    act(() => host.releaseChecks());
    await waitFor(() => expect(summary()).toContain('7 of 10 steps OK'));
  });

  it('shows a failure of the run, and of stopping it', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'setup');
    await screen.findByTestId('checklist');
    host.failNext('check_everything', { code: 'SETTINGS_NOT_SAVED', message: 'The settings could not be written.' });
    await user.click(screen.getByTestId('check-everything'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('SETTINGS_NOT_SAVED');
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByTestId('error-banner')).toBeNull();

    host.holdChecks();
    await user.click(screen.getByTestId('check-everything'));
    host.failNext('cancel_check', { code: 'INTERNAL', message: 'It could not be stopped.' });
    await user.click(await screen.findByTestId('cancel-check'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('It could not be stopped.');
    // It still runs, and may still be stopped.
    expect(screen.getByTestId('cancel-check').getAttribute('aria-disabled')).not.toBe('true');
    act(() => host.releaseChecks());
    await waitFor(() => expect(screen.queryByTestId('check-progress')).toBeNull());
  });

  it('names the cause, and opens its step by itself', async () => {
    const { user } = await openWindow({ start: 'signedIn', faults: ['redirect-under-web'] }, 'setup');
    await screen.findByTestId('checklist');
    expect(screen.queryByTestId('checklist-cause')).toBeNull();
    await user.click(screen.getByTestId('check-everything'));
    const cause = await screen.findByTestId('checklist-cause');
    expect(cause.dataset.step).toBe('register');
    expect(cause.dataset.check).toBe('redirect-platform');
    expect(cause.dataset.certain).toBe('true');
    expect(cause.textContent).toContain('The cause: step 4, Register the app');
    expect(cause.textContent).toContain('http://localhost is registered under Web');
    expect(cause.textContent).toContain('add it under Mobile and desktop applications');
    await waitFor(() => expect(screen.getByTestId('step-register').dataset.open).toBe('true'));
    expect(screen.getByTestId('step-consent').dataset.open).toBe('false');
    expect(screen.getByTestId('step-register').dataset.state).toBe('wrong');
    expect(screen.getByTestId('check-redirect-platform').dataset.state).toBe('wrong');
  });

  it('says where it is not certain', async () => {
    const { user } = await openWindow({ start: 'signedIn', faults: ['throttled'] }, 'setup');
    await user.click(await screen.findByTestId('check-everything'));
    const cause = await screen.findByTestId('checklist-cause');
    expect(cause.dataset.certain).toBe('false');
    expect(cause.textContent).toContain('The likeliest cause: step 10');
    await waitFor(() => expect(status()).toMatch(/1 wrong.*\. The likeliest cause: step 10, Try it$/));
  });

  it('brings the step up from the banner, with the focus on it', async () => {
    const { user } = await openWindow({ start: 'signedIn', checklist: 'mixed' }, 'setup');
    const banner = await screen.findByTestId('checklist-cause');
    expect(banner.textContent).toContain('The cause: Connection');
    expect(screen.getByTestId('step-connection').dataset.open).toBe('false');
    await user.click(within(banner).getByRole('button', { name: 'Open this step' }));
    expect(screen.getByTestId('step-connection').dataset.open).toBe('true');
    expect(document.activeElement).toBe(screen.getByTestId('step-connection-toggle'));
  });

  it('leads on when all is well', async () => {
    const { user } = await openWindow({ start: 'signedIn', checklist: 'allGreen' }, 'setup');
    const banner = await screen.findByTestId('checklist-all-ok');
    expect(summary()).toContain('All 10 steps OK.');
    expect(within(banner).getByRole('button', { name: 'Load alerts' })).toBeTruthy();
    await user.click(within(banner).getByRole('button', { name: 'Read the token' }));
    expect(await screen.findByTestId('token-summary')).toBeTruthy();
  });

  it('leads to Sign in when all is well but nobody is signed in', async () => {
    const { user } = await openWindow({ start: 'profile', checklist: 'allGreen' }, 'setup');
    await user.click(within(await screen.findByTestId('checklist-all-ok')).getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByTestId('start-sign-in')).toBeTruthy();
  });

  it('offers another try when the checklist cannot be had', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'sign-in');
    host.failNext('get_checklist', { code: 'INTERNAL', message: 'No checklist.' });
    await user.click(screen.getByTestId('nav-setup'));
    await screen.findByTestId('error-banner');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('checklist')).toBeTruthy();
  });

  it('belongs to the profile in use', async () => {
    const { host, user } = await openWindow({ start: 'profiles' }, 'setup');
    await screen.findByTestId('checklist');
    const asked = (): number => host.calls.filter(({ command }) => command === 'get_checklist').length;
    const before = asked();
    await user.click(screen.getByTestId('check-everything'));
    await waitFor(() => expect(summary()).toContain('3 of 10 steps OK'));
    await user.selectOptions(screen.getByTestId('profile-switcher'), 'Contoso production');
    await waitFor(() => expect(summary()).toContain('Nothing is checked yet.'));
    expect(asked()).toBeGreaterThan(before);
  });
});
