/** What the explorer's tests have in common. */
import { screen } from '@testing-library/react';
import type { FakeHost, FakeOptions } from '../ipc/fake';
import { deviceId } from '../ipc/fake/explorer/devices';
import type { CommandName } from '../ipc/host';
import { openWindow, type OpenWindow } from './render';

export const FIRST_DEVICE = deviceId(0);
export const FIRST_NAME = 'pc-001.sandbox.example';

export const last = (host: FakeHost, command: CommandName): unknown =>
  host.calls.filter((call) => call.command === command).at(-1)?.request;

/** Opens the explorer at an operation, signed in to the sandbox tenant. */
export async function openAt(operationId: string, options: FakeOptions = {}): Promise<OpenWindow> {
  const opened = await openWindow({ start: 'signedIn', ...options }, 'explorer');
  await opened.user.click(await screen.findByTestId(`operation-${operationId}`));
  await screen.findByTestId(`opened-${operationId}`);
  await screen.findByTestId('call-form');
  return opened;
}

/** The same with changes allowed. */
export async function openUnlocked(operationId: string, options: FakeOptions = {}): Promise<OpenWindow> {
  const opened = await openAt(operationId, { permissions: ['Machine.Isolate', 'Machine.ReadWrite', 'Library.Manage'], ...options });
  await opened.user.click(screen.getByTestId('allow-changes'));
  await opened.user.click(screen.getByTestId('confirm-allow-changes'));
  await screen.findByTestId('forbid-changes');
  return opened;
}
