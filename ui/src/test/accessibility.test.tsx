/** Every screen under axe: nothing serious or worse. */
import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openWindow } from './render';
import { violations } from './violations';

describe('accessibility', () => {
  it('set up, first start', async () => {
    await openWindow();
    expect(await violations()).toEqual([]);
  });

  it('set up, with profiles and a refused field', async () => {
    const { user } = await openWindow({ start: 'profiles' }, 'setup');
    await user.click(screen.getByTestId('new-profile'));
    await user.click(screen.getByTestId('save-profile'));
    await screen.findByTestId('profile-name-error');
    expect(await violations()).toEqual([]);
  });

  it('set up, with the list of profiles and what an import did', async () => {
    const { user } = await openWindow({ start: 'profiles' }, 'setup');
    await user.click(screen.getByTestId('switch-profile'));
    const file = new File(['{"profiles":[{"name":"Broken","clientId":"x"}]}'], 'profiles.json', { type: 'application/json' });
    await user.upload(screen.getByTestId('import-file'), file);
    await screen.findByTestId('profiles-imported');
    expect(await violations()).toEqual([]);
  });

  it('set up, with measured servers and endpoints of its own', async () => {
    const { user } = await openWindow({ start: 'profiles' }, 'setup');
    await user.click(screen.getByTestId('switch-profile'));
    await user.click(screen.getByRole('button', { name: /^Edit Fabrikam/ }));
    await user.click(screen.getByTestId('measure-regions'));
    await screen.findByTestId('regions');
    expect(screen.getByTestId('endpoints-warning')).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it('sandbox, not running, and with faults on and the manifest open', async () => {
    const { user } = await openWindow({}, 'sandbox');
    await screen.findByText('The sandbox tenant is not running');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('use-sandbox'));
    await user.click(await screen.findByTestId('fault-wrong-cloud'));
    await user.click(screen.getByTestId('show-manifest'));
    await screen.findByTestId('manifest-text');
    expect(await violations()).toEqual([]);
  });

  it('sign in, before and while waiting', async () => {
    const { user } = await openWindow({ start: 'profile' });
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('start-sign-in'));
    await screen.findByTestId('sign-in-url');
    expect(await violations()).toEqual([]);
  });

  it('sign in, with an account', async () => {
    await openWindow({ start: 'signedIn' }, 'sign-in');
    expect(await violations()).toEqual([]);
  });

  it('token, with its operations open, the token shown and an error', async () => {
    const { user } = await openWindow({ start: 'signedIn' }, 'token');
    await user.click(await screen.findByRole('button', { name: '9 operations of Alert.Read' }));
    await user.click(screen.getByTestId('reveal-token'));
    await user.click(screen.getByTestId('confirm-reveal'));
    await screen.findByTestId('revealed-token');
    await user.type(screen.getByTestId('inspect-text'), 'x');
    await user.click(screen.getByTestId('inspect-token'));
    await screen.findByTestId('error-banner');
    expect(await violations()).toEqual([]);
  });

  it('alerts, empty and loaded with details', async () => {
    const { user } = await openWindow({ start: 'signedIn' }, 'alerts');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('load-alerts'));
    await waitFor(() => expect(document.querySelector('[data-row-index="2"][aria-busy="false"]')).not.toBeNull());
    await user.click(document.querySelector('[data-row-index="2"]') ?? document.body);
    await screen.findByText('powershell.exe');
    act(() => screen.getByTestId('alerts-grid').focus());
    expect(await violations()).toEqual([]);
  });
});
