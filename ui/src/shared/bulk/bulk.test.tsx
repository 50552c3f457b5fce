import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FakeOptions } from '../../ipc/fake';
import type { CommandName } from '../../ipc/host';
import { openAt } from '../../test/explorer';
import { openWindow, type OpenWindow } from '../../test/render';
import { violations } from '../../test/violations';

const row = (index: number, inside: HTMLElement = document.body): HTMLElement =>
  inside.querySelector<HTMLElement>(`[data-row-index="${index}"]`) ?? document.body;
const cell = (index: number, column: string, inside?: HTMLElement): string => row(index, inside).querySelector(`[data-column="${column}"]`)?.textContent ?? '';
const dialog = (): HTMLElement => screen.getByTestId('bulk-dialog');
const inDialog = (testId: string): HTMLElement => within(dialog()).getByTestId(testId);
const enabled = (testId: string): boolean => screen.getByTestId(testId).getAttribute('aria-disabled') !== 'true';
const requests = ({ host }: OpenWindow, command: CommandName): unknown[] =>
  host.calls.filter((call) => call.command === command).map(({ request }) => request);

async function alerts(options: FakeOptions = {}): Promise<OpenWindow> {
  const opened = await openWindow({ start: 'signedIn', alerts: 250, permissions: ['Alert.ReadWrite'], ...options }, 'alerts');
  await opened.user.click(screen.getByTestId('load-alerts'));
  await waitFor(() => expect(screen.getByTestId('alerts-count').dataset.complete).toBe('true'));
  await waitFor(() => expect(cell(0, 'title')).not.toBe(''));
  return opened;
}

async function begin({ user }: OpenWindow, change: string): Promise<void> {
  await user.click(await screen.findByTestId('change-rows'));
  await user.click(screen.getByTestId(`change-${change}`));
  await screen.findByTestId('bulk-form');
}

/** The plan for resolving every alert of the view, or the selected ones. */
async function preview(opened: OpenWindow): Promise<void> {
  await begin(opened, 'updateAlerts');
  await opened.user.selectOptions(inDialog('value-body:status'), 'Resolved');
  await opened.user.click(screen.getByTestId('bulk-preview'));
  await screen.findByTestId('bulk-summary');
}

async function allow({ user }: OpenWindow): Promise<void> {
  await user.click(screen.getByTestId('bulk-locked-allow'));
  await user.click(screen.getByTestId('confirm-bulk-locked-allow'));
  await waitFor(() => expect(screen.queryByTestId('bulk-locked')).toBeNull());
}

