import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { Request } from '../../ipc/host';
import { openWindow, type OpenWindow } from '../../test/render';
import { TYPING_PAUSE_MS } from '../../shared/result/ResultToolbar';

const count = (): DOMStringMap => screen.getByTestId('alerts-count').dataset;
const row = (index: number): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-row-index="${index}"]`);
  if (found === null) {
    throw new Error(`row ${index} is not drawn`);
  }
  return found;
};
const cell = (index: number, column: string): string =>
  row(index).querySelector(`[data-column="${column}"]`)?.textContent ?? 'no such cell';
const header = (column: string): HTMLElement => {
  const found = screen.getAllByRole('columnheader').find((candidate) => candidate.dataset.column === column);
  if (found === undefined) {
    throw new Error(`no header ${column}`);
  }
  return found;
};
const asked = <K extends 'set_view' | 'get_rows' | 'load_alerts'>({ host }: OpenWindow, command: K): Request<K>[] =>
  host.calls.filter((call) => call.command === command).map((call) => call.request as Request<K>);

function chooseDays(): void {
  fireEvent.change(screen.getByTestId('query-preset'), { target: { value: 'custom' } });
}

async function loaded(options: Parameters<typeof openWindow>[0] = {}): Promise<OpenWindow> {
  const opened = await openWindow({ start: 'signedIn', ...options }, 'alerts');
  await opened.user.click(screen.getByTestId('load-alerts'));
  await waitFor(() => expect(count().complete).toBe('true'));
  await waitFor(() => expect(cell(0, 'title')).not.toBe(''));
  return opened;
}

describe('alerts', () => {
  it('sends the admin to Sign in first', async () => {
    await openWindow({ start: 'profile' }, 'alerts');
    expect(screen.getByText('Sign in to load alerts')).toBeTruthy();
  });

  it('starts empty and says what fills the table', async () => {
    await openWindow({ start: 'signedIn' }, 'alerts');
    expect(screen.getByText('No alerts loaded yet')).toBeTruthy();
    expect(screen.queryByTestId('alerts-grid')).toBeNull();
  });

  it('loads all pages and draws only the rows in sight', async () => {
    const opened = await loaded();
    expect(count()).toMatchObject({ total: '1200', matched: '1200', complete: 'true' });
    expect(screen.getByTestId('alerts-count').textContent).toBe('1,200 alerts');
    expect(screen.getByTestId('alerts-grid').getAttribute('aria-rowcount')).toBe('1201');
    expect(screen.getAllByRole('row').length).toBeLessThan(40);
    expect(asked(opened, 'get_rows').every((request) => request.count <= 200)).toBe(true);
    expect(asked(opened, 'get_rows')[0]?.columns).toEqual([
      'severity',
      'title',
      'status',
      'category',
      'computerDnsName',
      'assignedTo',
      'alertCreationTime',
      'lastUpdateTime',
    ]);
  });

  it('fills the table while pages arrive, with progress and a way to stop', async () => {
    const opened = await openWindow({ start: 'signedIn' }, 'alerts');
    opened.host.holdPages();
    await opened.user.click(screen.getByTestId('load-alerts'));
    expect((await screen.findByTestId('load-progress')).textContent).toContain('0 of 1,200 alerts');
    expect(screen.getByRole('progressbar', { name: 'Loading alerts' }).getAttribute('aria-valuenow')).toBe('0');
    await opened.user.click(screen.getByTestId('cancel-load'));
    await waitFor(() => expect(screen.queryByTestId('load-progress')).toBeNull());
    expect(screen.getByText(/The load was stopped/)).toBeTruthy();
    expect(screen.getByTestId('load-alerts').getAttribute('aria-disabled')).not.toBe('true');
  });

  it('shows the error of a load and loads again on demand', async () => {
    const opened = await openWindow({ start: 'signedIn' }, 'alerts');
    opened.host.failNext('load_alerts', { code: 'API_FORBIDDEN', message: 'The service refused this call.', httpStatus: 403 });
    await opened.user.click(screen.getByTestId('load-alerts'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('API_FORBIDDEN');
    await opened.user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(count().complete).toBe('true'));
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('asks the service for days and severities', async () => {
    const opened = await openWindow({ start: 'signedIn' }, 'alerts');
    chooseDays();
    fireEvent.change(screen.getByTestId('filter-from'), { target: { value: '2026-11-01' } });
    fireEvent.change(screen.getByTestId('filter-to'), { target: { value: '2026-11-30' } });
    await opened.user.click(screen.getByTestId('query-severity'));
    await opened.user.click(screen.getByTestId('query-severity-High'));
    await opened.user.keyboard('{Escape}');
    await opened.user.click(screen.getByTestId('load-alerts'));
    await waitFor(() => expect(asked(opened, 'load_alerts')).toHaveLength(1));
    expect(asked(opened, 'load_alerts')[0]).toMatchObject({
      createdFrom: Date.UTC(2026, 9, 31, 23),
      createdTo: Date.UTC(2026, 10, 30, 23),
      severities: ['High'],
    });
  });

  it('does not ask for days that end before they begin', async () => {
    await openWindow({ start: 'signedIn' }, 'alerts');
    chooseDays();
    fireEvent.change(screen.getByTestId('filter-from'), { target: { value: '2026-11-30' } });
    fireEvent.change(screen.getByTestId('filter-to'), { target: { value: '2026-11-01' } });
    expect(screen.getByText('The first day is after the last day.')).toBeTruthy();
    expect(screen.getByTestId('load-alerts').getAttribute('aria-disabled')).toBe('true');
  });

  it('says when the service has nothing', async () => {
    const opened = await openWindow({ start: 'signedIn' }, 'alerts');
    chooseDays();
    fireEvent.change(screen.getByTestId('filter-from'), { target: { value: '2001-01-01' } });
    fireEvent.change(screen.getByTestId('filter-to'), { target: { value: '2001-01-02' } });
    await opened.user.click(screen.getByTestId('load-alerts'));
    expect(await screen.findByText('The service has no such alerts')).toBeTruthy();
  });

  it('sorts by a header: ascending, descending, then as the service gave them', async () => {
    const opened = await loaded();
    const press = (): Promise<void> => opened.user.click(within(header('title')).getByRole('button', { name: 'Title' }));
    expect(header('title').getAttribute('aria-sort')).toBe('none');
    const first = cell(0, 'title');
    await press();
    expect(header('title').getAttribute('aria-sort')).toBe('ascending');
    await waitFor(() => expect(cell(0, 'title')).toBe("'Wacatac' malware was prevented"));
    await press();
    expect(header('title').getAttribute('aria-sort')).toBe('descending');
    await waitFor(() => expect(cell(0, 'title')).toMatch(/^Unwanted|^Unusual/));
    await press();
    expect(header('title').getAttribute('aria-sort')).toBe('none');
    await waitFor(() => expect(cell(0, 'title')).toBe(first));
    expect(asked(opened, 'set_view').at(-1)?.sort).toEqual([]);
  });

  it('filters as one types, over four columns, once per pause', async () => {
    const opened = await loaded();
    const before = asked(opened, 'set_view').length;
    fireEvent.change(screen.getByTestId('alerts-search'), { target: { value: 'pow' } });
    fireEvent.change(screen.getByTestId('alerts-search'), { target: { value: 'powershell' } });
    await waitFor(() => expect(Number(count().matched)).toBeLessThan(1200));
    expect(asked(opened, 'set_view').length).toBe(before + 1);
    expect(asked(opened, 'set_view').at(-1)).toMatchObject({
      text: 'powershell',
      textColumns: ['title', 'computerDnsName', 'assignedTo', 'category'],
    });
    await waitFor(() => expect(cell(0, 'title')).toBe('Suspicious PowerShell command line'));
    expect(TYPING_PAUSE_MS).toBeLessThanOrEqual(100);
  });

  it('says when no loaded alert matches, and takes the filters back', async () => {
    const opened = await loaded();
    fireEvent.change(screen.getByTestId('alerts-search'), { target: { value: 'zzzz' } });
    expect(await screen.findByText('No loaded alert matches')).toBeTruthy();
    expect(count().matched).toBe('0');
    await opened.user.click(screen.getByTestId('clear-filters'));
    await waitFor(() => expect(count().matched).toBe('1200'));
    expect(screen.getByTestId<HTMLInputElement>('alerts-search').value).toBe('');
  });

  it('narrows down by severity with counts', async () => {
    const opened = await loaded();
    await opened.user.click(screen.getByTestId('filter-severity'));
    const high = screen.getByTestId('filter-severity-High');
    const announced = /([\d,]+)$/.exec(high.textContent)?.[1];
    await opened.user.click(high);
    await waitFor(() => expect(count().matched).toBe(announced?.replace(',', '')));
    await waitFor(() => expect(cell(0, 'severity')).toBe('High'));
    expect(asked(opened, 'set_view').at(-1)?.facets).toEqual([
      { column: 'severity', values: ['High'] },
      { column: 'status', values: [] },
    ]);
  });

  it('adds a column, remembers it, and stores nothing but names', async () => {
    const opened = await loaded();
    await opened.user.click(screen.getByTestId('column-chooser'));
    await opened.user.click(screen.getByTestId('column-chooser-incidentId'));
    await opened.user.keyboard('{Escape}');
    await waitFor(() => expect(cell(0, 'incidentId')).toMatch(/^\d+$/));
    const stored = JSON.parse(localStorage.getItem('alerts.columns') ?? '[]') as string[];
    expect(stored).toContain('incidentId');
    expect(Object.keys(localStorage)).toEqual(['alerts.columns']);
    // The order is fixed, whatever the order of choosing.
    const shown = screen.getAllByRole('columnheader').map((candidate) => candidate.dataset.column);
    expect(shown.at(-1)).toBe('incidentId');
  });

  it('shows service text as text', async () => {
    await loaded();
    fireEvent.change(screen.getByTestId('alerts-search'), { target: { value: '<img' } });
    await waitFor(() => expect(cell(0, 'title')).toContain('<img src=x onerror=alert(1)>'));
    expect(document.querySelector('img')).toBeNull();
  });

  it('opens the details with every property, comments and evidence', async () => {
    const opened = await loaded();
    await opened.user.click(row(3));
    const details = within(await screen.findByTestId('alert-details'));
    expect(await details.findByText('powershell.exe')).toBeTruthy();
    expect(screen.getByTestId('alert-comments').textContent).not.toBe('');
    for (const property of ['Alert ID', 'Incident ID', 'Device ID', 'MITRE techniques', 'Related user', 'Tenant ID']) {
      expect(details.getByText(property)).toBeTruthy();
    }
    expect(row(3).getAttribute('aria-selected')).toBe('true');
    const commands = opened.host.calls.map(({ command }) => command);
    expect(commands.indexOf('get_row')).toBeLessThan(commands.indexOf('get_alert'));
    await opened.user.click(screen.getByTestId('close-details'));
    expect(screen.queryByTestId('alert-details')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('alerts-grid'));
  });

  it('leads on to the device without copying its id', async () => {
    const opened = await loaded();
    await opened.user.click(row(3));
    const details = within(await screen.findByTestId('alert-details'));
    const device = (await details.findByText(/^machineId [0-9a-f]{40}$/)).textContent.replace('machineId ', '');
    await opened.user.click(details.getByTestId('pivot-getMachine'));
    await screen.findByRole('heading', { level: 1, name: 'Explorer' });
    await waitFor(() =>
      expect(opened.host.calls.find(({ command }) => command === 'run_call')?.request).toMatchObject({
        operationId: 'getMachine',
        values: [{ place: 'path', name: 'id', values: [device] }],
      }),
    );
  });

  it('falls back to the loaded row when the service does not give the alert', async () => {
    const opened = await loaded();
    opened.host.failNext('get_alert', { code: 'API_THROTTLED', message: 'The service asks for a pause.', retryAfterSeconds: 30 });
    await opened.user.click(row(3));
    const details = within(await screen.findByTestId('alert-details'));
    expect((await details.findByTestId('error-banner')).dataset.code).toBe('API_THROTTLED');
    expect(details.getByText('Shown is what the load brought. Evidence may be missing.')).toBeTruthy();
    expect(details.getByText('Alert ID')).toBeTruthy();
  });

  it('is driven by the keyboard', async () => {
    const opened = await loaded();
    const grid = screen.getByTestId('alerts-grid');
    act(() => grid.focus());
    await opened.user.keyboard('{ArrowDown}{ArrowDown}');
    expect(grid.getAttribute('aria-activedescendant')).toBe(row(1).id);
    expect(screen.queryByTestId('alert-details')).toBeNull();
    await opened.user.keyboard('{Enter}');
    await screen.findByTestId('alert-details');
    await opened.user.keyboard('{ArrowDown}');
    expect(row(2).getAttribute('aria-selected')).toBe('true');
    await opened.user.keyboard('{Escape}');
    expect(screen.queryByTestId('alert-details')).toBeNull();
  });

  it('asks the service for one alert only once the keyboard has come to rest', async () => {
    const opened = await loaded();
    const grid = screen.getByTestId('alerts-grid');
    act(() => grid.focus());
    await opened.user.keyboard('{ArrowDown}{Enter}');
    await screen.findByText('powershell.exe');
    vi.useFakeTimers({ shouldAdvanceTime: true });
    for (let step = 0; step < 5; step += 1) {
      fireEvent.keyDown(grid, { key: 'ArrowDown' });
    }
    await act(() => vi.advanceTimersByTimeAsync(2000));
    expect(opened.host.calls.filter(({ command }) => command === 'get_alert')).toHaveLength(2);
  });

  it('scrolls to far rows and holds few', async () => {
    const opened = await loaded();
    const grid = screen.getByTestId('alerts-grid');
    fireEvent.scroll(grid, { target: { scrollTop: 900 * 36 } });
    expect(row(905).getAttribute('aria-busy')).toBe('true');
    await waitFor(() => expect(cell(905, 'title').length).toBeGreaterThan(3));
    expect(row(905).getAttribute('aria-busy')).toBe('false');
    expect(document.querySelector('[data-row-index="0"]')).toBeNull();
    expect(asked(opened, 'get_rows').map(({ offset }) => offset)).toContain(900);
  });

  it('keeps the load and the place while another screen is shown', async () => {
    const opened = await loaded();
    fireEvent.scroll(screen.getByTestId('alerts-grid'), { target: { scrollTop: 500 * 36 } });
    await waitFor(() => expect(row(505)).toBeTruthy());
    await opened.user.click(screen.getByTestId('nav-setup'));
    await screen.findByTestId('profile-bar');
    await opened.user.click(screen.getByTestId('nav-alerts'));
    await screen.findByTestId('alerts-grid');
    expect(asked(opened, 'load_alerts')).toHaveLength(1);
    expect(row(505)).toBeTruthy();
  });

  it('forgets the alerts when somebody else signs in', async () => {
    const opened = await loaded();
    await opened.user.click(screen.getByTestId('nav-sign-in'));
    await opened.user.click(await screen.findByTestId('sign-out'));
    await opened.user.click(screen.getByTestId('nav-alerts'));
    expect(await screen.findByText('Sign in to load alerts')).toBeTruthy();
    await waitFor(() => expect(opened.host.calls.some(({ command }) => command === 'close_result')).toBe(true));
  });

  it('says so when the result is gone, and starts over', async () => {
    const opened = await loaded();
    await opened.host.invoke('close_result', { resultId: 'result-1' });
    fireEvent.change(screen.getByTestId('alerts-search'), { target: { value: 'lon' } });
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('RESULT_GONE');
    expect(screen.getByText('No alerts loaded yet')).toBeTruthy();
  });
});
