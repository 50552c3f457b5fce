import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FakeHost } from '../../ipc/fake';
import type { CommandName } from '../../ipc/host';
import { openWindow, type OpenWindow } from '../../test/render';
import { violations } from '../../test/violations';

const last = (host: FakeHost, command: CommandName): unknown => host.calls.filter((call) => call.command === command).at(-1)?.request;

async function openForm(): Promise<OpenWindow> {
  const opened = await openWindow({ start: 'profile' }, 'settings');
  await screen.findByTestId('network-form');
  return opened;
}

async function openOwn(): Promise<OpenWindow> {
  const opened = await openForm();
  await opened.user.click(screen.getByTestId('proxy-own'));
  await opened.user.type(screen.getByTestId('proxy-address'), 'http://proxy.contoso.com:8080');
  return opened;
}

function certificate(text = '-----BEGIN CERTIFICATE-----'): File {
  return new File([text], 'root.pem');
}

describe('the network settings', () => {
  it('begin with what the system says, and show fields for a proxy of one\'s own only with one', async () => {
    const { user } = await openForm();
    expect(screen.getByTestId<HTMLInputElement>('proxy-system').checked).toBe(true);
    expect(screen.queryByTestId('proxy-address')).toBeNull();
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('proxy-own'));
    expect(screen.getByTestId('proxy-address')).toBeTruthy();
    expect(screen.getByTestId<HTMLInputElement>('proxy-password').disabled).toBe(true);
    expect(await violations()).toEqual([]);
  });

  it('are sent as they were typed, and the password does not stay in the window', async () => {
    const { host, user } = await openOwn();
    await user.type(screen.getByTestId('proxy-username'), 'someone');
    const password = screen.getByTestId<HTMLInputElement>('proxy-password');
    expect(password.type).toBe('password');
    await user.type(password, 'fixture');
    await user.click(screen.getByTestId('save-network'));
    expect((await screen.findByTestId('network-saved')).textContent).toContain('Sign-in and calls go this way');
    expect(last(host, 'set_network_settings')).toEqual({
      proxy: 'own',
      address: 'http://proxy.contoso.com:8080',
      exceptions: '',
      username: 'someone',
      password: 'fixture',
      roots: [],
      connectSeconds: 10,
      answerSeconds: 60,
    });
    expect(password.value).toBe('');
    expect(password.placeholder).toBe('Kept');
    await user.click(screen.getByTestId('save-network'));
    await waitFor(() => expect(last(host, 'set_network_settings')).toMatchObject({ password: null }));
  });

  it.each([
    ['connect-seconds', 'connectSeconds', '0'],
    ['connect-seconds', 'connectSeconds', 'ten'],
    ['answer-seconds', 'answerSeconds', '601'],
  ])('say at %s what is wrong with %s', async (testId, field, value) => {
    const { user } = await openForm();
    fireEvent.change(screen.getByTestId(testId), { target: { value } });
    await user.click(screen.getByTestId('save-network'));
    expect((await screen.findByTestId(`network-${field}-error`)).textContent).toContain('Enter a whole number in this range.');
    expect(screen.queryByTestId('error-banner')).toBeNull();
    expect(screen.queryByTestId('network-saved')).toBeNull();
  });

  it('say at the address what is wrong with it', async () => {
    const { user } = await openForm();
    await user.click(screen.getByTestId('proxy-own'));
    await user.click(screen.getByTestId('save-network'));
    expect((await screen.findByTestId('network-address-error')).textContent).toContain('must begin with http://');
  });

  it('are tried before they are saved, host by host', async () => {
    const { host, user } = await openOwn();
    await user.click(screen.getByTestId('test-network'));
    const list = within(await screen.findByTestId('network-test'));
    const [signIn, api] = list.getAllByRole('listitem');
    expect(signIn?.textContent).toContain('Reached through the proxy proxy.contoso.com:8080');
    expect(api?.textContent).toContain('not trusted by this system; it was issued by Contoso inspecting proxy CA');
    expect(api?.dataset.reached).toBe('false');
    expect(await violations()).toEqual([]);
    expect(host.calls.some(({ command }) => command === 'set_network_settings')).toBe(false);
    // What was found belongs to the values it was found with.
    await user.click(screen.getByTestId('proxy-none'));
    expect(screen.queryByTestId('network-test')).toBeNull();
  });

  it('show what cannot be saved', async () => {
    const { host, user } = await openForm();
    host.failNext('set_network_settings', { code: 'SETTINGS_NOT_SAVED', message: 'The disk is full.' });
    await user.click(screen.getByTestId('save-network'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('The disk is full.');
  });
});

describe('further root certificates', () => {
  it('come from a file, are named, and go again', async () => {
    const { host, user } = await openForm();
    await user.upload(screen.getByTestId('roots-file'), certificate());
    const list = within(await screen.findByTestId('roots'));
    expect(list.getByText('Contoso inspecting proxy CA')).toBeTruthy();
    expect(list.getByText(/Self-signed · valid until/)).toBeTruthy();
    expect(await violations()).toEqual([]);
    await user.upload(screen.getByTestId('roots-file'), certificate());
    await waitFor(() => expect(host.calls.filter(({ command }) => command === 'read_roots')).toHaveLength(2));
    expect(screen.getAllByText('Contoso inspecting proxy CA')).toHaveLength(1);
    await user.click(screen.getByTestId('save-network'));
    await screen.findByTestId('network-saved');
    expect(last(host, 'set_network_settings')).toMatchObject({ roots: [btoa('-----BEGIN CERTIFICATE-----')] });
    await user.click(screen.getByRole('button', { name: 'Remove Contoso inspecting proxy CA' }));
    expect(screen.queryByTestId('roots')).toBeNull();
  });

  it('say why a file was refused', async () => {
    const { host, user } = await openForm();
    await user.upload(screen.getByTestId('roots-file'), certificate('a letter'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('This file holds no certificate.');
    await user.upload(screen.getByTestId('roots-file'), certificate('x'.repeat(256 * 1024 + 1)));
    await waitFor(() => expect(screen.getByTestId('error-banner').textContent).toContain('larger than 256 KiB'));
    expect(host.calls.filter(({ command }) => command === 'read_roots')).toHaveLength(1);
  });
});
