import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ChecklistStart } from '../../../ipc/fake/world';
import type { AnswersDto, StepId } from '../../../ipc/generated/contract';
import { openWindow, type OpenWindow } from '../../../test/render';
import { violations } from '../../../test/violations';

type Opened = OpenWindow & { step: HTMLElement };

async function openStep(id: StepId, checklist: ChecklistStart = 'nothingChecked'): Promise<Opened> {
  const opened = await openWindow({ start: 'signedIn', checklist }, 'setup');
  const step = await screen.findByTestId(`step-${id}`);
  await opened.user.click(screen.getByTestId(`step-${id}-toggle`));
  return { ...opened, step };
}

function savedAnswers({ host }: OpenWindow): AnswersDto[] {
  return host.calls
    .filter(({ command }) => command === 'save_answers')
    .map(({ request }) => (request as { answers: AnswersDto }).answers);
}

describe('a step', () => {
  it('opens and closes, and says its state in words', async () => {
    const { user, step } = await openStep('ids', 'mixed');
    const toggle = screen.getByTestId('step-ids-toggle');
    expect(toggle.getAttribute('aria-expanded')).toBe('true');
    expect(within(step).getByRole('group', { name: /Application ID and tenant ID/ })).toBeTruthy();
    expect(toggle.textContent).toBe('9Application ID and tenant IDOK');
    expect(screen.getByTestId('step-register-toggle').textContent).toContain('Wrong');
    expect(screen.getByTestId('step-cloud-toggle').textContent).toContain('Cannot tell');
    expect(screen.getByTestId('step-cloud').dataset.state).toBe('cannotTell');
    await user.click(toggle);
    expect(toggle.getAttribute('aria-expanded')).toBe('false');
    expect(within(step).queryByRole('group')).toBeNull();
  });

  it('says when it was last checked, where it is not checked now', async () => {
    await openWindow({ start: 'signedIn', checklist: 'mixed', now: () => Date.UTC(2026, 10, 26, 12) }, 'setup');
    expect((await screen.findByTestId('step-api')).textContent).toContain('Last checked Nov 24: OK');
    // What is found names itself.
    expect(screen.getByTestId('step-register').textContent).toContain('Platform of the redirect URI');
  });

  it('stays open while another screen is shown', async () => {
    const { user } = await openStep('roles');
    await user.click(screen.getByTestId('nav-token'));
    await screen.findByTestId('token-summary');
    await user.click(screen.getByTestId('nav-setup'));
    expect((await screen.findByTestId('step-roles')).dataset.open).toBe('true');
  });

  it('tells what to do, in both wordings of the portal, with values to copy', async () => {
    const { host, user, step } = await openStep('register');
    const instructions = within(step).getAllByRole('listitem').filter(({ textContent }) => textContent.includes('Redirect URI configuration'));
    expect(instructions.at(-1)?.textContent).toContain('Older portal: Authentication, Add a platform, Mobile and desktop applications.');
    expect(within(step).getByText(/Why not Web/).closest('li')?.parentElement?.tagName).toBe('UL');
    await user.click(within(step).getByRole('button', { name: 'Copy Redirect URI: http://localhost' }));
    expect(host.calls.at(-1)).toEqual({ command: 'copy_text', request: { text: 'http://localhost' } });
  });

  it('opens pages through the host, and gives the address where no browser opens', async () => {
    const { host, user, step } = await openStep('consent');
    const link = within(step).getByRole('button', { name: 'Admin consent page' });
    await user.click(link);
    const opened = host.calls.filter(({ command }) => command === 'open_link').at(-1)?.request as { url: string };
    expect(opened.url).toMatch(/^https:\/\/login\.microsoftonline\.com\/.*adminconsent/);
    host.failNext('open_link', { code: 'LINK_REFUSED', message: 'No.' });
    await user.click(link);
    expect((await within(step).findByRole('alert')).textContent).toContain(opened.url);
    await user.click(within(step).getByRole('button', { name: 'Copy address' }));
    expect(host.calls.at(-1)).toEqual({ command: 'copy_text', request: { text: opened.url } });
  });

  it('lists who may do it', async () => {
    const { step } = await openStep('roles');
    const rows = within(step).getAllByRole('row').map(({ textContent }) => textContent);
    expect(rows[0]).toBe('TaskLeast roleRemark');
    expect(rows).toContain('Grant consentCloud Application AdministratorOlder Defender pages ask for Global Administrator.');
    expect(await violations()).toEqual([]);
  });

  it('shows each check with what was seen, what to do and how it is known', async () => {
    const { step } = await openStep('register', 'fault');
    const wrong = within(step).getByTestId('check-redirect-platform');
    expect(wrong.dataset.state).toBe('wrong');
    expect(within(wrong).getByRole('img', { name: 'Wrong' })).toBeTruthy();
    expect(wrong.textContent).toContain('Remove http://localhost from Web');
    // The fake's pasted manifest found it.
    expect(wrong.textContent).toMatch(/Answered by Microsoft Entra at sign-in\.|Read from the app manifest\./);
    const well = within(step).getByTestId('check-account-types');
    expect(within(well).getByRole('img', { name: 'OK' })).toBeTruthy();
    expect(well.textContent).toContain('Read from the app manifest.');
    expect(await violations()).toEqual([]);
  });

  it('leads to the place for the manifest while checks wait for it', async () => {
    const { user, step } = await openStep('api');
    expect(within(step).getByTestId('check-api-resource').dataset.state).toBe('notChecked');
    await user.click(within(step).getByRole('button', { name: 'Give the app manifest' }));
    expect(document.activeElement).toBe(screen.getByTestId('evidence-manifest-text'));
  });

  it('keeps what the admin ticks', async () => {
    const opened = await openStep('roles');
    const box = screen.getByTestId<HTMLInputElement>('step-roles-ticked');
    await opened.user.click(box);
    await waitFor(() => expect(savedAnswers(opened)).toHaveLength(1));
    expect(savedAnswers(opened)[0]?.ticked).toEqual(['roles']);
    await opened.user.click(screen.getByTestId('step-roles-toggle'));
    expect(screen.getByTestId('step-roles').textContent).toContain('Done, as you said');
    await opened.user.click(screen.getByTestId('step-roles-toggle'));
    await opened.user.click(screen.getByTestId('step-roles-ticked'));
    await waitFor(() => expect(savedAnswers(opened).at(-1)?.ticked).toEqual([]));
  });

  it('loses no answer of several given in a row', async () => {
    const opened = await openStep('roles');
    await opened.user.click(screen.getByTestId('step-ids-toggle'));
    act(() => screen.getByTestId('step-roles-ticked').click());
    act(() => screen.getByTestId('step-ids-ticked').click());
    await waitFor(() => expect(savedAnswers(opened)).toHaveLength(2));
    expect(savedAnswers(opened)[1]?.ticked).toEqual(['roles', 'ids']);
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('step-ids-ticked').checked).toBe(true));
    expect(screen.getByTestId<HTMLInputElement>('step-roles-ticked').checked).toBe(true);
  });

  it('goes back to what is kept when an answer could not be saved', async () => {
    const opened = await openStep('roles');
    opened.host.failNext('save_answers', { code: 'SETTINGS_NOT_SAVED', message: 'The settings could not be written.' });
    await opened.user.click(screen.getByTestId('step-roles-ticked'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('SETTINGS_NOT_SAVED');
    expect(screen.getByTestId<HTMLInputElement>('step-roles-ticked').checked).toBe(false);
  });
});

