import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FakeHost } from '../../ipc/fake';
import type { CommandName } from '../../ipc/host';
import { openWindow } from '../../test/render';
import { violations } from '../../test/violations';

const last = (host: FakeHost, command: CommandName): unknown => host.calls.filter((call) => call.command === command).at(-1)?.request;

describe('what the sign-in page is asked to do', () => {
  it('is to let an account be chosen, unless somebody chooses otherwise', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'sign-in');
    await user.click(screen.getByTestId('start-sign-in'));
    await screen.findByTestId('sign-in-url');
    expect(last(host, 'start_sign_in')).toEqual({ prompt: 'selectAccount', loginHint: null, satisfyPolicy: false });
  });

  it('can be chosen, with the account to offer', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'sign-in');
    const options = screen.getByTestId('sign-in-options');
    expect(screen.queryByTestId('prompt-consent')).toBeNull();
    await user.click(options);
    for (const prompt of ['selectAccount', 'login', 'default', 'consent']) {
      await user.click(screen.getByTestId(`prompt-${prompt}`));
    }
    await user.type(screen.getByTestId('login-hint'), ' maya@contoso.example ');
    expect(await violations()).toEqual([]);
    // Closed, the options still say that they are not the usual ones.
    await user.click(options);
    expect(options.textContent).toBe('Options (changed)');
    await user.click(screen.getByTestId('start-sign-in'));
    await screen.findByTestId('sign-in-url');
    expect(last(host, 'start_sign_in')).toEqual({ prompt: 'consent', loginHint: 'maya@contoso.example', satisfyPolicy: false });
  });

  it('can be chosen with a session, too, which goes on meanwhile', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'sign-in');
    expect(screen.queryByTestId('start-sign-in')).toBeNull();
    await user.click(screen.getByTestId('sign-in-options'));
    await user.click(screen.getByTestId('prompt-consent'));
    await user.click(screen.getByTestId('sign-in-again'));
    await screen.findByTestId('sign-in-url');
    expect(screen.getByTestId('header-account').textContent).toBe('maya.lindqvist@sandbox.example');
    expect(last(host, 'start_sign_in')).toMatchObject({ prompt: 'consent' });
  });
});

