/** The table of any answer, as an admin uses it. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { PivotDto } from '../../ipc/generated/contract';
import { createFakeHost, type FakeHost, type FakeOptions } from '../../ipc/fake';
import type { CommandName, Request } from '../../ipc/host';
import { openPart, type OpenPart } from '../../test/part';
import { violations } from '../../test/violations';
import { ResultPanel, type ResultPanelProps } from './ResultPanel';

const row = (index: number): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-row-index="${index}"]`);
  if (found === null) {
    throw new Error(`row ${index} is not drawn`);
  }
  return found;
};
const cell = (index: number, column: string): string => row(index).querySelector(`[data-column="${column}"]`)?.textContent ?? 'no such cell';
const header = (column: string): HTMLElement => {
  const found = screen.getAllByRole('columnheader').find((candidate) => candidate.dataset.column === column);
  if (found === undefined) {
    throw new Error(`no header ${column}`);
  }
  return found;
};
const headers = (): (string | undefined)[] => screen.getAllByRole('columnheader').map((one) => one.dataset.column);
const title = (column: string): HTMLElement => within(header(column)).getAllByRole('button')[0] ?? header(column);
const matched = (): string | undefined => screen.getByTestId('result-count').dataset.matched;
const selected = (): string => screen.getByTestId('selected-count').textContent;
const grid = (): HTMLElement => screen.getByTestId('result-grid');

type Opened = OpenPart & { host: FakeHost; resultId: string; panel: (more?: Partial<ResultPanelProps>) => React.ReactNode };

function last<K extends CommandName>(host: FakeHost, command: K): Request<K> | undefined {
  return host.calls.filter((call) => call.command === command).at(-1)?.request as Request<K> | undefined;
}
function lastView(host: FakeHost): Request<'set_view'> {
  const view = last(host, 'set_view');
  if (view === undefined) {
    throw new Error('no view was asked for');
  }
  return view;
}

/** Alerts stand for any rows here: the panel is told nothing about them. */
async function opened(more: Partial<ResultPanelProps> = {}, options: FakeOptions = {}): Promise<Opened> {
  const host = createFakeHost({ start: 'signedIn', alerts: 300, ...options });
  await host.invoke('get_app_state', null);
  const { resultId } = await host.invoke('load_alerts', { loadId: 'x', createdFrom: null, createdTo: null, severities: [] });
  const panel = (other: Partial<ResultPanelProps> = {}): React.ReactNode => (
    <ResultPanel resultId={resultId} label="Alerts of pc-012" columnsKey="listThings" busy={false} version={1} {...more} {...other} />
  );
  const part = await openPart(host, panel());
  await screen.findByTestId('result-grid');
  await waitFor(() => expect(cell(0, 'title')).not.toBe(''));
  return { ...part, host, resultId, panel };
}