describe('access', () => {
  it('asks three questions and advises', async () => {
    const opened = await openStep('access');
    const answer = (question: string, label: string) =>
      opened.user.click(within(screen.getByTestId(`adviser-${question}`)).getByRole('radio', { name: label }));
    expect(screen.queryByTestId('advice')).toBeNull();
    await answer('personPresent', 'Yes');
    await answer('asPerson', 'Yes');
    await answer('unattended', 'No');
    await waitFor(() => expect(screen.getByTestId('advice').dataset.access).toBe('userContext'));
    expect(screen.getByTestId('advice').textContent).toContain('The person needs a role in Defender beside the permissions.');
    expect(savedAnswers(opened).at(-1)).toMatchObject({ personPresent: true, asPerson: true, unattended: false });
    await answer('personPresent', 'No');
    await answer('unattended', 'Yes');
    await waitFor(() => expect(screen.getByTestId('advice').dataset.access).toBe('applicationContext'));
    await opened.user.click(within(screen.getByTestId('advice')).getByRole('button', { name: 'Access with application context' }));
    expect(opened.host.calls.at(-1)?.command).toBe('open_link');
    expect(await violations()).toEqual([]);
  });
});

describe('the other choices', () => {
  it('keep the plan, the account types and the need for public client flows', async () => {
    const opened = await openStep('cloud');
    await opened.user.click(within(screen.getByTestId('plan-choice')).getByRole('radio', { name: 'Defender for Business' }));
    await waitFor(() => expect(savedAnswers(opened).at(-1)?.plan).toBe('business'));

    await opened.user.click(screen.getByTestId('step-register-toggle'));
    const types = within(await screen.findByTestId('account-types-choice'));
    expect(types.getByRole<HTMLInputElement>('radio', { name: /Single tenant only/ }).checked).toBe(true);
    await opened.user.click(types.getByRole('radio', { name: /Older portal: Accounts in any organizational directory$/ }));
    await waitFor(() => expect(savedAnswers(opened).at(-1)?.accountTypes).toBe('anyOrganisation'));

    await opened.user.click(screen.getByTestId('step-publicClient-toggle'));
    await opened.user.click(screen.getByTestId('public-flows-switch'));
    await waitFor(() => expect(savedAnswers(opened).at(-1)).toMatchObject({ needsPublicFlows: true, plan: 'business' }));
    expect(await violations()).toEqual([]);
  });
});

describe('consent', () => {
  it('shows each permission on its way into the token', async () => {
    const { step } = await openStep('consent', 'mixed');
    const table = within(within(step).getByTestId('consent-table'));
    expect(table.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
      'Permission',
      'Needed',
      'Registered',
      'Consented',
      'In the token',
      'Remark',
    ]);
    const marks = (permission: string): (string | undefined)[] =>
      [...screen.getByTestId(`consent-row-${permission}`).querySelectorAll<HTMLElement>('[data-mark]')].map(({ dataset }) => dataset.mark);
    expect(marks('Machine.Isolate')).toEqual(['yes', 'yes', 'no', 'no']);
    expect(marks('Ti.ReadWrite')).toEqual(['yes', 'unknown', 'unknown', 'unknown']);
    expect(screen.getByTestId('consent-row-Machine.Read').textContent).toContain('YesYesYesNo');
    expect(screen.getByTestId('consent-row-Machine.Read').textContent).toContain('The token is older than the consent.');
    expect(screen.getByTestId('consent-row-Ti.ReadWrite').textContent).toContain('Unknown');
    expect(await violations()).toEqual([]);
  });
});
