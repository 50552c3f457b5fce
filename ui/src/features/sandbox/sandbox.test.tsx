import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FakeHost } from '../../ipc/fake';
import { openWindow } from '../../test/render';

const requests = (host: FakeHost): unknown[] =>
  host.calls.filter(({ command }) => command === 'set_sandbox_faults').map(({ request }) => request);

const isOn = (id: string): boolean => screen.getByTestId<HTMLInputElement>(`fault-${id}`).checked;

describe('the sandbox screen', () => {
  it('offers to start the sandbox tenant while it does not run', async () => {
    const { host, user } = await openWindow({}, 'sandbox');
    host.failNext('use_sandbox', { code: 'SANDBOX_NOT_STARTED', message: 'The sandbox tenant could not be started.' });
    await user.click(await screen.findByTestId('use-sandbox'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('SANDBOX_NOT_STARTED');
    await user.click(screen.getByTestId('use-sandbox'));
    expect(await screen.findByTestId('fault-count')).toBeTruthy();
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('says what the tenant is, with everything that is typed elsewhere ready to copy', async () => {
    const { host, user } = await openWindow({ start: 'profile', alerts: 1200 }, 'sandbox');
    const tenant = within(await screen.findByRole('region', { name: 'The tenant' }));
    expect(tenant.getByText('http://127.0.0.1:49152')).toBeTruthy();
    expect(tenant.getByText((1200).toLocaleString())).toBeTruthy();
    expect(tenant.getByText('80')).toBeTruthy();
    await user.click(tenant.getByRole('button', { name: 'Copy client ID' }));
    expect(host.calls.at(-1)).toEqual({ command: 'copy_text', request: { text: 'b7c1a0de-5e5e-4c1b-8f3e-000000000002' } });
    expect(screen.getByText('maya.lindqvist@sandbox.example')).toBeTruthy();
  });

  it('switches faults at once, all others staying as they are', async () => {
    const { host, user } = await openWindow({ start: 'profile', faults: ['clock-skew'] }, 'sandbox');
    expect((await screen.findByTestId('fault-count')).textContent).toBe('1 of 30 on');
    await user.click(screen.getByTestId('fault-wrong-cloud'));
    await waitFor(() => expect(screen.getByTestId('fault-count').dataset.on).toBe('2'));
    expect(requests(host)).toEqual([{ faults: ['clock-skew', 'wrong-cloud'] }]);
    await user.click(screen.getByTestId('fault-clock-skew'));
    await waitFor(() => expect(screen.getByTestId('sandbox-banner-faults').textContent).toBe('1 fault on'));
    expect(requests(host).at(-1)).toEqual({ faults: ['wrong-cloud'] });
  });

  it('keeps up with somebody who is faster than the backend', async () => {
    const { host, user } = await openWindow({ start: 'profile', latencyMs: 30 }, 'sandbox');
    await user.click(await screen.findByTestId('fault-wrong-cloud'));
    await user.click(screen.getByTestId('fault-clock-skew'));
    expect([isOn('wrong-cloud'), isOn('clock-skew')]).toEqual([true, true]);
    await waitFor(() => expect(screen.getByTestId('sandbox-banner-faults').textContent).toBe('2 faults on'));
    expect(requests(host)).toEqual([{ faults: ['wrong-cloud'] }, { faults: ['wrong-cloud', 'clock-skew'] }]);
  });

  it('works by keyboard, and is named and explained for a screen reader', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'sandbox');
    const group = within(await screen.findByRole('group', { name: 'Network' }));
    const fault = group.getByRole('switch', { name: 'Clock 20 minutes ahead' });
    const about = document.getElementById(fault.getAttribute('aria-describedby') ?? '');
    expect(about?.textContent).toBe("The service's clock is 20 minutes ahead: Date header, tokens, everything.");
    fault.focus();
    await user.keyboard(' ');
    await waitFor(() => expect(screen.getByTestId('sandbox-banner-faults')).toBeTruthy());
    expect(document.activeElement).toBe(fault);
  });

  it('goes back to what is on when a change is refused, and says why', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'sandbox');
    await screen.findByTestId('fault-count');
    host.failNext('set_sandbox_faults', { code: 'SANDBOX_NOT_STARTED', message: 'The sandbox tenant does not run.' });
    await user.click(screen.getByTestId('fault-wrong-cloud'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('SANDBOX_NOT_STARTED');
    expect(isOn('wrong-cloud')).toBe(false);
    expect(screen.getByTestId('fault-count').textContent).toBe('0 of 30 on');
  });

  it('switches everything off, in sight or not', async () => {
    const { host, user } = await openWindow({ start: 'profile', faults: ['clock-skew', 'wrong-cloud'] }, 'sandbox');
    await user.type(await screen.findByTestId('fault-search'), 'clock');
    expect(screen.queryByTestId('fault-wrong-cloud')).toBeNull();
    await user.click(screen.getByTestId('all-faults-off'));
    await waitFor(() => expect(screen.getByTestId('fault-count').dataset.on).toBe('0'));
    expect(requests(host)).toEqual([{ faults: [] }]);
    expect(screen.getByTestId('all-faults-off').getAttribute('aria-disabled')).toBe('true');
  });

  it('finds faults by title, by what they do and by group', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'sandbox');
    const field = await screen.findByTestId('fault-search');
    await user.type(field, 'AADSTS700016');
    expect(screen.getAllByRole('switch')).toHaveLength(1);
    await user.clear(field);
    await user.type(field, 'consent');
    expect(screen.getByTestId('fault-admin-approval')).toBeTruthy();
    await user.clear(field);
    await user.type(field, 'nothing like this');
    expect(screen.getByText('No fault matches.')).toBeTruthy();
  });

  it('says that the profile in use is another one', async () => {
    const { host, user } = await openWindow({ start: 'profiles' }, 'sandbox');
    await screen.findByTestId('fault-count');
    expect(screen.queryByTestId('sandbox-not-in-use')).toBeNull();
    await user.selectOptions(screen.getByTestId('profile-switcher'), '00000000-0000-4000-8000-000000000011');
    const said = await screen.findByTestId('sandbox-not-in-use');
    await user.click(within(said).getByTestId('use-sandbox'));
    await waitFor(() => expect(screen.queryByTestId('sandbox-not-in-use')).toBeNull());
    expect(host.calls.some(({ command }) => command === 'use_sandbox')).toBe(true);
  });

  it('leads to Set up', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'sandbox');
    await user.click(await screen.findByTestId('go-to-setup'));
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Set up'));
  });
});