describe('the table of any answer', () => {
  it('shows a dozen columns of rows it knows nothing of, by what they hold', async () => {
    await opened();
    expect(headers()).toHaveLength(12);
    expect(screen.getByTestId('result-count').textContent).toBe('300 rows');
    expect(grid().getAttribute('aria-multiselectable')).toBe('true');
  });

  it('sorts by a second key with Shift and numbers the keys', async () => {
    const { host, user } = await opened();
    await user.click(title('severity'));
    await user.keyboard('{Shift>}');
    await user.click(title('title'));
    await user.keyboard('{/Shift}');
    await waitFor(() =>
      expect(lastView(host).sort).toEqual([
        { column: 'severity', descending: false },
        { column: 'title', descending: false },
      ]),
    );
    expect(header('title').dataset.sortRank).toBe('2');
    expect(header('severity').getAttribute('aria-sort')).toBe('ascending');
    expect(header('title').textContent).toContain('sort key 2, ascending');
    await user.click(title('status'));
    await waitFor(() => expect(lastView(host).sort).toEqual([{ column: 'status', descending: false }]));
  });

  it('opens the menu of a column with the keyboard, and gives the focus back', async () => {
    const { user } = await opened();
    act(() => title('title').focus());
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    expect(screen.getByTestId('column-filter')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('column-filter')).toBeNull();
    expect(document.activeElement).toBe(title('title'));
  });

  it('narrows down by a condition, names it, and takes it back', async () => {
    const { host, user } = await opened();
    await user.click(screen.getByTestId('column-menu-title'));
    await user.click(screen.getByTestId('add-condition'));
    expect(screen.getByText('Give a value.')).toBeTruthy();
    await user.type(screen.getByTestId('condition-value-0'), 'powershell');
    await user.click(screen.getByTestId('add-condition'));
    await waitFor(() => expect(Number(matched())).toBeLessThan(300));
    expect(lastView(host).conditions).toEqual([{ column: 'title', test: 'contains', values: ['powershell'] }]);
    await waitFor(() => expect(cell(0, 'title')).toContain('PowerShell'));
    const chip = within(screen.getByTestId('filter-chips')).getByRole('button', { name: 'Remove filter: Title contains “powershell”' });
    expect(within(header('title')).getByRole('button', { name: 'Filter Title, filtered' })).toBeTruthy();
    await user.click(chip);
    await waitFor(() => expect(matched()).toBe('300'));
    expect(screen.queryByTestId('filter-chips')).toBeNull();
  });

  it('compares numbers as numbers, between two included ends', async () => {
    const { host, user } = await opened();
    await user.click(screen.getByTestId('column-menu-incidentId'));
    fireEvent.change(screen.getByTestId('condition-test'), { target: { value: 'between' } });
    await user.type(screen.getByTestId('condition-value-0'), '1010');
    await user.type(screen.getByTestId('condition-value-1'), '1009');
    await user.click(screen.getByTestId('add-condition'));
    expect(screen.getByText('The first value is greater than the second.')).toBeTruthy();
    await user.clear(screen.getByTestId('condition-value-1'));
    await user.type(screen.getByTestId('condition-value-1'), '1011');
    await user.click(screen.getByTestId('add-condition'));
    await waitFor(() => expect(matched()).toBe('6'));
    expect(lastView(host).conditions).toEqual([{ column: 'incidentId', test: 'between', values: ['1010', '1011'] }]);
  });

  it('keeps chosen values only, with their counts, and finds one by typing', async () => {
    const { host, user } = await opened();
    await user.click(screen.getByTestId('column-menu-status'));
    const values = within(await screen.findByRole('group', { name: 'Values of Status' }));
    await values.findByTestId('value-New');
    await user.type(values.getByTestId('find-value'), 'solv');
    expect(values.queryByTestId('value-New')).toBeNull();
    await user.click(values.getByTestId('value-Resolved'));
    await waitFor(() => expect(lastView(host).facets).toEqual([{ column: 'status', values: ['Resolved'] }]));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(cell(0, 'status')).toBe('Resolved'));
    expect(screen.getByRole('button', { name: 'Remove filter: Status: Resolved' })).toBeTruthy();
    await user.click(screen.getByTestId('clear-filters'));
    await waitFor(() => expect(matched()).toBe('300'));
  });

  it('lists a bounded number of values, and says how many there are besides', async () => {
    const { user } = await opened({}, { alerts: 1200 });
    await user.click(screen.getByTestId('column-menu-id'));
    expect(await screen.findByText('800 more. Type to find one.')).toBeTruthy();
    await user.type(screen.getByTestId('find-value'), 'no id has this');
    expect(await screen.findByText('200 rarer values are not listed. A condition above finds them.')).toBeTruthy();
    await user.click(screen.getByTestId('group-by-column'));
    expect(await screen.findByText('700 rarer values are not listed.')).toBeTruthy();
  });

  it('groups with counts; a group narrows down, and lets go when pressed again', async () => {
    const { user } = await opened();
    await user.click(screen.getByTestId('group-by'));
    await user.click(screen.getByTestId('group-by-severity'));
    const group = await screen.findByTestId('group-High');
    const count = /(\d+)$/.exec(group.textContent)?.[1];
    await user.click(group);
    await waitFor(() => expect(matched()).toBe(count));
    expect(screen.getByTestId('group-High').getAttribute('aria-pressed')).toBe('true');
    // The other groups keep their counts, so that one can change one's mind.
    expect(screen.getByTestId('group-Low').textContent).not.toMatch(/Low0$/);
    await user.click(screen.getByTestId('group-High'));
    await waitFor(() => expect(matched()).toBe('300'));
    await user.click(screen.getByTestId('close-groups'));
    expect(screen.queryByTestId('group-list')).toBeNull();
  });

  it('groups times by period, and a period narrows down to itself', async () => {
    const { host, user } = await opened();
    await user.click(screen.getByTestId('group-by'));
    await user.click(screen.getByTestId('group-by-alertCreationTime'));
    const list = within(await screen.findByTestId('group-list'));
    await list.findByText('Periods are in UTC.');
    const [group] = list.getAllByRole('button', { pressed: false }).filter((one) => one.dataset.testid?.startsWith('group-'));
    const count = group?.lastElementChild?.textContent;
    await user.click(group ?? document.body);
    await waitFor(() => expect(matched()).toBe(count));
    expect(lastView(host).conditions.map(({ test }) => test)).toEqual(['greaterOrEqual', 'less']);
    expect(lastView(host).countColumns).toEqual([]);
  });

  it('counts totals only once they are wanted', async () => {
    const { host, user } = await opened();
    expect(last(host, 'get_summary')).toBeUndefined();
    await user.click(screen.getByTestId('toggle-totals'));
    const totals = await screen.findByTestId('table-totals');
    await waitFor(() => expect(totals.querySelector('[data-column="incidentId"]')?.textContent).toMatch(/^Sum [\d,]+Mean [\d,.]+, 1000 to 1100$/));
    expect(totals.querySelector('[data-column="severity"]')?.textContent).toBe('4 different300 filled');
    expect(grid().getAttribute('aria-rowcount')).toBe('302');
    await user.click(screen.getByTestId('toggle-totals'));
    expect(screen.queryByTestId('table-totals')).toBeNull();
  });

  it('says when the last rows are still on their way, and when some did not come', async () => {
    const { show, panel } = await opened({ busy: true });
    expect(screen.getByTestId('result-count').dataset.complete).toBe('false');
    show(panel({ busy: false, version: 2, incomplete: true }));
    expect(screen.getByTestId('result-count').textContent).toBe('300 rows, incomplete');
  });

  it('tells whoever loaded it that the result is gone', async () => {
    const onGone = vi.fn();
    const { host, user, resultId } = await opened({ onGone });
    await host.invoke('close_result', { resultId });
    await user.click(title('title'));
    await waitFor(() => expect(onGone).toHaveBeenCalled());
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('RESULT_GONE');
  });

  it('has no barrier, with everything open', async () => {
    const { user } = await opened({ onPivot: () => undefined });
    await user.click(title('severity'));
    await user.click(screen.getByTestId('toggle-totals'));
    await user.click(screen.getByTestId('group-by'));
    await user.click(screen.getByTestId('group-by-severity'));
    await user.click(await screen.findByTestId('group-Low'));
    await waitFor(() => expect(cell(0, 'severity')).toBe('Low'));
    await user.click(row(0));
    await screen.findByTestId('pivots');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('column-menu-title'));
    await screen.findByTestId('find-value');
    expect(await violations()).toEqual([]);
  });
});

