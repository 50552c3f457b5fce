import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FakeOptions } from '../../ipc/fake';
import { openWindow, type OpenWindow } from '../../test/render';
import { violations } from '../../test/violations';
import { changesOf, withClassification } from './work/draft';

const row = (index: number): HTMLElement => document.querySelector<HTMLElement>(`[data-row-index="${index}"]`) ?? document.body;
const cell = (index: number, column: string): string => row(index).querySelector(`[data-column="${column}"]`)?.textContent ?? '';
/** An alert that nobody has touched yet. */
let at = -1;
const control = (name: string): HTMLInputElement => screen.getByTestId<HTMLInputElement>(`work-${name}`);
const planned = ({ host }: OpenWindow): unknown[] =>
  host.calls.filter(({ command }) => command === 'plan_bulk').map(({ request }) => (request as { values: unknown }).values);
const value = (name: string, ...values: string[]) => ({ place: 'body', name, values });

async function openAlert(options: FakeOptions = {}): Promise<OpenWindow> {
  const opened = await openWindow({ start: 'signedIn', permissions: ['Alert.ReadWrite'], ...options }, 'alerts');
  await opened.user.click(screen.getByTestId('load-alerts'));
  await waitFor(() => expect(cell(0, 'title')).not.toBe(''));
  at = Array.from({ length: 20 }, (_, index) => index).find((index) => cell(index, 'status') === 'New') ?? -1;
  await opened.user.click(row(at));
  await screen.findByTestId('alert-work');
  await screen.findByText('powershell.exe');
  return opened;
}

async function openUnlocked(options: FakeOptions = {}): Promise<OpenWindow> {
  const opened = await openAlert(options);
  await opened.user.click(await screen.findByTestId('work-locked-allow'));
  await opened.user.click(screen.getByTestId('confirm-work-locked-allow'));
  await screen.findByTestId('work-save');
  return opened;
}

