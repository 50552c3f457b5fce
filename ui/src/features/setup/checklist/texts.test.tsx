import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FakeOptions } from '../../../ipc/fake';
import type { StepId } from '../../../ipc/generated/contract';
import { openWindow, type OpenWindow } from '../../../test/render';
import { violations } from '../../../test/violations';

async function openArtifacts(step: StepId, options: FakeOptions = {}): Promise<OpenWindow> {
  const opened = await openWindow({ start: 'signedIn', ...options }, 'setup');
  await opened.user.click(await screen.findByTestId(`step-${step}-toggle`));
  await screen.findByTestId('artifact-text');
  return opened;
}

const text = (): string => screen.getByTestId('artifact-text').textContent;
const kind = (): string => screen.getByTestId<HTMLSelectElement>('artifact-kind').value;
const access = (): string => screen.getByTestId<HTMLSelectElement>('artifact-access').value;

describe('generated texts', () => {
  it('begin with the one that fits the step', async () => {
    const { user } = await openArtifacts('register');
    expect(kind()).toBe('azureCli');
    expect(text()).toContain("permissions=('Alert.Read' 'Machine.Read' 'AdvancedQuery.Read')");
    await user.click(screen.getByTestId('step-register-toggle'));
    await user.click(screen.getByTestId('step-consent-toggle'));
    await waitFor(() => expect(kind()).toBe('consentMail'));
    await user.click(screen.getByTestId('step-consent-toggle'));
    await user.click(screen.getByTestId('step-api-toggle'));
    await waitFor(() => expect(kind()).toBe('requiredResourceAccess'));
    expect(await violations()).toEqual([]);
  });

  it('can all be had, for either context', async () => {
    const { host } = await openArtifacts('register');
    expect(access()).toBe('userContext');
    for (const [value, part] of [
      ['powerShell', 'New-MgApplication'],
      ['graphRequest', 'POST https://graph.microsoft.com'],
      ['requiredResourceAccess', '"type": "Scope"'],
      ['consentMail', 'please grant consent'],
    ] as const) {
      fireEvent.change(screen.getByTestId('artifact-kind'), { target: { value } });
      await waitFor(() => expect(text()).toContain(part));
    }
    fireEvent.change(screen.getByTestId('artifact-access'), { target: { value: 'applicationContext' } });
    await waitFor(() => expect(text()).toContain('- Alert.Read.All'));
    expect(host.calls.at(-1)).toEqual({ command: 'get_artifact', request: { kind: 'consentMail', access: 'applicationContext' } });
  });

  it('follow the advice until the admin chooses otherwise', async () => {
    const { user } = await openArtifacts('register', { checklist: 'allGreen' });
    expect(access()).toBe('userContext');
    await user.click(screen.getByTestId('step-access-toggle'));
    const no = (question: string) => screen.getByTestId(`adviser-${question}`).querySelector<HTMLInputElement>('input[value="no"]');
    const yes = (question: string) => screen.getByTestId(`adviser-${question}`).querySelector<HTMLInputElement>('input[value="yes"]');
    await user.click(no('personPresent') ?? document.body);
    await user.click(yes('unattended') ?? document.body);
    await waitFor(() => expect(access()).toBe('applicationContext'));
  });

  it('are made anew when the profile changes', async () => {
    const { user } = await openArtifacts('register');
    await user.click(screen.getByTestId('step-permissions-toggle'));
    await user.click(await screen.findByTestId('preset-readAlerts'));
    await waitFor(() => expect(screen.getByTestId('use-permissions').getAttribute('aria-disabled')).not.toBe('true'));
    await user.click(screen.getByTestId('use-permissions'));
    await waitFor(() => expect(text()).toContain("permissions=('Alert.Read' 'Machine.Read')"));
  });

  it('are copied and saved', async () => {
    const { host, user } = await openArtifacts('register');
    await user.click(screen.getByTestId('artifact-copy'));
    expect(host.calls.at(-1)).toEqual({ command: 'copy_text', request: { text: text() } });
    await user.click(screen.getByTestId('artifact-save'));
    await waitFor(() => expect(screen.getByTestId('artifact-saved').textContent).toBe('Saved to /srv/reports/create-app.sh'));
    expect(host.calls.at(-1)).toEqual({ command: 'save_artifact', request: { kind: 'azureCli', access: 'userContext' } });
    fireEvent.change(screen.getByTestId('artifact-kind'), { target: { value: 'powerShell' } });
    expect(screen.getByTestId('artifact-saved').textContent).toBe('');
  });

  it('say when they were not saved, or could not be made or written', async () => {
    const { host, user } = await openArtifacts('register', { saveDialog: 'closed' });
    await user.click(screen.getByTestId('artifact-save'));
    await waitFor(() => expect(screen.getByTestId('artifact-saved').textContent).toBe('Not saved.'));
    host.failNext('save_artifact', { code: 'FILE_NOT_SAVED', message: 'The disk is full.' });
    await user.click(screen.getByTestId('artifact-save'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('FILE_NOT_SAVED');
    host.failNext('get_artifact', { code: 'INTERNAL', message: 'It could not be made.' });
    fireEvent.change(screen.getByTestId('artifact-kind'), { target: { value: 'powerShell' } });
    expect(await screen.findByText('It could not be made.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(text()).toContain('New-MgApplication'));
  });
});

describe('the report', () => {
  it('is saved as chosen, with names masked unless told otherwise', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'setup');
    await user.click(await screen.findByTestId('save-report'));
    await waitFor(() => expect(screen.getByTestId('report-saved').textContent).toBe('Saved to /srv/reports/verification-report.html'));
    expect(host.calls.at(-1)).toEqual({ command: 'save_report', request: { format: 'html', maskNames: true } });
    await user.selectOptions(screen.getByTestId('report-format'), 'markdown');
    expect(screen.getByTestId('report-saved').textContent).toBe('');
    await user.click(screen.getByTestId('report-mask'));
    await user.click(screen.getByTestId('save-report'));
    await waitFor(() => expect(screen.getByTestId('report-saved').textContent).toContain('verification-report.md'));
    expect(host.calls.at(-1)).toEqual({ command: 'save_report', request: { format: 'markdown', maskNames: false } });
  });

  it('says when it was not saved, or could not be', async () => {
    const { host, user } = await openWindow({ start: 'signedIn', saveDialog: 'closed' }, 'setup');
    await user.click(await screen.findByTestId('save-report'));
    await waitFor(() => expect(screen.getByTestId('report-saved').textContent).toBe('Not saved.'));
    host.failNext('save_report', { code: 'FILE_NOT_SAVED', message: 'The disk is full.' });
    await user.click(screen.getByTestId('save-report'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('FILE_NOT_SAVED');
  });
});