describe('columns', () => {
  it('move, go and come back; only names are kept', async () => {
    const { user, panel, close, host } = await opened();
    const before = headers();
    await user.click(screen.getByTestId('column-chooser'));
    await user.click(screen.getByRole('button', { name: 'Move ID back' }));
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move ID back');
    await user.click(screen.getByTestId('column-chooser-severity'));
    await user.click(screen.getByTestId('column-chooser-comments'));
    expect(await violations()).toEqual([]);
    await user.keyboard('{Escape}');
    expect(headers().slice(0, 2)).toEqual([before[1], 'id']);
    expect(headers()).not.toContain('severity');
    expect(headers().at(-1)).toBe('comments');
    expect(JSON.parse(localStorage.getItem('listThings.columns') ?? '[]')).toEqual(headers());
    await waitFor(() => expect(cell(0, 'comments')).not.toBe(''));
    close();
    const again = await openPart(host, panel());
    await screen.findByTestId('result-grid');
    expect(headers().at(-1)).toBe('comments');
    await again.user.click(screen.getByTestId('column-chooser'));
    await again.user.click(screen.getByTestId('column-chooser-reset'));
    expect(headers()).toEqual(before);
    expect(localStorage.getItem('listThings.columns')).toBeNull();
  });

  it('move with Alt and an arrow in the list', async () => {
    const { user } = await opened();
    await user.click(screen.getByTestId('column-chooser'));
    act(() => screen.getByTestId('column-chooser-severity').focus());
    const place = headers().indexOf('severity');
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
    expect(headers().indexOf('severity')).toBe(place - 1);
  });

  it('are hidden from their own menu', async () => {
    const { user } = await opened();
    await user.click(screen.getByTestId('column-menu-severity'));
    await user.click(screen.getByTestId('hide-column'));
    expect(headers()).not.toContain('severity');
  });

  it('grow and shrink with the keyboard', async () => {
    const { user } = await opened();
    act(() => title('title').focus());
    await user.keyboard('{Alt>}{ArrowRight}{/Alt}');
    const wider = (JSON.parse(localStorage.getItem('listThings.widths') ?? '{}') as Record<string, number>).title ?? 0;
    await user.keyboard('{Alt>}{ArrowLeft}{ArrowLeft}{/Alt}');
    const narrower = (JSON.parse(localStorage.getItem('listThings.widths') ?? '{}') as Record<string, number>).title ?? 0;
    expect(narrower).toBeLessThan(wider);
    expect(row(0).style.gridTemplateColumns).toContain(`minmax(${narrower}px, 0fr)`);
  });

  it('follow the handle and keep the width once it is let go', async () => {
    await opened();
    const handle = screen.getByTestId('resize-title');
    handle.setPointerCapture = () => undefined;
    // jsdom knows no pointer events; a mouse event by that name has all that is read.
    const pointer = (type: string, clientX: number): boolean => fireEvent(handle, new MouseEvent(type, { clientX, bubbles: true }));
    pointer('pointerdown', 100);
    pointer('pointermove', 150);
    expect(row(0).style.gridTemplateColumns).toContain('minmax(220px, 0fr)');
    expect(localStorage.getItem('listThings.widths')).toBeNull();
    pointer('pointerup', 180);
    expect(localStorage.getItem('listThings.widths')).toBe('{"title":250}');
  });
});