describe('work on an alert', () => {
  it('is locked with the profile, and opened from there for the explorer, too', async () => {
    const { user } = await openAlert();
    expect((await screen.findByTestId('work-locked')).textContent).toContain('This profile is read-only');
    expect(screen.queryByTestId('work-save')).toBeNull();
    expect(screen.queryByTestId('work-permission')).toBeNull();
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('work-locked-allow'));
    await user.click(screen.getByTestId('confirm-work-locked-allow'));
    await screen.findByTestId('work-save');
    await user.click(screen.getByTestId('nav-explorer'));
    expect((await screen.findByTestId('guard')).dataset.changes).toBe('true');
  });

  it('says which permission opens it, and lets it be tried all the same', async () => {
    const opened = await openUnlocked({ permissions: [] });
    expect(screen.getByTestId('work-permission').textContent).toContain('Alert.ReadWrite opens it');
    await opened.user.type(control('comment'), 'Looked at it');
    await opened.user.click(screen.getByTestId('work-save'));
    expect((await within(screen.getByTestId('alert-work')).findByTestId('error-banner')).dataset.code).toBe('API_FORBIDDEN');
    expect(control('comment').value).toBe('Looked at it');
  });

  it('sends what was changed and nothing else, and shows it in table and details without loading again', async () => {
    const opened = await openUnlocked();
    const { host, user } = opened;
    const save = screen.getByTestId('work-save');
    expect(save.getAttribute('aria-disabled')).toBe('true');
    const loads = (): number => host.calls.filter(({ command }) => command === 'load_alerts').length;
    await user.selectOptions(control('status'), 'InProgress');
    await user.click(screen.getByTestId('work-me'));
    await user.type(control('comment'), 'Case 4711');
    expect(await violations()).toEqual([]);
    await user.click(save);
    await waitFor(() => expect(screen.getByTestId('work-saved').textContent).toBe('Saved.'));
    expect(planned(opened)).toEqual([[value('status', 'InProgress'), value('assignedTo', 'maya.lindqvist@sandbox.example'), value('comment', 'Case 4711')]]);
    expect(host.calls.find(({ command }) => command === 'plan_bulk')?.request).toMatchObject({ change: 'updateAlerts', source: { kind: 'rows', data: { rowIds: [at] } } });
    await waitFor(() => expect(cell(at, 'status')).toBe('In progress'));
    expect(cell(at, 'assignedTo')).toBe('maya.lindqvist@sandbox.example');
    await waitFor(() => expect(screen.getByTestId('alert-comments').textContent).toContain('Case 4711'));
    expect(loads()).toBe(1);
    // The row stays open and selected, and the form is about the alert as it is now.
    expect(row(at).getAttribute('aria-selected')).toBe('true');
    expect(control('status').value).toBe('InProgress');
    expect(control('comment').value).toBe('');
    expect(screen.getByTestId('work-save').getAttribute('aria-disabled')).toBe('true');
    expect(host.calls.some(({ command }) => command === 'close_result')).toBe(true);
  });

  it('keeps determinations to the classification', async () => {
    const opened = await openUnlocked();
    const offered = (): string[] => within(control('determination')).getAllByRole<HTMLOptionElement>('option').map((option) => option.value);
    await opened.user.selectOptions(control('classification'), 'TruePositive');
    expect(offered()).toContain('Phishing');
    await opened.user.selectOptions(control('determination'), 'Phishing');
    await opened.user.selectOptions(control('classification'), 'FalsePositive');
    expect(control('determination').value).toBe('');
    expect(offered()).not.toContain('Phishing');
    await opened.user.selectOptions(control('determination'), 'Clean');
    await opened.user.click(screen.getByTestId('work-save'));
    await screen.findByText('Saved.');
    expect(planned(opened)).toEqual([[value('classification', 'FalsePositive'), value('determination', 'Clean')]]);
  });

  it('tells a refusal, and keeps what was filled in', async () => {
    const { host, user } = await openUnlocked();
    const { id } = (await host.invoke('get_row', { resultId: 'result-1', rowId: at })).json as { id: string };
    host.bulk.refused.add(id);
    await user.selectOptions(control('status'), 'Resolved');
    await user.click(screen.getByTestId('work-save'));
    expect((await screen.findByTestId('work-refused')).textContent).toBe('The service has no such alert. (HTTP 404)');
    expect(control('status').value).toBe('Resolved');
    host.failNext('run_bulk', { code: 'API_THROTTLED', message: 'The service asks for a pause.' });
    await user.click(screen.getByTestId('work-save'));
    expect((await within(screen.getByTestId('alert-work')).findByTestId('error-banner')).textContent).toContain('asks for a pause');
  });

  it('keeps what is not saved while another alert is looked at', async () => {
    const { user } = await openUnlocked();
    await user.type(control('comment'), 'To be continued');
    await user.click(row(at + 1));
    await waitFor(() => expect(control('comment').value).toBe(''));
    fireEvent.click(row(at));
    await waitFor(() => expect(control('comment').value).toBe('To be continued'));
  });
});

describe('the draft of an alert', () => {
  const alert = { status: 'New', classification: 'TruePositive', determination: 'Malware', assignedTo: null };

  it('sends a determination together with its classification, and no empty field', () => {
    expect(changesOf(alert, { determination: 'Phishing', assignedTo: '  ', status: 'New' })).toEqual([
      value('classification', 'TruePositive'),
      value('determination', 'Phishing'),
    ]);
  });

  it('keeps a determination that fits the other classification, too', () => {
    const pairs = [{ classification: 'FalsePositive', determinations: ['Other'] }];
    expect(withClassification({ ...alert, determination: 'Other' }, {}, pairs, 'FalsePositive')).toMatchObject({ determination: 'Other' });
    expect(withClassification(alert, {}, pairs, 'FalsePositive')).toMatchObject({ determination: '' });
  });
});
