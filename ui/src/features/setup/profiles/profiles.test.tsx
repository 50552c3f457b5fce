import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { CommandName } from '../../../ipc/host';
import type { FakeHost, FakeOptions } from '../../../ipc/fake';
import { openWindow, type OpenWindow } from '../../../test/render';
import { violations } from '../../../test/violations';

const CONTOSO = '00000000-0000-4000-8000-000000000011';

const last = (host: FakeHost, command: CommandName): unknown => host.calls.filter((call) => call.command === command).at(-1)?.request;

async function openList(options: FakeOptions = {}): Promise<OpenWindow> {
  const opened = await openWindow({ start: 'profiles', ...options }, 'setup');
  await opened.user.click(screen.getByTestId('switch-profile'));
  return opened;
}

async function openForm(name: RegExp, options: FakeOptions = {}): Promise<OpenWindow> {
  const opened = await openList(options);
  await opened.user.click(screen.getByRole('button', { name }));
  return opened;
}

function exported(...profiles: object[]): File {
  return new File([JSON.stringify({ profiles })], 'profiles.json', { type: 'application/json' });
}

const GOOD = { name: 'Northwind', clientId: '11111111-2222-4333-8444-555555555555' };

describe('the list', () => {
  it('says which profiles are signed in', async () => {
    await openList({ start: 'sessions' });
    const badges = screen.getAllByText('Signed in').map((badge) => badge.dataset.testid);
    expect(badges).toEqual([`signed-in-${CONTOSO}`, 'signed-in-00000000-0000-4000-8000-000000000010']);
  });
});

describe('the mark beside Set up', () => {
  it('stands there when the checklist is green, and not for a profile alone', async () => {
    const { host } = await openWindow({ start: 'profiles' }, 'setup');
    expect(screen.getByTestId('nav-setup').getAttribute('aria-label')).toBe('Set up');
    host.changeState({ setUp: true });
    await waitFor(() => expect(screen.getByTestId('nav-setup').getAttribute('aria-label')).toBe('Set up, done'));
  });
});

describe('the profile in use', () => {
  it('stands above the checklist in one line, with the list and the form out of the way', async () => {
    const { user } = await openWindow({ start: 'profiles' }, 'setup');
    const bar = within(screen.getByTestId('profile-bar'));
    expect(bar.getByRole('heading', { name: 'Sandbox tenant' })).toBeTruthy();
    expect(await screen.findByTestId('checklist')).toBeTruthy();
    expect(screen.queryByTestId('profile-list')).toBeNull();
    expect(screen.queryByTestId('profile-form')).toBeNull();
    const toggle = screen.getByTestId('switch-profile');
    expect(toggle.getAttribute('aria-expanded')).toBe('false');
    await user.click(toggle);
    expect(toggle.getAttribute('aria-expanded')).toBe('true');
    await user.click(toggle);
    expect(screen.queryByTestId('profile-list')).toBeNull();
  });

  it('gives way to another one of the list, and keeps the focus', async () => {
    const { user } = await openList();
    await user.click(screen.getByTestId(`use-profile-${CONTOSO}`));
    const heading = await screen.findByRole('heading', { name: /^Contoso production/ });
    expect(heading.textContent).toBe('Contoso production, Red');
    await waitFor(() => expect(document.activeElement).toBe(heading));
    expect(screen.queryByTestId('profile-list')).toBeNull();
  });

  it('stays where it is when another cannot be chosen', async () => {
    const { host, user } = await openList();
    host.failNext('select_profile', { code: 'PROFILE_NOT_FOUND', message: 'This profile no longer exists.' });
    await user.click(screen.getByTestId(`use-profile-${CONTOSO}`));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('PROFILE_NOT_FOUND');
    expect(screen.getByTestId('profile-list')).toBeTruthy();
  });

  it('is changed in place, and says so', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'setup');
    await user.click(screen.getByTestId('edit-profile'));
    expect(document.activeElement).toBe(screen.getByTestId('profile-name'));
    fireEvent.change(screen.getByTestId('profile-name'), { target: { value: 'Playground' } });
    await user.click(screen.getByTestId('profile-colour-purple'));
    await user.click(screen.getByTestId('save-profile'));
    expect((await screen.findByTestId('profile-saved')).textContent).toContain('Saved. The profile Playground is now in use.');
    expect(document.activeElement?.textContent).toBe('Playground, Purple');
    expect(screen.queryByTestId('profile-form')).toBeNull();
    expect(last(host, 'save_profile')).toMatchObject({ id: '00000000-0000-4000-8000-000000000010', colour: 'purple' });
    await user.click(screen.getByRole('button', { name: 'Dismiss this message' }));
    expect(screen.queryByTestId('profile-saved')).toBeNull();
  });

  it('is left as it was by Cancel', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'setup');
    await user.click(screen.getByTestId('edit-profile'));
    await user.click(screen.getByTestId('cancel-profile'));
    expect(screen.queryByTestId('profile-form')).toBeNull();
    expect(last(host, 'save_profile')).toBeUndefined();
  });

  it('makes room for a new one with an empty form', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'setup');
    await user.click(screen.getByTestId('edit-profile'));
    await user.click(screen.getByTestId('new-profile'));
    expect(screen.getByTestId<HTMLInputElement>('profile-name').value).toBe('');
    expect(screen.getByRole('button', { name: 'Save profile' })).toBeTruthy();
  });
});

