import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { AnswersDto, SaveProfileRequest } from '../../../ipc/generated/contract';
import { openWindow, type OpenWindow } from '../../../test/render';
import { violations } from '../../../test/violations';

async function openPicker(): Promise<OpenWindow> {
  const opened = await openWindow({ start: 'signedIn' }, 'setup');
  await opened.user.click(await screen.findByTestId('step-permissions-toggle'));
  await screen.findByTestId('operations-search');
  return opened;
}

const requests = <T,>({ host }: OpenWindow, name: string): T[] =>
  host.calls.filter(({ command }) => command === name).map(({ request }) => request as T);
const openGroup = ({ user }: OpenWindow, name: string) =>
  user.click(within(screen.getByTestId(`operation-group-${name}`)).getByRole('button', { name }));

describe('the picker', () => {
  it('offers nothing to use before anything is chosen', async () => {
    const opened = await openPicker();
    expect(screen.getByText('Choose an operation to see which permissions it takes.')).toBeTruthy();
    expect(screen.queryByTestId('use-permissions')).toBeNull();
    expect(requests(opened, 'pick_permissions')).toEqual([]);
    expect(screen.getByText(/Microsoft Learn, Defender for Endpoint API reference/)).toBeTruthy();
  });

  it('finds the least permissions, roles and remarks for a preset', async () => {
    const opened = await openPicker();
    const preset = screen.getByTestId('preset-deviceResponse');
    await opened.user.click(preset);
    expect(preset.getAttribute('aria-pressed')).toBe('true');
    const isolate = await screen.findByTestId('picked-permission-Machine.Isolate');
    expect(isolate.textContent).toContain('Isolate machine');
    expect(isolate.textContent).toContain('Changes, too');
    expect(isolate.textContent).toContain('Isolate a device');
    expect(screen.getByTestId('operations-count').textContent).toMatch(/^6 of \d+ operations chosen$/);
    const roles = screen.getAllByTestId('picked-role').map(({ textContent }) => textContent);
    expect(roles.some((text) => text.includes('Active remediation actions') && text.includes('Response (manage)'))).toBe(true);
    expect(await violations()).toEqual([]);

    await opened.user.click(preset);
    expect(preset.getAttribute('aria-pressed')).toBe('false');
    expect(screen.getByText('Choose an operation to see which permissions it takes.')).toBeTruthy();
  });

  it('opens groups, chooses all or one, and marks what each operation does', async () => {
    const opened = await openPicker();
    expect(screen.queryByTestId('operation-isolateMachine')).toBeNull();
    await openGroup(opened, 'Devices');
    const row = screen.getByTestId('operation-isolateMachine').closest('li');
    expect(row?.textContent).toContain('POST /api/machines/{id}/isolate');
    expect(row?.textContent).toContain('Acts on a device');
    await opened.user.click(screen.getByTestId('operation-isolateMachine'));
    const all = screen.getByRole<HTMLInputElement>('checkbox', { name: 'All of Devices' });
    expect(all.indeterminate).toBe(true);
    await opened.user.click(all);
    expect(all.checked).toBe(true);
    await opened.user.click(all);
    expect(screen.getByTestId('operations-count').textContent).toMatch(/^0 of/);
    await openGroup(opened, 'Devices');
    expect(screen.queryByTestId('operation-isolateMachine')).toBeNull();
  });

  it('searches, and shows what it found at once', async () => {
    const { host, user } = await openPicker();
    await user.type(screen.getByTestId('operations-search'), 'live response');
    const found = screen.getByTestId('operation-runLiveResponse');
    expect(found.closest('li')?.textContent).toContain('Plan 2');
    expect(screen.queryByTestId('operation-group-Alerts')).toBeNull();
    await user.click(within(found.closest('li') ?? document.body).getByRole('button', { name: /^Documentation of / }));
    expect(host.calls.at(-1)?.command).toBe('open_link');
    await user.type(screen.getByTestId('operations-search'), ' nowhere');
    expect(screen.getByText('No operation matches.')).toBeTruthy();
  });

  it('names operations that document no delegated permission', async () => {
    const opened = await openPicker();
    await openGroup(opened, 'Indicators');
    const box = screen.getByTestId('operation-deleteIndicator');
    expect(box.closest('li')?.textContent).toContain('No delegated permission');
    await opened.user.click(box);
    expect((await screen.findByTestId('picked-without')).textContent).toContain('Delete an indicator');
    // Nothing to put into the profile.
    expect(screen.getByTestId('use-permissions').getAttribute('aria-disabled')).toBe('true');
  });

  it('says what the documentation contradicts itself on', async () => {
    const { user } = await openPicker();
    await user.click(screen.getByTestId('preset-readAlerts'));
    const remarks = await screen.findByRole('list', { name: 'Worth knowing' });
    expect(remarks.textContent).toContain('List alerts: The page of 2026 no longer lists Alert.Read');
  });

  it('puts the permissions into the profile and keeps the operations', async () => {
    const opened = await openPicker();
    await opened.user.click(screen.getByTestId('preset-readAlerts'));
    await waitFor(() => expect(screen.getByTestId('permissions-change').textContent).toBe('Takes away AdvancedQuery.Read.'));
    await opened.user.click(screen.getByTestId('use-permissions'));
    expect(await screen.findByText(/Saved in the profile/)).toBeTruthy();
    const [profile] = requests<SaveProfileRequest>(opened, 'save_profile');
    expect(profile).toMatchObject({
      id: '00000000-0000-4000-8000-000000000010',
      name: 'Sandbox tenant',
      cloud: 'sandbox',
      region: null,
      wantedPermissions: ['Alert.Read', 'Machine.Read'],
    });
    const [answers] = requests<{ answers: AnswersDto }>(opened, 'save_answers');
    expect(answers?.answers.operations).toEqual(['listAlerts', 'getAlert', 'getAlertMachine', 'listMachines', 'getMachine']);
    expect(screen.getByTestId('permissions-change').textContent).toBe('The profile wants exactly these.');
    expect(screen.getByTestId('use-permissions').getAttribute('aria-disabled')).toBe('true');
    // The checklist is judged against the new wishes.
    await opened.user.click(screen.getByTestId('step-consent-toggle'));
    await waitFor(() => expect(screen.queryByTestId('consent-row-AdvancedQuery.Read')).toBeNull());
  });

  it('says why they could not be used, and keeps the choice', async () => {
    const opened = await openPicker();
    await opened.user.click(screen.getByTestId('preset-triage'));
    await screen.findByTestId('picked');
    opened.host.failNext('save_profile', { code: 'SETTINGS_NOT_SAVED', message: 'The settings could not be written.' });
    await opened.user.click(screen.getByTestId('use-permissions'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('SETTINGS_NOT_SAVED');
    expect(requests(opened, 'save_answers')).toEqual([]);
    expect(screen.getByTestId('preset-triage').getAttribute('aria-pressed')).toBe('true');
  });

  it('keeps a choice that is not used yet while the step is closed, until nothing is chosen', async () => {
    const { user } = await openPicker();
    await user.click(screen.getByTestId('preset-triage'));
    await user.click(screen.getByTestId('step-permissions-toggle'));
    await user.click(screen.getByTestId('step-permissions-toggle'));
    expect((await screen.findByTestId('preset-triage')).getAttribute('aria-pressed')).toBe('true');
    await user.click(screen.getByTestId('operations-clear'));
    expect(screen.getByTestId('operations-count').textContent).toMatch(/^0 of/);
  });

  it('offers another try when operations or permissions cannot be had', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'setup');
    host.failNext('get_operations', { code: 'INTERNAL', message: 'No operations.' });
    await user.click(await screen.findByTestId('step-permissions-toggle'));
    await screen.findByTestId('error-banner');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByTestId('operations-search');
    host.failNext('pick_permissions', { code: 'INTERNAL', message: 'No permissions.' });
    await user.click(screen.getByTestId('preset-triage'));
    await screen.findByTestId('error-banner');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('picked')).toBeTruthy();
  });
});