describe("the sandbox registration's manifest", () => {
  it('is shown on demand, in both forms, and copied as shown', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'sandbox');
    expect(screen.queryByTestId('manifest-text')).toBeNull();
    await user.click(await screen.findByTestId('show-manifest'));
    expect((await screen.findByTestId('manifest-text')).textContent).toContain('"isFallbackPublicClient": true');
    await user.click(screen.getByTestId('manifest-form-azureAd'));
    await waitFor(() => expect(screen.getByTestId('manifest-text').textContent).toContain('"replyUrlsWithType"'));
    await user.click(screen.getByTestId('copy-manifest'));
    expect(host.calls.at(-1)).toEqual({ command: 'copy_text', request: { text: screen.getByTestId('manifest-text').textContent } });
    await user.click(screen.getByTestId('show-manifest'));
    expect(screen.queryByTestId('manifest-text')).toBeNull();
  });

  it('changes with the faults', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'sandbox');
    await user.click(await screen.findByTestId('show-manifest'));
    await waitFor(() => expect(screen.getByTestId('manifest-text').textContent).toContain('"isFallbackPublicClient": true'));
    await user.click(screen.getByTestId('fault-public-flows-off'));
    await waitFor(() => expect(screen.getByTestId('manifest-text').textContent).toContain('"isFallbackPublicClient": false'));
  });

  it('says why it cannot be had, and tries again', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'sandbox');
    await screen.findByTestId('show-manifest');
    host.failNext('get_sandbox_manifest', { code: 'INTERNAL', message: 'The manifest could not be made.' });
    await user.click(screen.getByTestId('show-manifest'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('The manifest could not be made.');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('manifest-text')).toBeTruthy();
  });
});
