import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { CommandName } from '../../ipc/host';
import { openWindow, type OpenWindow } from '../../test/render';
import { violations } from '../../test/violations';

const count = (): DOMStringMap => screen.getByTestId('alerts-count').dataset;
const requests = ({ host }: OpenWindow, command: CommandName): unknown[] =>
  host.calls.filter((call) => call.command === command).map(({ request }) => request);
const name = (): string => screen.getByTestId('views').textContent.replace('View:\u00a0', '');

const alerts = (): Promise<OpenWindow> => openWindow({ start: 'signedIn', alerts: 300 }, 'alerts');

async function apply({ user }: OpenWindow, view: string): Promise<void> {
  await user.click(screen.getByTestId('views'));
  await user.click(await screen.findByTestId(`view-${view}`));
}

async function save({ user }: OpenWindow, as: string): Promise<void> {
  await user.click(screen.getByTestId('views'));
  await user.click(await screen.findByTestId('save-view'));
  await user.clear(await screen.findByTestId('view-name'));
  await user.type(screen.getByTestId('view-name'), as);
}

describe('saved views', () => {
  it('of the program say what they are for, ask the service, and arrange the rows', async () => {
    const opened = await alerts();
    expect(name()).toBe('None');
    await opened.user.click(screen.getByTestId('views'));
    expect((await screen.findByTestId('view-triage')).textContent).toContain('Alerts of the last 30 days that nobody has taken up.');
    expect(screen.queryByTestId('own-views')).toBeNull();
    expect(await violations()).toEqual([]);
    await opened.user.click(screen.getByTestId('view-triage'));
    await waitFor(() => expect(count().complete).toBe('true'));
    expect(screen.getByTestId<HTMLSelectElement>('query-preset').value).toBe('month');
    expect(requests(opened, 'load_alerts')).toHaveLength(1);
    expect((requests(opened, 'load_alerts')[0] as { createdFrom: number | null }).createdFrom).not.toBeNull();
    await waitFor(() =>
      expect(requests(opened, 'set_view').at(-1)).toMatchObject({
        sort: [
          { column: 'severity', descending: true },
          { column: 'alertCreationTime', descending: true },
        ],
        facets: expect.arrayContaining([{ column: 'status', values: ['New'] }]) as unknown,
      }),
    );
    expect(name()).toBe('New, most severe first');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('views')));
  });

  it('with the same question only arrange what is loaded', async () => {
    const opened = await alerts();
    await apply(opened, 'triage');
    await waitFor(() => expect(count().complete).toBe('true'));
    fireEvent.change(screen.getByTestId('alerts-search'), { target: { value: 'powershell' } });
    await waitFor(() => expect(name()).toBe('None'));
    await apply(opened, 'triage');
    await waitFor(() => expect(name()).toBe('New, most severe first'));
    // What was typed is no longer there either.
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('alerts-search').value).toBe(''));
    expect(requests(opened, 'load_alerts')).toHaveLength(1);
    await apply(opened, 'high');
    await waitFor(() => expect(requests(opened, 'load_alerts')).toHaveLength(2));
    expect(requests(opened, 'load_alerts')[1]).toMatchObject({ severities: ['High'] });
    expect((await screen.findByTestId('group-list')).getAttribute('aria-label')).toBe('Groups by Device');
  });

  it('show their name until something is changed, on another screen and back as well', async () => {
    const opened = await alerts();
    await apply(opened, 'resolved');
    await waitFor(() => expect(count().complete).toBe('true'));
    expect(name()).toBe('Resolved, not classified');
    await opened.user.click(screen.getByTestId('nav-setup'));
    await screen.findByTestId('profile-bar');
    await opened.user.click(screen.getByTestId('nav-alerts'));
    await waitFor(() => expect(name()).toBe('Resolved, not classified'));
    fireEvent.change(screen.getByTestId('query-preset'), { target: { value: 'week' } });
    expect(name()).toBe('None');
  });

  it('of the admin are kept, applied, replaced and deleted', async () => {
    const opened = await alerts();
    const { host, user } = opened;
    await user.click(screen.getByTestId('load-alerts'));
    await waitFor(() => expect(count().complete).toBe('true'));
    await user.click(screen.getByTestId('filter-severity'));
    await user.click(screen.getByTestId('filter-severity-High'));
    await user.keyboard('{Escape}');
    await save(opened, ' My high ones ');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('confirm-save-view'));
    await waitFor(() => expect(name()).toBe('My high ones'));
    expect(screen.queryByTestId('save-view-dialog')).toBeNull();
    expect(requests(opened, 'save_view')).toEqual([
      {
        name: ' My high ones ',
        query: { withinDays: null, from: null, to: null, severities: [] },
        arrangement: { sort: [], text: '', facets: [{ column: 'severity', values: ['High'] }], conditions: [], groupBy: null, columns: [] },
      },
    ]);

    await user.click(screen.getByTestId('clear-filters'));
    await waitFor(() => expect(count().matched).toBe('300'));
    expect(name()).toBe('None');
    await apply(opened, 'view-1');
    await waitFor(() => expect(Number(count().matched)).toBeLessThan(300));
    expect(requests(opened, 'load_alerts')).toHaveLength(1);

    await user.click(screen.getByTestId('clear-filters'));
    await save(opened, 'my HIGH ones');
    expect(screen.getByTestId('view-name-field').textContent).toContain('Your view “My high ones” will be replaced.');
    expect(screen.getByTestId('confirm-save-view').textContent).toBe('Replace');
    await user.click(screen.getByTestId('confirm-save-view'));
    await waitFor(() => expect(name()).toBe('my HIGH ones'));
    expect((await host.invoke('get_saved_views', null)).views.filter(({ builtIn }) => !builtIn)).toHaveLength(1);

    await user.click(screen.getByTestId('views'));
    await user.click(await screen.findByTestId('delete-view-1'));
    expect((await screen.findByTestId('delete-view-dialog')).textContent).toContain('Delete the view “my HIGH ones”?');
    expect(await violations()).toEqual([]);
    await user.click(within(screen.getByTestId('delete-view-dialog')).getByRole('button', { name: 'Cancel' }));
    expect(requests(opened, 'delete_view')).toEqual([]);
    await user.click(screen.getByTestId('views'));
    await user.click(await screen.findByTestId('delete-view-1'));
    await user.click(await screen.findByTestId('confirm-delete-view'));
    await waitFor(() => expect(screen.queryByTestId('delete-view-dialog')).toBeNull());
    expect(requests(opened, 'delete_view')).toEqual([{ viewId: 'view-1' }]);
    expect(name()).toBe('None');
  });

  it('are not saved under the name of one of the program, and say so', async () => {
    const opened = await alerts();
    await save(opened, 'new, most severe first');
    await opened.user.click(screen.getByTestId('confirm-save-view'));
    expect((await within(screen.getByTestId('save-view-dialog')).findByTestId('error-banner')).dataset.code).toBe('VIEW_INVALID');
    await opened.user.type(screen.getByTestId('view-name'), ' 2');
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });
});
