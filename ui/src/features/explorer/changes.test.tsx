import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { deviceId } from '../../ipc/fake/explorer/devices';
import { violations } from '../../test/violations';
import { FIRST_DEVICE, FIRST_NAME, last, openAt, openUnlocked } from '../../test/explorer';

async function askToIsolate(device = FIRST_DEVICE) {
  const opened = await openUnlocked('isolateMachine');
  await opened.user.type(screen.getByTestId('value-path:id'), device);
  await opened.user.type(screen.getByTestId('value-body:Comment'), 'Case 4711');
  await opened.user.click(screen.getByTestId('send'));
  await screen.findByTestId('brief');
  return opened;
}

const enabled = (testId: string): boolean => screen.getByTestId(testId).getAttribute('aria-disabled') !== 'true';

describe('the guard', () => {
  it('keeps a profile read-only until somebody allows changes, and asks first', async () => {
    const { host, user } = await openAt('setDeviceValue');
    expect(screen.getByTestId('guard').dataset.changes).toBe('false');
    expect(screen.getByTestId('guard').textContent).toContain('Read-only');
    expect(screen.getByTestId('locked').textContent).toContain('This profile is read-only.');
    expect(enabled('send')).toBe(false);
    fireEvent.submit(screen.getByTestId('call-form'));
    expect(host.calls.some(({ command }) => command === 'run_call')).toBe(false);
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('allow-changes'));
    await user.click(screen.getByTestId('confirm-allow-changes'));
    await waitFor(() => expect(screen.getByTestId('guard').dataset.changes).toBe('true'));
    expect(screen.queryByTestId('locked')).toBeNull();
    await user.click(screen.getByTestId('forbid-changes'));
    await waitFor(() => expect(screen.getByTestId('guard').dataset.changes).toBe('false'));
  });

  it('has a second lock for what is hard to undo', async () => {
    const { user } = await openUnlocked('runLiveResponse');
    expect(screen.getByTestId('locked').textContent).toContain('hard or impossible to undo');
    await user.click(screen.getByTestId('allow-drastic'));
    await user.click(screen.getByTestId('confirm-allow-drastic'));
    await waitFor(() => expect(screen.getByTestId('guard').dataset.drastic).toBe('true'));
    expect(screen.queryByTestId('locked')).toBeNull();
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('forbid-drastic'));
    await waitFor(() => expect(screen.getByTestId('guard').dataset.drastic).toBe('false'));
    expect(screen.getByTestId('guard').dataset.changes).toBe('true');
  });

  it('does not concern reading', async () => {
    await openAt('listMachines');
    expect(screen.queryByTestId('locked')).toBeNull();
    expect(enabled('send')).toBe(true);
  });

  it('says when it could not be set', async () => {
    const { host, user } = await openAt('setDeviceValue');
    host.failNext('set_guard', { code: 'SETTINGS_NOT_SAVED', message: 'The disk is full.' });
    await user.click(screen.getByTestId('allow-changes'));
    await user.click(screen.getByTestId('confirm-allow-changes'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('The disk is full.');
  });
});

describe('a call that changes data', () => {
  it('asks once, with what it is aimed at', async () => {
    const { host, user } = await openUnlocked('setDeviceValue');
    await user.type(screen.getByTestId('value-path:id'), FIRST_DEVICE);
    await user.selectOptions(screen.getByTestId('value-body:DeviceValue'), 'High');
    await user.click(screen.getByTestId('send'));
    expect((await screen.findByTestId('write-target')).textContent).toBe(`POST http://127.0.0.1:49152/api/machines/${FIRST_DEVICE}/setDeviceValue`);
    expect(screen.getByTestId('write-dialog').textContent).toContain('"DeviceValue": "High"');
    expect(await violations()).toEqual([]);
    await user.click(within(screen.getByTestId('write-dialog')).getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByTestId('write-dialog')).toBeNull();
    expect(host.calls.some(({ command }) => command === 'run_call')).toBe(false);
    await user.click(screen.getByTestId('send'));
    await user.click(await screen.findByTestId('confirm-write'));
    expect((await screen.findByTestId('call-status')).textContent).toContain('Empty answer');
    expect(screen.getByText('The answer is empty')).toBeTruthy();
    await user.click(screen.getByTestId('answer-tab-raw'));
    expect(await screen.findByTestId('empty-body')).toBeTruthy();
  });
});