describe('changes for many rows', () => {
  it('say which rows they are about, and are offered where rows name something', async () => {
    const opened = await alerts();
    const { user } = opened;
    await user.click(await screen.findByTestId('change-rows'));
    expect(screen.getByTestId('change-scope').textContent).toBe('For all 250 alerts in view');
    expect(screen.getAllByRole('menuitem').map(({ textContent }) => textContent)).toEqual([
      'Update alerts…',
      'Tag devices…Permission missing',
      'Set device value…Permission missing',
    ]);
    await user.keyboard('{Escape}');
    await user.click(row(1));
    await user.keyboard('{Control>}');
    await user.click(row(3));
    await user.keyboard('{/Control}');
    await user.click(screen.getByTestId('change-rows'));
    expect(screen.getByTestId('change-scope').textContent).toBe('For 2 selected alerts');
    await user.click(screen.getByTestId('change-updateAlerts'));
    await screen.findByTestId('bulk-form');
    expect(within(dialog()).getByRole('heading', { level: 2, name: 'Update alerts: 2 selected alerts' })).toBeTruthy();
    expect(requests(opened, 'get_bulk_form').at(-1)).toMatchObject({ change: 'updateAlerts', source: { kind: 'rows', data: { rowIds: [1, 3] } } });
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('bulk-cancel'));
    expect(screen.queryByTestId('bulk-dialog')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('change-rows'));
  });

  it('are previewed, sent, and seen in the rows they came from', async () => {
    const opened = await alerts();
    const { user } = opened;
    await preview(opened);
    expect(screen.getByTestId('bulk-summary').textContent).toBe('250 alerts will be changed in 3 calls.');
    expect(screen.getByTestId('bulk-request').textContent).toMatch(/^POST http:\/\/127\.0\.0\.1:49152\/api\/alerts\/batchUpdate$/);
    expect(screen.getByTestId('bulk-body').textContent).toContain('"status": "Resolved"');
    expect(screen.getByTestId('bulk-run').textContent).toBe('Change 250 alerts');
    await waitFor(() => expect(cell(0, 'state', dialog())).toBe('Ready'));
    expect(await violations()).toEqual([]);
    // Looked at while the profile is locked, and sent only once it is not.
    expect(enabled('bulk-run')).toBe(false);
    await user.click(screen.getByTestId('bulk-run'));
    expect(requests(opened, 'run_bulk')).toEqual([]);
    await allow(opened);
    await user.click(screen.getByTestId('bulk-run'));
    await screen.findByTestId('bulk-ended');
    expect(inDialog('outcome-changed').textContent).toBe('250 changed');
    expect(inDialog('bulk-steps').dataset.step).toBe('run');
    await waitFor(() => expect(cell(0, 'state', dialog())).toBe('Changed'));
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('bulk-close'));
    await waitFor(() => expect(cell(0, 'status')).toBe('Resolved'));
    expect(requests(opened, 'load_alerts')).toHaveLength(1);
    expect(requests(opened, 'close_result')).toContainEqual({ resultId: 'result-2' });
  });

  it('keep what is filled in on the way back, and give the plan up', async () => {
    const opened = await alerts();
    await preview(opened);
    await opened.user.click(screen.getByTestId('bulk-back'));
    await screen.findByTestId('bulk-form');
    expect(inDialog('value-body:status')).toHaveProperty('value', 'Resolved');
    expect(requests(opened, 'close_result')).toContainEqual({ resultId: 'result-2' });
    await opened.user.type(inDialog('value-body:comment'), 'Case 4711');
    await opened.user.click(screen.getByTestId('bulk-me'));
    await opened.user.click(screen.getByTestId('bulk-preview'));
    await screen.findByTestId('bulk-summary');
    expect(requests(opened, 'plan_bulk').at(-1)).toMatchObject({
      values: [
        { name: 'status', values: ['Resolved'] },
        { name: 'assignedTo', values: ['maya.lindqvist@sandbox.example'] },
        { name: 'comment', values: ['Case 4711'] },
      ],
    });
  });

  it('stay at the form with what is wrong for every target', async () => {
    const opened = await alerts();
    await begin(opened, 'updateAlerts');
    await opened.user.click(screen.getByTestId('bulk-preview'));
    expect((await within(inDialog('field-body:status')).findByRole('alert')).textContent).toContain('Nothing is to be changed');
    expect(screen.queryByTestId('bulk-summary')).toBeNull();
    await opened.user.selectOptions(inDialog('value-body:status'), 'New');
    expect(within(inDialog('field-body:status')).queryByRole('alert')).toBeNull();
  });

  it('keep determinations to the classification', async () => {
    const opened = await alerts();
    await begin(opened, 'updateAlerts');
    const offered = (): string[] => within(inDialog('value-body:determination')).getAllByRole<HTMLOptionElement>('option').map(({ value }) => value);
    expect(offered()).toEqual(['']);
    await opened.user.selectOptions(inDialog('value-body:classification'), 'TruePositive');
    await opened.user.selectOptions(inDialog('value-body:determination'), 'Phishing');
    await opened.user.selectOptions(inDialog('value-body:classification'), 'FalsePositive');
    expect(inDialog('value-body:determination')).toHaveProperty('value', '');
    expect(offered()).toEqual(['', 'Clean', 'InsufficientData', 'Other']);
  });

  it('tell refusals target by target, and narrow the table down to them', async () => {
    const opened = await alerts();
    const { id } = (await opened.host.invoke('get_row', { resultId: 'result-1', rowId: 3 })).json as { id: string };
    opened.host.bulk.refused.add(id);
    await preview(opened);
    await allow(opened);
    await opened.user.click(screen.getByTestId('bulk-run'));
    await screen.findByTestId('bulk-ended');
    expect(inDialog('outcome-refused').dataset.count).toBe('1');
    await opened.user.click(inDialog('outcome-refused'));
    await waitFor(() => expect(inDialog('bulk-count').dataset.matched).toBe('1'));
    await waitFor(() => expect(cell(0, 'message', dialog())).toBe('The service has no such alert.'));
    // The filter's own menu opens inside the dialog, where it can be pressed.
    await opened.user.click(inDialog('filter-state'));
    expect(dialog().contains(screen.getByTestId('filter-state-Refused'))).toBe(true);
    await opened.user.keyboard('{Escape}');
    await opened.user.click(inDialog('save-rows'));
    await opened.user.click(screen.getByTestId('start-export'));
    expect((await screen.findByTestId('export-saved')).textContent).toContain('update-alerts-outcome.csv');
    expect(requests(opened, 'export_rows').at(-1)).toMatchObject({ resultId: 'result-2', columns: expect.arrayContaining(['state', 'target', 'message']) as unknown });
  });

  it('can be stopped: what was sent is told apart from what was not', async () => {
    const opened = await alerts();
    await preview(opened);
    await allow(opened);
    opened.host.bulk.throttleNext = true;
    opened.host.bulk.hold();
    await opened.user.click(screen.getByTestId('bulk-run'));
    await waitFor(() => expect(screen.getByTestId('bulk-progress').dataset.waiting).toBe('true'));
    expect(screen.getByTestId('bulk-progress').textContent).toContain('0 of 250 alerts done. The service answered 429');
    expect(await violations()).toEqual([]);
    await opened.user.click(screen.getByTestId('bulk-stop'));
    await screen.findByTestId('bulk-ended');
    expect(inDialog('outcome-not-sent').textContent).toBe('250 not sent');
    const [run] = requests(opened, 'run_bulk') as { runId: string }[];
    expect(requests(opened, 'cancel_load')).toEqual([{ loadId: run?.runId }]);
    await waitFor(() => expect(cell(0, 'state', dialog())).toBe('Not sent'));
  });

  it('ask before a run is closed, and stop it then', async () => {
    const opened = await alerts();
    await preview(opened);
    await allow(opened);
    opened.host.bulk.hold();
    await opened.user.click(screen.getByTestId('bulk-run'));
    await screen.findByTestId('bulk-progress');
    fireEvent(dialog(), new Event('cancel', { cancelable: true }));
    await opened.user.click(await screen.findByTestId('bulk-go-on'));
    expect(screen.getByTestId('bulk-progress')).toBeTruthy();
    expect(requests(opened, 'cancel_load')).toEqual([]);
    await opened.user.click(screen.getByTestId('bulk-close'));
    await opened.user.click(await screen.findByTestId('bulk-stop-and-close'));
    await waitFor(() => expect(screen.queryByTestId('bulk-dialog')).toBeNull());
    expect(requests(opened, 'cancel_load')).toHaveLength(1);
    await waitFor(() => expect(requests(opened, 'close_result')).toContainEqual({ resultId: 'result-2' }));
  });

  it('show why a run ended early, and what is unknown', async () => {
    const opened = await alerts();
    opened.host.bulk.breakAfter = 1;
    await preview(opened);
    await allow(opened);
    await opened.user.click(screen.getByTestId('bulk-run'));
    await screen.findByTestId('bulk-ended');
    expect(within(dialog()).getByTestId('error-banner').textContent).toContain('The connection was closed');
    expect(['outcome-changed', 'outcome-no-answer', 'outcome-not-sent'].map((id) => inDialog(id).dataset.count)).toEqual(['100', '100', '50']);
    expect(screen.getByTestId('bulk-ended').textContent).toContain('look before you send it again');
  });

  it('can be tried again when the run could not begin', async () => {
    const opened = await alerts();
    await preview(opened);
    await allow(opened);
    opened.host.failNext('run_bulk', { code: 'CHANGES_LOCKED', message: 'Somebody locked the profile again.' });
    await opened.user.click(screen.getByTestId('bulk-run'));
    expect((await within(dialog()).findByTestId('error-banner')).dataset.code).toBe('CHANGES_LOCKED');
    await opened.user.click(screen.getByTestId('bulk-run'));
    await screen.findByTestId('bulk-ended');
  });

  it('renew the details of the alert that is open', async () => {
    const opened = await alerts();
    await opened.user.click(row(0));
    await screen.findByText('powershell.exe');
    await begin(opened, 'updateAlerts');
    await opened.user.type(inDialog('value-body:comment'), 'Seen in bulk');
    await opened.user.click(screen.getByTestId('bulk-preview'));
    expect((await screen.findByTestId('bulk-summary')).textContent).toBe('1 alert will be changed in 1 call.');
    await allow(opened);
    await opened.user.click(screen.getByTestId('bulk-run'));
    await screen.findByTestId('bulk-ended');
    await opened.user.click(screen.getByTestId('bulk-close'));
    await waitFor(() => expect(screen.getByTestId('alert-comments').textContent).toContain('Seen in bulk'));
  });
});

