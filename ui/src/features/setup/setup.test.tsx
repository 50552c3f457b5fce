import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../../test/render';

const GUID = '11111111-2222-4333-8444-555555555555';

function fillIn(values: { name?: string; tenant?: string; clientId?: string }): void {
  for (const [testId, value] of [
    ['profile-name', values.name],
    ['profile-tenant', values.tenant],
    ['profile-client-id', values.clientId],
  ] as const) {
    if (value !== undefined) {
      fireEvent.change(screen.getByTestId(testId), { target: { value } });
    }
  }
}

function search(value: string): void {
  fireEvent.change(screen.getByLabelText('Search permissions'), { target: { value } });
}

describe('set up', () => {
  it('makes the sandbox profile with one click and says what comes next', async () => {
    const { host, user } = await openWindow();
    await user.click(screen.getByTestId('use-sandbox'));
    expect((await screen.findByTestId('sandbox-banner')).textContent).toContain('Sandbox tenant.');
    expect(host.calls.map(({ command }) => command)).toContain('use_sandbox');
    expect(await screen.findByTestId('checklist')).toBeTruthy();
    await user.click(screen.getByTestId('next-step'));
    expect(await screen.findByTestId('start-sign-in')).toBeTruthy();
  });

  it('says so when the sandbox tenant cannot be started', async () => {
    const { host, user } = await openWindow();
    host.failNext('use_sandbox', { code: 'SANDBOX_NOT_STARTED', message: 'The sandbox tenant could not be started.' });
    await user.click(screen.getByTestId('use-sandbox'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('SANDBOX_NOT_STARTED');
  });

  it('sends the form as it was typed, with the usual permissions', async () => {
    const opened = await openWindow();
    fillIn({ name: 'Contoso', tenant: 'contoso.example', clientId: GUID });
    await opened.user.selectOptions(screen.getByTestId('profile-cloud'), 'gccHigh');
    await opened.user.click(screen.getByTestId('save-profile'));
    expect(await screen.findByText(/Saved\. The profile Contoso is now in use/)).toBeTruthy();
    expect(opened.host.calls.find(({ command }) => command === 'save_profile')).toEqual({
      command: 'save_profile',
      request: {
        id: null,
        name: 'Contoso',
        cloud: 'gccHigh',
        tenant: 'contoso.example',
        clientId: GUID,
        wantedPermissions: ['Alert.Read', 'Machine.Read'],
        colour: 'none',
        region: null,
        endpoints: null,
        allowPasswordSample: false,
      },
    });
  });

  it("shows the backend's refusal at the field it names and puts the focus there", async () => {
    const opened = await openWindow();
    fillIn({ name: 'Contoso', tenant: 'contoso.example', clientId: 'not a guid' });
    await opened.user.click(screen.getByTestId('save-profile'));
    expect((await screen.findByTestId('profile-client-id-error')).textContent).toContain('The client ID is not a GUID.');
    expect(screen.queryByTestId('profile-tenant-error')).toBeNull();
    expect(screen.queryByTestId('error-banner')).toBeNull();
    const field = screen.getByTestId('profile-client-id');
    expect(document.activeElement).toBe(field);
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });

  it('shows a refusal without a field as a banner and keeps what was typed', async () => {
    const opened = await openWindow();
    opened.host.failNext('save_profile', { code: 'SETTINGS_NOT_SAVED', message: 'The settings could not be written.' });
    fillIn({ name: 'Contoso' });
    await opened.user.click(screen.getByTestId('save-profile'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('SETTINGS_NOT_SAVED');
    expect(screen.getByTestId<HTMLInputElement>('profile-name').value).toBe('Contoso');
  });

  it('finds permissions by what they allow, adds and removes them', async () => {
    const { user } = await openWindow();
    search('advanced hunting');
    const list = within(screen.getByRole('group', { name: 'Permissions' }));
    expect(list.getAllByRole('checkbox')).toHaveLength(1);
    await user.click(screen.getByTestId('profile-permission-AdvancedQuery.Read'));
    await user.click(screen.getByRole('button', { name: 'Remove Machine.Read' }));
    const chosen = within(screen.getByRole('list', { name: 'Chosen permissions' }));
    expect(chosen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['Alert.Read', 'AdvancedQuery.Read']);
    search('nothing like this');
    expect(screen.getByText('No permission matches.')).toBeTruthy();
  });

  it('refuses an empty choice of permissions at the list', async () => {
    const opened = await openWindow();
    fillIn({ name: 'Contoso', tenant: 'contoso.example', clientId: GUID });
    await opened.user.click(screen.getByRole('button', { name: 'Remove Machine.Read' }));
    await opened.user.click(screen.getByRole('button', { name: 'Remove Alert.Read' }));
    await opened.user.click(screen.getByTestId('save-profile'));
    expect((await screen.findByTestId('profile-permissions-error')).textContent).toContain('at least one permission');
  });
});