describe('a call that acts on a device', () => {
  it('shows the device, wants its name typed, and says what the button does', async () => {
    const { host, user } = await askToIsolate();
    const brief = screen.getByTestId('brief').textContent;
    for (const part of [FIRST_NAME, 'Windows11', 'Active', 'Finance, Building 4', 'ines.moreau', 'Release a device from isolation']) {
      expect(brief).toContain(part);
    }
    expect(await violations()).toEqual([]);
    const button = screen.getByTestId('confirm-action');
    expect(button.textContent).toBe(`Isolate ${FIRST_NAME}`);
    expect(enabled('confirm-action')).toBe(false);
    await user.type(screen.getByTestId('confirm-name'), 'pc-00{Enter}');
    expect(host.calls.some(({ command }) => command === 'run_call')).toBe(false);
    await user.clear(screen.getByTestId('confirm-name'));
    await user.type(screen.getByTestId('confirm-name'), FIRST_NAME);
    expect(enabled('confirm-action')).toBe(true);
    await user.click(button);
    expect((await screen.findByTestId('call-status')).textContent).toContain('HTTP 201');
    expect(last(host, 'run_call')).toMatchObject({ operationId: 'isolateMachine', confirmedName: FIRST_NAME });
  });

  it('is followed to its end, and undone from there with the same target', async () => {
    const { host, user } = await askToIsolate();
    host.machineActions.hold();
    await user.type(screen.getByTestId('confirm-name'), `${FIRST_NAME}{Enter}`);
    const following = await screen.findByTestId('following');
    expect(following.textContent).toContain(`Isolate on ${FIRST_NAME}: Pending`);
    host.machineActions.release();
    await waitFor(() => expect(following.dataset.ended).toBe('true'));
    expect(within(following).getAllByRole('listitem').map(({ textContent }) => textContent.replace(/[A-Z][a-z]{2} \d.*/, ''))).toEqual([
      'Pending',
      'InProgress',
      'Succeeded',
    ]);
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('undo-action'));
    await screen.findByTestId('opened-unisolateMachine');
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('value-path:id').value).toBe(FIRST_DEVICE));
    // Why it is undone is for the admin to say.
    expect(screen.getByTestId<HTMLInputElement>('value-body:Comment').value).toBe('');
  });

  it('can be left to itself and looked after again', async () => {
    const { host, user } = await askToIsolate();
    host.machineActions.hold();
    await user.type(screen.getByTestId('confirm-name'), `${FIRST_NAME}{Enter}`);
    await user.click(await screen.findByTestId('stop-following'));
    await user.click(await screen.findByTestId('follow-again'));
    await waitFor(() => expect(screen.getByTestId('following').dataset.ended).toBe('true'));
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('says when it cannot be followed', async () => {
    const { host, user } = await askToIsolate();
    host.failNext('follow_action', { code: 'API_FORBIDDEN', message: 'The actions cannot be read.' });
    await user.type(screen.getByTestId('confirm-name'), `${FIRST_NAME}{Enter}`);
    const following = await screen.findByTestId('following');
    expect((await within(following).findByTestId('error-banner')).textContent).toContain('The actions cannot be read.');
  });

  it('is refused while the same action is pending', async () => {
    const { host, user } = await askToIsolate();
    host.machineActions.hold();
    await user.type(screen.getByTestId('confirm-name'), `${FIRST_NAME}{Enter}`);
    await screen.findByTestId('following');
    await user.click(screen.getByTestId('send'));
    expect((await screen.findByTestId('duplicate')).textContent).toContain('already pending on this device');
    expect(screen.getByTestId('brief').textContent).toContain('Isolate, Pending · asked for by maya.lindqvist@sandbox.example');
    expect(enabled('confirm-action')).toBe(false);
    expect(screen.queryByTestId('confirm-name')).toBeNull();
    expect(await violations()).toEqual([]);
    act(() => host.machineActions.release());
  });

  it('says what could not be read', async () => {
    await askToIsolate(deviceId(4));
    expect(screen.getByTestId('brief').textContent).toContain('Who was logged on could not be read');
    expect(screen.getByTestId('brief').textContent).toContain('Logged onNot known');
  });

  it('wants the ID of a device that could not be read', async () => {
    const { user } = await askToIsolate('ffff');
    expect(screen.getByTestId('brief').textContent).toContain('The device could not be read');
    await user.type(screen.getByTestId('confirm-name'), 'ffff');
    expect(screen.getByTestId('confirm-action').textContent).toBe('Isolate ffff');
    expect(enabled('confirm-action')).toBe(true);
  });

  it('says why it cannot be prepared, and closes with Escape', async () => {
    const opened = await openUnlocked('isolateMachine');
    await opened.user.type(screen.getByTestId('value-path:id'), FIRST_DEVICE);
    await opened.user.type(screen.getByTestId('value-body:Comment'), 'Case 4711');
    opened.host.failNext('prepare_action', { code: 'NETWORK_TIMED_OUT', message: 'The service did not answer in time.' });
    await opened.user.click(screen.getByTestId('send'));
    const dialog = await screen.findByTestId('action-dialog');
    expect((await within(dialog).findByTestId('error-banner')).textContent).toContain('did not answer in time');
    expect(enabled('confirm-action')).toBe(false);
    await opened.user.click(within(dialog).getByRole('button', { name: 'Try again' }));
    await within(dialog).findByTestId('brief');
    fireEvent(dialog, new Event('cancel', { cancelable: true }));
    await waitFor(() => expect(screen.queryByTestId('action-dialog')).toBeNull());
  });
});