describe('the account', () => {
  it('says how it signed in', async () => {
    await openWindow({ start: 'signedIn' }, 'sign-in');
    expect(screen.getByTestId('session-begun-with').textContent).toBe('The browser, by authorization code and PKCE');
    expect(screen.queryByTestId('policy-challenge')).toBeNull();
  });

  it('can meet a policy that the service named', async () => {
    const { host, user } = await openWindow({ start: 'signedIn', policyChallenge: true }, 'sign-in');
    expect(screen.getByTestId('policy-challenge').textContent).toContain('A policy asks for another sign-in.');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('satisfy-policy'));
    await screen.findByTestId('sign-in-url');
    expect(last(host, 'start_sign_in')).toEqual({
      prompt: 'default',
      loginHint: 'maya.lindqvist@sandbox.example',
      satisfyPolicy: true,
    });
    host.finishSignIn();
    await screen.findByTestId('session-account');
    expect(screen.queryByTestId('policy-challenge')).toBeNull();
  });

  it('is told of a policy that refused the first sign-in', async () => {
    const { host, user } = await openWindow({ start: 'profile', policyChallenge: true }, 'sign-in');
    expect(screen.getByTestId('policy-challenge').textContent).toContain('refused the last sign-in');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('satisfy-policy'));
    await screen.findByTestId('sign-in-url');
    expect(last(host, 'start_sign_in')).toEqual({ prompt: 'default', loginHint: null, satisfyPolicy: true });
    host.finishSignIn();
    await screen.findByTestId('session-account');
    expect(screen.queryByTestId('policy-challenge')).toBeNull();
  });

  it('follows what happens to the session while nobody asks', async () => {
    const { host } = await openWindow({ start: 'signedIn' }, 'sign-in');
    host.changeState({
      notices: [{ id: 'sessionEnded', message: 'The sign-in could not be renewed.', hint: 'Sign in again.' }],
    });
    expect(await screen.findByText('The sign-in could not be renewed.')).toBeTruthy();
  });

  it('signs out everywhere from a profile that is not signed in itself', async () => {
    const { host, user } = await openWindow({ start: 'sessions' }, 'sign-in');
    await user.click(screen.getByTestId('sign-out'));
    const section = within(await screen.findByRole('region', { name: 'Signed in elsewhere' }));
    expect(await violations()).toEqual([]);
    await user.click(section.getByTestId('sign-out-everywhere'));
    await user.click(screen.getByTestId('confirm-sign-out-everywhere'));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Signed in elsewhere' })).toBeNull());
    expect(host.calls.filter(({ command }) => command === 'sign_out_everywhere')).toHaveLength(1);
  });

  it('signs out everywhere only after saying what that does and what it cannot do', async () => {
    const { host, user } = await openWindow({ start: 'sessions' }, 'sign-in');
    await user.click(screen.getByTestId('sign-out-everywhere'));
    const dialog = within(screen.getByRole('dialog', { name: 'Sign out everywhere?' }));
    expect(dialog.getByText(/Contoso production .*Sandbox tenant/)).toBeTruthy();
    expect(dialog.getByText(/cannot call back access tokens/)).toBeTruthy();
    expect(dialog.getByText(/Revoke sessions/)).toBeTruthy();
    expect(await violations()).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(last(host, 'sign_out_everywhere')).toBeUndefined();
    await user.click(screen.getByTestId('sign-out-everywhere'));
    await user.click(screen.getByRole('button', { name: 'Wipe 2 sessions' }));
    expect(await screen.findByTestId('start-sign-in')).toBeTruthy();
    expect(host.calls.at(-1)).toEqual({ command: 'sign_out_everywhere', request: null });
  });

  it('says why it could not sign out everywhere', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'sign-in');
    host.failNext('sign_out_everywhere', { code: 'VAULT_UNAVAILABLE', message: 'The key store cannot be used.' });
    await user.click(screen.getByTestId('sign-out-everywhere'));
    await user.click(screen.getByRole('button', { name: 'Wipe the session' }));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('VAULT_UNAVAILABLE');
    expect(screen.getByTestId('session-account')).toBeTruthy();
  });
});

describe('several sessions', () => {
  it('are told apart in the list of profiles, and switching signs nobody out', async () => {
    const { host, user } = await openWindow({ start: 'sessions' }, 'sign-in');
    const switcher = screen.getByTestId('profile-switcher');
    expect(switcher.title).toBe('Profile, signed in to 2 of 3');
    const names = (group: string): (string | null)[] =>
      within(screen.getByRole('group', { name: group }))
        .getAllByRole('option')
        .map((option) => option.textContent);
    expect(names('Signed in')).toEqual(['Contoso production', 'Sandbox tenant']);
    expect(names('Not signed in')).toHaveLength(1);
    await user.selectOptions(switcher, 'Contoso production');
    await waitFor(() => expect(screen.queryByTestId('sandbox-banner')).toBeNull());
    expect(screen.getByTestId('session-account')).toBeTruthy();
    expect(names('Signed in')).toHaveLength(2);
    await user.click(screen.getByTestId('sign-out'));
    await waitFor(() => expect(screen.getByTestId('header-account').textContent).toBe('Not signed in'));
    expect(names('Signed in')).toEqual(['Sandbox tenant']);
    expect(host.calls.some(({ command }) => command === 'sign_out_everywhere')).toBe(false);
  });

  it('are no matter where one profile alone is signed in', async () => {
    await openWindow({ start: 'signedIn' }, 'sign-in');
    expect(screen.queryByRole('group', { name: 'Signed in' })).toBeNull();
    expect(screen.getByTestId('profile-switcher').title).toBe('Profile');
  });
});
