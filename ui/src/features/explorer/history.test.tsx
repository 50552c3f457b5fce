import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { violations } from '../../test/violations';
import { FIRST_DEVICE, openAt, openUnlocked } from '../../test/explorer';

describe('the history', () => {
  it('lists the calls, fills a form again, and is cleared', async () => {
    const { host, user } = await openAt('getMachine');
    await user.click(screen.getByTestId('open-history'));
    expect((await screen.findByTestId('history')).textContent).toContain('No call was made in this profile yet.');
    await user.click(within(screen.getByTestId('history')).getByRole('button', { name: 'Close' }));
    await user.type(screen.getByTestId('value-path:id'), `${FIRST_DEVICE}{Enter}`);
    await screen.findByTestId('call-status');
    await user.clear(screen.getByTestId('value-path:id'));
    await user.click(screen.getByTestId('operation-listMachines'));
    await screen.findByTestId('opened-listMachines');
    await user.click(screen.getByTestId('open-history'));
    const row = within(await screen.findByTestId('history-entries')).getByRole('row', { name: /Get one device/ });
    expect(row.textContent).toContain(`GET /api/machines/${FIRST_DEVICE}`);
    expect(await violations()).toEqual([]);
    await user.click(within(row).getByTestId('rerun'));
    await screen.findByTestId('opened-getMachine');
    expect(screen.queryByTestId('history')).toBeNull();
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('value-path:id').value).toBe(FIRST_DEVICE));
    expect(host.calls.filter(({ command }) => command === 'run_call')).toHaveLength(1);
    await user.click(screen.getByTestId('open-history'));
    await user.click(await screen.findByTestId('clear-history'));
    await user.click(screen.getByTestId('confirm-clear-history'));
    await waitFor(() => expect(screen.queryByTestId('history-entries')).toBeNull());
  });

  it('is kept on disk on request alone', async () => {
    const { host, user } = await openAt('listMachines');
    await user.click(screen.getByTestId('open-history'));
    const keep = await screen.findByTestId<HTMLInputElement>('keep-history');
    expect(keep.checked).toBe(false);
    await user.click(keep);
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('keep-history').checked).toBe(true));
    expect(screen.getByText('Kept on disk')).toBeTruthy();
    host.failNext('keep_history', { code: 'SETTINGS_NOT_SAVED', message: 'The disk is full.' });
    await user.click(screen.getByTestId('keep-history'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('The disk is full.');
  });
});

describe('the change log', () => {
  it('lists what was changed, and is exported', async () => {
    const { user } = await openUnlocked('setDeviceValue');
    await user.click(screen.getByTestId('open-change-log'));
    expect((await screen.findByTestId('change-log')).textContent).toContain('No change was asked for yet.');
    expect(screen.queryByTestId('export-change-log')).toBeNull();
    await user.click(within(screen.getByTestId('change-log')).getByRole('button', { name: 'Close' }));
    await user.type(screen.getByTestId('value-path:id'), FIRST_DEVICE);
    await user.selectOptions(screen.getByTestId('value-body:DeviceValue'), 'High');
    await user.click(screen.getByTestId('send'));
    await user.click(await screen.findByTestId('confirm-write'));
    await screen.findByTestId('call-status');
    await user.click(screen.getByTestId('open-change-log'));
    const row = within(await screen.findByTestId('change-log-entries')).getByRole('row', { name: /Set the business value/ });
    expect(row.textContent).toContain(FIRST_DEVICE);
    expect(row.textContent).toContain('maya.lindqvist@sandbox.example');
    expect(row.textContent).toContain('Accepted (HTTP 200)');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('export-change-log'));
    await waitFor(() => expect(screen.getByTestId('change-log-saved').textContent).toBe('Saved to /srv/reports/change-log.csv'));
  });

  it('says when it cannot be read', async () => {
    const { host, user } = await openAt('listMachines');
    host.failNext('get_change_log', { code: 'INTERNAL', message: 'The log cannot be read.' });
    await user.click(screen.getByTestId('open-change-log'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('The log cannot be read.');
  });
});