describe("changes for rows of the explorer's answers", () => {
  it('are offered for devices, and name what is sent once', async () => {
    const opened = await openAt('listMachineAlerts', { permissions: ['Machine.ReadWrite'] });
    await opened.user.type(screen.getByTestId('value-path:id'), 'x');
    await opened.user.click(screen.getByTestId('send'));
    await screen.findByTestId('call-status');
    await begin(opened, 'tagDevices');
    await opened.user.type(inDialog('value-body:Value'), 'Case 4711');
    await opened.user.selectOptions(inDialog('value-body:Action'), 'Add');
    await opened.user.click(screen.getByTestId('bulk-preview'));
    expect((await screen.findByTestId('bulk-summary')).textContent).toMatch(/^\d+ devices will be changed in 1 call\.$/);
    expect(screen.getByTestId('bulk-remarks').textContent).toMatch(/the same device as a row before; each device is sent once/);
  });
});

describe('changes from a file', () => {
  it('are planned line by line, with what is wrong and what is not used', async () => {
    const opened = await openAt('listAlerts', { permissions: ['Alert.ReadWrite'] });
    const { user } = opened;
    act(() => screen.getByTestId('change-from-file').focus());
    await user.click(screen.getByTestId('change-from-file'));
    await screen.findByTestId('bulk-choose-file');
    expect(screen.queryByTestId('bulk-form')).toBeNull();
    expect(enabled('bulk-preview')).toBe(false);
    await user.click(screen.getByTestId('bulk-template'));
    expect((await screen.findByTestId('bulk-template-saved')).textContent).toContain('updateAlerts.csv');
    expect(screen.getByTestId('bulk-columns').textContent).toContain('alertId, status, assignedTo');
    await user.click(screen.getByTestId('bulk-choose-file'));
    expect((await screen.findByTestId('bulk-lines')).textContent).toContain('5 lines');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('bulk-preview'));
    expect((await screen.findByTestId('bulk-summary')).textContent).toBe('2 alerts will be changed in 2 calls.');
    const remarks = screen.getByTestId('bulk-remarks').textContent;
    for (const part of ['2 rows cannot be sent', '1 row names the same alert as a row before; each alert is sent once.', 'Not used: column owner.']) {
      expect(remarks).toContain(part);
    }
    await waitFor(() => expect([0, 1, 2, 3, 4].map((index) => cell(index, 'state', dialog()))).toEqual(['Ready', 'Ready', 'Duplicate', 'Invalid', 'Invalid']));
    expect(cell(4, 'message', dialog())).toContain('status cannot be Closed');
    await user.click(screen.getByTestId('bulk-cancel'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('change-from-file')));
  });

  it('name a deletion, and say what is not documented', async () => {
    const opened = await openAt('listAlerts');
    await opened.user.click(screen.getByTestId('change-from-file'));
    await opened.user.selectOptions(await screen.findByTestId('bulk-change'), 'deleteIndicators');
    expect(screen.getByTestId('bulk-permission').textContent).toContain('No delegated permission is documented');
    await opened.user.click(screen.getByTestId('bulk-choose-file'));
    await screen.findByTestId('bulk-lines');
    await opened.user.click(screen.getByTestId('bulk-preview'));
    expect((await screen.findByTestId('bulk-run')).textContent).toBe('Delete 2 indicators');
    await allow(opened);
    await opened.user.click(screen.getByTestId('bulk-run'));
    expect((await screen.findByTestId('outcome-changed')).textContent).toBe('2 deleted');
  });

  it('say when the file cannot be read', async () => {
    const opened = await openAt('listAlerts');
    opened.host.bulk.file = 'nothing\nx';
    await opened.user.click(screen.getByTestId('change-from-file'));
    await opened.user.click(await screen.findByTestId('bulk-choose-file'));
    expect((await within(dialog()).findByTestId('error-banner')).dataset.code).toBe('BULK_UNREADABLE');
    expect(enabled('bulk-preview')).toBe(false);
  });
});