describe('selected rows', () => {
  it('are picked with the mouse: one, several, a range', async () => {
    const { user } = await opened();
    await user.click(row(2));
    expect(selected()).toBe('1 selected');
    await user.keyboard('{Control>}');
    await user.click(row(4));
    await user.keyboard('{/Control}{Shift>}');
    await user.click(row(7));
    await user.keyboard('{/Shift}');
    await waitFor(() => expect(selected()).toBe('4 selected'));
    expect(row(4).getAttribute('aria-selected')).toBe('true');
    expect(row(2).getAttribute('aria-selected')).toBe('false');
  });

  it('are picked with the keyboard and copied for a spreadsheet', async () => {
    const { host, user } = await opened();
    act(() => grid().focus());
    await user.keyboard('{ArrowDown}{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    await waitFor(() => expect(selected()).toBe('3 selected'));
    await user.keyboard(' ');
    expect(selected()).toBe('2 selected');
    await user.keyboard('{Control>}c{/Control}');
    await waitFor(() => expect(selected()).toBe('Copied 2 rows'));
    expect(host.copiedRows()?.split('\n')).toHaveLength(3);
    expect(last(host, 'copy_rows')).toMatchObject({ format: 'tsv', rowIds: [0, 1], columns: headers() });
  });

  it('are all of the view with Ctrl+A, and none with Escape', async () => {
    const { host, user } = await opened();
    act(() => grid().focus());
    await user.keyboard('{Control>}a{/Control}');
    expect(selected()).toBe('300 selected');
    await user.click(screen.getByTestId('copy-rows'));
    await user.click(screen.getByTestId('copy-markdown'));
    await waitFor(() => expect(host.copiedRows()).toMatch(/^\| .* \|\n\| ---/));
    expect(last(host, 'copy_rows')?.rowIds).toBeNull();
    act(() => grid().focus());
    await user.keyboard('{Escape}');
    await waitFor(() => expect(row(0).getAttribute('aria-selected')).toBe('false'));
  });

  it('say why they could not be copied', async () => {
    const { host, user } = await opened();
    host.failNext('copy_rows', { code: 'CLIPBOARD_UNAVAILABLE', message: 'The clipboard cannot be used.' });
    await user.click(screen.getByTestId('copy-rows'));
    await user.click(screen.getByTestId('copy-json'));
    const banner = await screen.findByTestId('error-banner');
    expect(banner.dataset.code).toBe('CLIPBOARD_UNAVAILABLE');
    await user.click(within(banner).getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });
});

describe('saving rows', () => {
  it('makes formulas harmless unless told otherwise, and says where the file is', async () => {
    const { host, user } = await opened();
    await user.click(screen.getByTestId('save-rows'));
    expect(screen.getByRole('heading', { name: 'Save 300 rows' })).toBeTruthy();
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('start-export'));
    await waitFor(() => expect(screen.getByTestId('export-saved').textContent).toMatch(/^Saved to .*\/alerts-of-pc-012\.csv$/));
    expect(last(host, 'export_rows')).toMatchObject({ format: 'csv', neutralise: true, columns: headers(), name: 'alerts-of-pc-012' });
    fireEvent.change(screen.getByTestId('export-format'), { target: { value: 'xlsx' } });
    await user.click(screen.getByTestId('export-harmless'));
    await user.click(screen.getByTestId('export-shown'));
    await user.click(screen.getByTestId('start-export'));
    await screen.findByTestId('export-remarks');
    expect(last(host, 'export_rows')).toMatchObject({ format: 'xlsx', neutralise: false, columns: [] });
  });

  it('never changes what programs read', async () => {
    const { host, user } = await opened();
    await user.click(screen.getByTestId('save-rows'));
    for (const format of ['jsonLines', 'parquet'] as const) {
      fireEvent.change(screen.getByTestId('export-format'), { target: { value: format } });
      expect(screen.queryByTestId('export-harmless')).toBeNull();
      await user.click(screen.getByTestId('start-export'));
      await waitFor(() => expect(last(host, 'export_rows')).toMatchObject({ format, neutralise: false }));
    }
  });

  it('shows how far it is and can be stopped', async () => {
    const { host, user } = await opened({}, { alerts: 1200 });
    host.holdExport();
    await user.click(screen.getByTestId('save-rows'));
    await user.click(screen.getByTestId('start-export'));
    expect(await screen.findByText('500 of 1,200 rows written')).toBeTruthy();
    expect(screen.getByRole('progressbar', { name: 'Saving' })).toBeTruthy();
    await user.click(screen.getByTestId('cancel-export'));
    expect(await screen.findByText('Stopped. No file was written.')).toBeTruthy();
    expect(last(host, 'cancel_load')?.loadId).toBe(last(host, 'export_rows')?.loadId);
    await user.click(screen.getByTestId('cancel-export'));
    expect(screen.queryByTestId('export-dialog')).toBeNull();
  });

  it('says that nothing was saved when the file dialog is closed, and why when it fails', async () => {
    const { host, user } = await opened({}, { saveDialog: 'closed' });
    await user.click(screen.getByTestId('save-rows'));
    await user.click(screen.getByTestId('start-export'));
    await waitFor(() => expect(screen.getByTestId('export-saved').textContent).toBe('Not saved.'));
    host.failNext('export_rows', { code: 'FILE_NOT_SAVED', message: 'The disk is full.' });
    await user.click(screen.getByTestId('start-export'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('FILE_NOT_SAVED');
  });
});

describe('the details of a row', () => {
  it('have every property, also those that no column shows, with folded insides', async () => {
    const { user } = await opened();
    await user.click(row(1));
    const details = within(await screen.findByTestId('record-details'));
    // Not a column of the table at all.
    expect(await details.findByText('Detector ID')).toBeTruthy();
    const folded = details.getByText('2 properties');
    expect(details.queryByText('User name')).toBeNull();
    const inside = folded.closest('details') ?? document.createElement('details');
    act(() => {
      inside.open = true;
      fireEvent(inside, new Event('toggle'));
    });
    expect(details.getByText('User name')).toBeTruthy();
  });

  it('lead on without copying ids', async () => {
    const onPivot = vi.fn<(pivot: PivotDto) => void>();
    const { user } = await opened({ onPivot });
    await user.click(row(1));
    await user.click(await screen.findByTestId('pivot-listMachineLogonUsers'));
    expect(onPivot).toHaveBeenCalledOnce();
    const [pivot] = onPivot.mock.calls[0] ?? [];
    expect(pivot?.operation.path).toBe('/api/machines/{id}/logonusers');
    expect(pivot?.values[0]?.values[0]).toMatch(/^[0-9a-f]{40}$/);
  });

  it('offer no pivots where there is nowhere to go', async () => {
    const { host, user } = await opened();
    await user.click(row(1));
    await screen.findByText('Detector ID');
    expect(screen.queryByTestId('pivots')).toBeNull();
    expect(last(host, 'get_pivots')).toBeUndefined();
  });

  it('open a list as a table of its own and lead back to the same place', async () => {
    const { host, user } = await opened();
    const at = [...document.querySelectorAll<HTMLElement>('[data-row-index]')].findIndex(
      (_, index) => cell(index, 'status') === 'Resolved',
    );
    await user.click(row(at));
    await user.click(await screen.findByTestId('open-nested-comments'));
    await screen.findByTestId('nested-grid');
    expect(screen.getByTestId('nested-count').textContent).toBe('1 row');
    await waitFor(() => expect(cell(0, 'comment')).toContain('Checked with the owner'));
    expect(document.activeElement).toBe(screen.getByTestId('leave-nested'));
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('leave-nested'));
    await screen.findByTestId('result-grid');
    expect(row(at).getAttribute('aria-selected')).toBe('true');
    expect(screen.getByTestId('record-details')).toBeTruthy();
    expect(last(host, 'close_result')).toEqual({ resultId: 'result-2' });
  });

  it('say when a list cannot be opened', async () => {
    const { host, user } = await opened();
    await user.click(row(1));
    host.failNext('open_nested', { code: 'RESULT_GONE', message: 'These rows are no longer held.' });
    await user.click((await screen.findAllByRole('button', { name: /^Open .* as a table$/ }))[0] ?? document.body);
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('RESULT_GONE');
  });
});

describe('charts', () => {
  it('count by value or over time, and always as a table too', async () => {
    const { host, user } = await opened();
    await user.click(screen.getByTestId('toggle-chart'));
    const table = await screen.findByTestId('chart-table');
    expect(await screen.findByTestId('chart-canvas')).toBeTruthy();
    fireEvent.change(screen.getByTestId('chart-column'), { target: { value: 'severity' } });
    await waitFor(() => expect(within(screen.getByTestId('chart-table')).getAllByRole('row')).toHaveLength(5));
    expect(table.getAttribute('aria-label')).not.toBe('');
    expect(screen.getByRole('table', { name: 'Rows by Severity' })).toBeTruthy();
    fireEvent.change(screen.getByTestId('chart-column'), { target: { value: 'alertCreationTime' } });
    expect(await screen.findByRole('table', { name: /^Rows by Alert creation time, a bar for each month, in UTC$/ })).toBeTruthy();
    expect(await violations()).toEqual([]);
    fireEvent.change(screen.getByTestId('chart-column'), { target: { value: 'id' } });
    await screen.findByText('All other values');
    expect(last(host, 'get_chart')).toMatchObject({ column: 'id' });
    await user.click(screen.getByTestId('toggle-chart'));
    expect(screen.getByTestId('result-grid')).toBeTruthy();
  });

  it('say why they could not be counted', async () => {
    const { host, user } = await opened();
    host.failNext('get_chart', { code: 'INTERNAL', message: 'This failed.' });
    await user.click(screen.getByTestId('toggle-chart'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('INTERNAL');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('chart-table')).toBeTruthy();
  });
});