describe('the list of profiles', () => {
  it('tells profiles apart in words, too', async () => {
    await openList();
    const row = screen.getByTestId(`profile-row-${CONTOSO}`);
    expect(row.textContent).toContain('Contoso production, Red');
    expect(row.textContent).toContain('Worldwide · contoso.example · 3 permissions · server eu');
    expect(screen.getByTestId('profile-list').textContent).toContain('1 permission · own addresses');
  });

  it('duplicates a profile and says what the copy is called', async () => {
    const { host, user } = await openList();
    await user.click(screen.getByRole('button', { name: 'Duplicate Contoso production' }));
    expect((await screen.findByTestId('profiles-duplicated')).textContent).toContain('Contoso production (copy) is now in use');
    expect(last(host, 'duplicate_profile')).toEqual({ profileId: CONTOSO });
    expect(screen.getByRole('button', { name: 'Edit Contoso production (copy)' })).toBeTruthy();
  });

  it('deletes a profile only after asking', async () => {
    const { host, user } = await openList();
    await user.click(screen.getByRole('button', { name: 'Delete Contoso production' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Delete the profile "Contoso production"?' }));
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(last(host, 'delete_profile')).toBeUndefined();
    await user.click(dialog.getByTestId('confirm-delete'));
    await waitFor(() => expect(screen.queryByTestId(`profile-row-${CONTOSO}`)).toBeNull());
  });

  it('goes back to the welcome with the last profile', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'setup');
    await user.click(screen.getByTestId('switch-profile'));
    await user.click(screen.getByTestId('confirm-delete'));
    expect(await screen.findByText('Try it without a tenant')).toBeTruthy();
    expect(screen.queryByTestId('checklist')).toBeNull();
  });

  it('exports one or all, and says where to', async () => {
    const { host, user } = await openList();
    await user.click(screen.getByTestId('export-profiles'));
    expect((await screen.findByTestId('profiles-exported')).textContent).toMatch(/Saved to .*\.json\./);
    expect(last(host, 'export_profiles')).toEqual({ profileIds: [] });
    await user.click(screen.getByRole('button', { name: 'Export Contoso production' }));
    await waitFor(() => expect(last(host, 'export_profiles')).toEqual({ profileIds: [CONTOSO] }));
  });

  it('says nothing when the file dialog was closed', async () => {
    const { host, user } = await openList({ saveDialog: 'closed' });
    await user.click(screen.getByTestId('export-profiles'));
    await waitFor(() => expect(last(host, 'export_profiles')).toBeDefined());
    expect(screen.queryByTestId('profiles-exported')).toBeNull();
  });

  it('imports a chosen file and says what was added and what was left out', async () => {
    const { user } = await openList();
    await user.upload(screen.getByTestId('import-file'), exported(GOOD, { name: 'Broken', clientId: 'x' }));
    const said = await screen.findByTestId('profiles-imported');
    expect(said.textContent).toContain('Added: Northwind.');
    expect(within(said).getAllByRole('listitem').map((item) => item.textContent)).toEqual(['Broken: the client ID is not a GUID.']);
    expect(screen.getByRole('button', { name: 'Edit Northwind' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Dismiss this message' }));
    await waitFor(() => expect(screen.queryByTestId('profiles-imported')).toBeNull());
  });

  it('imports a dropped file, and shows that it would', async () => {
    await openList();
    const zone = screen.getByTestId('import-zone');
    fireEvent.dragOver(zone, { dataTransfer: { dropEffect: 'none' } });
    expect(zone.dataset.over).toBe('true');
    fireEvent.drop(zone, { dataTransfer: { files: [exported(GOOD)] } });
    expect(zone.dataset.over).toBe('false');
    expect((await screen.findByTestId('profiles-imported')).textContent).toContain('Added: Northwind.');
  });

  it('refuses a file that holds no profiles, and one that cannot be read', async () => {
    const { user } = await openList();
    await user.upload(screen.getByTestId('import-file'), new File(['no'], 'notes.json', { type: 'application/json' }));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('holds no profiles');
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(screen.queryByTestId('error-banner')).toBeNull());

    const gone = exported(GOOD);
    Object.defineProperty(gone, 'slice', { value: () => ({ text: () => Promise.reject(new Error('gone')) }) });
    fireEvent.drop(screen.getByTestId('import-zone'), { dataTransfer: { files: [gone] } });
    expect((await screen.findByTestId('error-banner')).textContent).toContain('profiles.json could not be read');
  });

  it('offers the sandbox tenant while another profile is in use', async () => {
    const { host, user } = await openList();
    expect(screen.queryByTestId('use-sandbox')).toBeNull();
    await user.click(screen.getByTestId(`use-profile-${CONTOSO}`));
    await waitFor(() => expect(screen.queryByTestId('profile-list')).toBeNull());
    await user.click(screen.getByTestId('switch-profile'));
    await user.click(screen.getByTestId('use-sandbox'));
    expect(await screen.findByTestId('sandbox-banner')).toBeTruthy();
    expect(host.calls.some(({ command }) => command === 'use_sandbox')).toBe(true);
  });
});

describe('the server of a profile', () => {
  it('is measured on demand, and the nearest is a click away', async () => {
    const { host, user } = await openForm(/^Edit Fabrikam/);
    const server = screen.getByTestId<HTMLSelectElement>('profile-region');
    // All of them can be chosen by hand before anything is measured.
    expect([...server.options].map(({ text }) => text).slice(0, 3)).toEqual([
      'Automatic (api.security.microsoft.com)',
      'us – us.api.security.microsoft.com',
      'eu – eu.api.security.microsoft.com',
    ]);
    expect(screen.queryByTestId('regions')).toBeNull();
    expect(screen.queryByTestId('use-nearest')).toBeNull();
    await user.click(screen.getByTestId('measure-regions'));
    expect((await screen.findByTestId('region-eu')).textContent).toContain('23 ms');
    expect(screen.getByTestId('region-eu').textContent).toContain('Nearest');
    expect(screen.getByTestId('region-swa').textContent).toContain('The connection timed out.');
    await user.click(screen.getByTestId('use-nearest'));
    expect(server.value).toBe('eu');
    await user.selectOptions(server, 'uk');
    await user.click(screen.getByTestId('save-profile'));
    await screen.findByTestId('profile-saved');
    expect(last(host, 'save_profile')).toMatchObject({ region: 'uk' });
  });

  it('is kept without measuring, and can go back to automatic', async () => {
    const { host, user } = await openForm(/^Edit Contoso/);
    const server = screen.getByTestId<HTMLSelectElement>('profile-region');
    expect(server.value).toBe('eu');
    await user.selectOptions(server, '');
    await user.click(screen.getByTestId('save-profile'));
    await screen.findByTestId('profile-saved');
    expect(last(host, 'save_profile')).toMatchObject({ region: null });
  });

  it('says why it could not be measured', async () => {
    const { host, user } = await openForm(/^Edit Contoso/);
    host.failNext('measure_regions', { code: 'NETWORK_UNREACHABLE', message: 'The network cannot be reached.' });
    await user.click(screen.getByTestId('measure-regions'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('NETWORK_UNREACHABLE');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('regions')).toBeTruthy();
  });

  it('is chosen for the worldwide cloud alone, and forgotten with it', async () => {
    const { user } = await openForm(/^Edit Contoso/);
    await user.selectOptions(screen.getByTestId('profile-cloud'), 'gcc');
    expect(screen.queryByTestId('profile-region')).toBeNull();
    await user.selectOptions(screen.getByTestId('profile-cloud'), 'commercial');
    expect(screen.getByTestId<HTMLSelectElement>('profile-region').value).toBe('');
  });

  it('shows a refusal at its field', async () => {
    const { host, user } = await openForm(/^Edit Contoso/);
    host.failNext('save_profile', { code: 'PROFILE_INVALID', message: 'There is no such server.', field: 'region' });
    await user.click(screen.getByTestId('save-profile'));
    expect((await screen.findByTestId('profile-region-error')).textContent).toContain('There is no such server.');
    expect(document.activeElement).toBe(screen.getByTestId('profile-region'));
  });
});

describe('the password sample', () => {
  it('is off and out of sight until asked for, and comes with a warning', async () => {
    const { host, user } = await openForm(/^Edit Contoso/);
    expect(screen.queryByTestId('profile-password-sample')).toBeNull();
    await user.click(screen.getByTestId('profile-advanced'));
    expect(screen.queryByTestId('password-sample-warning')).toBeNull();
    await user.click(screen.getByTestId('profile-password-sample'));
    expect(screen.getByTestId('password-sample-warning').textContent).toContain('Microsoft advises against');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('save-profile'));
    await screen.findByTestId('profile-saved');
    expect(last(host, 'save_profile')).toMatchObject({ allowPasswordSample: true });
  });

  it('is in sight where it is allowed, and the sandbox tenant has it, too', async () => {
    const { host, user } = await openForm(/^Edit Sandbox tenant/, { passwordSample: true });
    expect(screen.getByTestId('password-sample-warning')).toBeTruthy();
    expect(screen.queryByTestId('profile-own-endpoints')).toBeNull();
    await user.click(screen.getByTestId('profile-password-sample'));
    await user.click(screen.getByTestId('save-profile'));
    await screen.findByTestId('profile-saved');
    expect(last(host, 'save_profile')).toMatchObject({ allowPasswordSample: false });
  });
});

describe('addresses of its own', () => {
  it('are out of sight until asked for, come with a warning, and start from the cloud', async () => {
    const { host, user } = await openForm(/^Edit Contoso/);
    expect(screen.queryByTestId('profile-own-endpoints')).toBeNull();
    await user.click(screen.getByTestId('profile-advanced'));
    expect(screen.queryByTestId('endpoints-warning')).toBeNull();
    await user.click(screen.getByTestId('profile-own-endpoints'));
    expect(screen.getByTestId('endpoints-warning').textContent).toContain('Tokens and calls go to these addresses.');
    expect(screen.getByTestId<HTMLInputElement>('profile-authority').value).toBe('https://login.microsoftonline.com');
    fireEvent.change(screen.getByTestId('profile-api-base'), { target: { value: 'https://api.proxy.example' } });

    // Off and on again loses nothing; saving while it is off sends none.
    await user.click(screen.getByTestId('profile-own-endpoints'));
    await user.click(screen.getByTestId('profile-own-endpoints'));
    expect(screen.getByTestId<HTMLInputElement>('profile-api-base').value).toBe('https://api.proxy.example');
    await user.click(screen.getByTestId('save-profile'));
    await screen.findByTestId('profile-saved');
    expect(last(host, 'save_profile')).toMatchObject({
      endpoints: {
        authority: 'https://login.microsoftonline.com',
        apiBase: 'https://api.proxy.example',
        audience: 'https://api.securitycenter.microsoft.com',
      },
    });
  });

  it('are in sight where a profile has them, and can be given up', async () => {
    const { host, user } = await openForm(/^Edit Fabrikam/);
    expect(screen.getByTestId<HTMLInputElement>('profile-authority').value).toBe('https://login.proxy.example');
    await user.click(screen.getByTestId('profile-own-endpoints'));
    await user.click(screen.getByTestId('save-profile'));
    await screen.findByTestId('profile-saved');
    expect(last(host, 'save_profile')).toMatchObject({ endpoints: null });
  });

  it.each([
    ['profile-authority', 'endpoints.authority'],
    ['profile-api-base', 'endpoints.apiBase'],
    ['profile-audience', 'endpoints.audience'],
  ])('show a refusal at %s', async (testId) => {
    const { user } = await openForm(/^Edit Fabrikam/);
    fireEvent.change(screen.getByTestId(testId), { target: { value: 'ftp://nowhere' } });
    await user.click(screen.getByTestId('save-profile'));
    expect((await screen.findByTestId(`${testId}-error`)).textContent).toContain('not an https: address');
    expect(document.activeElement).toBe(screen.getByTestId(testId));
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('come into sight when one of them is refused', async () => {
    const { user } = await openForm(/^Edit Fabrikam/);
    fireEvent.change(screen.getByTestId('profile-authority'), { target: { value: 'ftp://nowhere' } });
    await user.click(screen.getByTestId('profile-advanced'));
    expect(screen.queryByTestId('profile-authority')).toBeNull();
    await user.click(screen.getByTestId('save-profile'));
    expect((await screen.findByTestId('profile-authority-error')).textContent).toContain('not an https: address');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('profile-authority')));
  });

  it('say in a banner what is refused at a field that is not there', async () => {
    const { host, user } = await openForm(/^Edit Contoso/);
    host.failNext('save_profile', { code: 'PROFILE_INVALID', message: 'The audience is no address.', field: 'endpoints.audience' });
    await user.click(screen.getByTestId('save-profile'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('The audience is no address.');
  });
});
