import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../../test/render';
import { matching } from '../../test/setup';
import { violations } from '../../test/violations';
import { openAt } from '../../test/explorer';

describe('the explorer', () => {
  it('asks for a profile before anything else', async () => {
    const { user } = await openWindow({}, 'explorer');
    await user.click(await screen.findByRole('button', { name: 'Go to Set up' }));
    await waitFor(() => expect(window.location.hash).toBe('#/setup'));
  });

  it('lists every operation with its state and its effect in words', async () => {
    await openWindow({ start: 'signedIn' }, 'explorer');
    const list = within(await screen.findByTestId('operations'));
    const states = new Set(list.getAllByRole('option').map((option) => option.dataset.state));
    expect(states).toEqual(new Set(['ready', 'missing', 'notDocumented']));
    expect(list.getByTestId('operation-isolateMachine').textContent).toContain('Acts on a devicePermission missing');
    expect(list.getByTestId('operation-updateAlert').textContent).toContain('Changes data');
    expect(within(list.getByTestId('operation-listAlerts')).getByRole('img', { name: 'Ready' })).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it('says where nobody is signed in, and leads there', async () => {
    const { user } = await openAt('listAlerts', { start: 'profile' });
    expect(screen.getByTestId('operation-listAlerts').dataset.state).toBe('signedOut');
    await user.click(within(screen.getByTestId('operation-state')).getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(window.location.hash).toBe('#/sign-in'));
  });

  it('narrows by words and by readiness, and says how many are left', async () => {
    const { user } = await openWindow({ start: 'signedIn' }, 'explorer');
    await user.type(await screen.findByTestId('operation-search'), 'machine.isolate');
    const list = within(screen.getByTestId('operations'));
    expect(list.getAllByRole('option').map(({ dataset }) => dataset.testid)).toContain('operation-isolateMachine');
    expect(screen.getByText(/^\d+ of \d+ operations$/)).toBeTruthy();
    await user.click(screen.getByTestId('only-ready'));
    expect(screen.getByText(/No operation matches/).textContent).toContain('show those that are not ready, too');
    await user.clear(screen.getByTestId('operation-search'));
    expect(within(screen.getByTestId('operations')).queryByTestId('operation-isolateMachine')).toBeNull();
  });

  it('is one stop for the keyboard', async () => {
    const { user } = await openWindow({ start: 'signedIn' }, 'explorer');
    await user.type(await screen.findByTestId('operation-search'), 'list');
    await user.keyboard('{ArrowDown}');
    const list = screen.getByTestId('operations');
    expect(document.activeElement).toBe(list);
    const marked = (): string | undefined => document.getElementById(list.getAttribute('aria-activedescendant') ?? '')?.dataset.testid;
    const options = within(list).getAllByRole('option').map(({ dataset }) => dataset.testid);
    expect(marked()).toBe(options[0]);
    await user.keyboard('{End}');
    expect(marked()).toBe(options.at(-1));
    await user.keyboard('{Home}{ArrowDown}');
    expect(marked()).toBe(options[1]);
    await user.keyboard('{PageDown}{PageUp}{ArrowUp}{Enter}');
    await screen.findByTestId('call-form');
    expect(window.location.hash).toBe(`#/explorer/${options[0]?.replace('operation-', '') ?? ''}`);
  });

  it('puts favourites first', async () => {
    const { host, user } = await openAt('listMachines');
    await user.click(screen.getByTestId('favourite'));
    await waitFor(() => expect(screen.getByTestId('favourite').getAttribute('aria-pressed')).toBe('true'));
    const [first] = within(screen.getByTestId('operations')).getAllByRole('option');
    expect(first?.dataset.testid).toBe('operation-listMachines');
    expect(screen.getByText('Favourites')).toBeTruthy();
    host.failNext('set_favourite', { code: 'SETTINGS_NOT_SAVED', message: 'The disk is full.' });
    await user.click(screen.getByTestId('favourite'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('The disk is full.');
  });

  it('hides the list behind a button where there is no room', async () => {
    matching.add('(max-width: 1099px)');
    const { user } = await openWindow({ start: 'signedIn' }, 'explorer');
    // Open at first: there is nothing else to do.
    await user.click(await screen.findByTestId('operation-listMachines'));
    await screen.findByTestId('call-form');
    expect(screen.queryByTestId('operations')).toBeNull();
    const button = screen.getByTestId('choose-operation');
    expect(button.textContent).toBe('Operation: List devices');
    await user.click(button);
    expect(document.activeElement).toBe(screen.getByTestId('operation-search'));
    expect(await violations()).toEqual([]);
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('operations')).toBeNull();
    expect(document.activeElement).toBe(button);
    await user.click(button);
    await user.click(screen.getByTestId('operation-title'));
    expect(screen.queryByTestId('operations')).toBeNull();
  });

  it('follows the address, so that the way back works', async () => {
    await openAt('listMachines');
    act(() => {
      window.location.hash = '#/explorer/listAlerts';
    });
    await screen.findByTestId('opened-listAlerts');
  });

  it('shows what an operation needs and where it is documented', async () => {
    const { host, user } = await openAt('listIndicators');
    expect(screen.getByTestId('operation-path').textContent).toBe('GET /api/indicators');
    expect(screen.getByTestId('operation-state').textContent).toContain('No permission in the token opens it.');
    expect((await screen.findByTestId('quota')).textContent).toContain('0 of 100 calls this minute');
    await user.click(screen.getByRole('button', { name: 'Microsoft Learn' }));
    expect(host.calls.at(-1)).toMatchObject({ command: 'open_link' });
    expect(screen.getByTestId<HTMLDetailsElement>('remarks').open).toBe(false);
    expect(await violations()).toEqual([]);
  });

  it('leads from a missing permission to the picker, with the operation chosen', async () => {
    const { user } = await openAt('isolateMachine');
    await user.click(screen.getByTestId('choose-permissions'));
    const step = await screen.findByTestId('step-permissions');
    await waitFor(() => expect(step.dataset.open).toBe('true'));
    expect(await within(step).findByTestId('picked-permission-Machine.Isolate')).toBeTruthy();
  });

  it('says why it cannot be opened', async () => {
    const { host } = await openWindow({ start: 'signedIn' });
    host.failNext('get_explorer', { code: 'INTERNAL', message: 'The list cannot be read.' });
    act(() => {
      window.location.hash = '#/explorer';
    });
    expect((await screen.findByTestId('error-banner')).textContent).toContain('The list cannot be read.');
  });
});
