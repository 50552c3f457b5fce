import { createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FakeHost } from '../../../ipc/fake';
import { openWindow } from '../../../test/render';
import { violations } from '../../../test/violations';

const MANIFEST = JSON.stringify({ appId: 'x', publicClient: { redirectUris: ['http://localhost'] } });
const UNDER_WEB = JSON.stringify({ appId: 'x', web: { redirectUris: ['http://localhost'] } });

const text = (): HTMLTextAreaElement => screen.getByTestId('evidence-manifest-text');
const submitted = (host: FakeHost): unknown[] =>
  host.calls.filter(({ command }) => command === 'submit_evidence').map(({ request }) => request);

function file(content: string, name = 'manifest.json'): File {
  return new File([content], name, { type: 'application/json' });
}

/** What a drop carries. */
function dropped(files: File[], dragged = ''): object {
  return { dataTransfer: { files, getData: () => dragged, dropEffect: 'none' } };
}

describe('the app manifest', () => {
  it('is pasted, read and shown as evidence at hand', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'setup');
    await screen.findByTestId('evidence-manifest-text');
    expect(screen.getByTestId('evidence-manifest-submit').getAttribute('aria-disabled')).toBe('true');
    fireEvent.change(text(), { target: { value: MANIFEST } });
    await user.click(screen.getByTestId('evidence-manifest-submit'));
    expect((await screen.findByTestId('evidence-manifest')).textContent).toContain('App manifest, Microsoft Graph form');
    expect(screen.getByText(/^Read:/).textContent).toBe('Read: App manifest, Microsoft Graph form');
    expect(submitted(host)).toEqual([{ kind: 'manifest', text: MANIFEST }]);
    expect(text().value).toBe('');
    expect(screen.getByTestId('step-api').dataset.state).toBe('ok');
    expect(await violations()).toEqual([]);
  });

  it('leads to the cause that it shows', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'setup');
    await screen.findByTestId('evidence-manifest-text');
    fireEvent.change(text(), { target: { value: UNDER_WEB } });
    await user.click(screen.getByTestId('evidence-manifest-submit'));
    await user.click(await screen.findByRole('button', { name: 'Show the cause, step 4' }));
    expect(screen.getByTestId('step-register').dataset.open).toBe('true');
    expect(document.activeElement).toBe(screen.getByTestId('step-register-toggle'));
  });

  it('stays in its field when it cannot be read', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'setup');
    await screen.findByTestId('evidence-manifest-text');
    fireEvent.change(text(), { target: { value: '<html>' } });
    await user.click(screen.getByTestId('evidence-manifest-submit'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('MANIFEST_UNREADABLE');
    expect(text().value).toBe('<html>');
    fireEvent.change(text(), { target: { value: '{' } });
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('is taken from a dropped file or dragged text, and shows where to drop', async () => {
    const { host } = await openWindow({ start: 'profile' }, 'setup');
    const zone = await screen.findByTestId('evidence-manifest-zone');
    fireEvent.dragOver(zone, dropped([]));
    expect(zone.dataset.over).toBe('true');
    fireEvent.dragLeave(zone);
    expect(zone.dataset.over).toBe('false');
    fireEvent.drop(zone, dropped([file(MANIFEST)]));
    await waitFor(() => expect(submitted(host)).toHaveLength(1));
    fireEvent.drop(zone, dropped([], UNDER_WEB));
    await waitFor(() => expect(submitted(host)).toHaveLength(2));
    fireEvent.drop(zone, dropped([]));
    expect(submitted(host)).toEqual([
      { kind: 'manifest', text: MANIFEST },
      { kind: 'manifest', text: UNDER_WEB },
    ]);
  });

  it('is taken from a chosen file, unless that is far too large', async () => {
    const { host } = await openWindow({ start: 'profile' }, 'setup');
    const input = await screen.findByTestId<HTMLInputElement>('evidence-manifest-file');
    expect(input.accept).toContain('application/json');
    fireEvent.change(input, { target: { files: [file('x'.repeat(1024 * 1024 + 1), 'dump.json')] } });
    expect((await screen.findByText(/dump\.json is larger than 1 MiB/)).getAttribute('role')).toBe('alert');
    expect(submitted(host)).toEqual([]);
    fireEvent.change(input, { target: { files: [file(MANIFEST)] } });
    await waitFor(() => expect(submitted(host)).toEqual([{ kind: 'manifest', text: MANIFEST }]));
    expect(screen.queryByText(/larger than/)).toBeNull();
  });

  it('says so when a file cannot be read', async () => {
    await openWindow({ start: 'profile' }, 'setup');
    const broken = file(MANIFEST);
    Object.defineProperty(broken, 'text', { value: () => Promise.reject(new Error('gone')) });
    fireEvent.drop(await screen.findByTestId('evidence-manifest-zone'), dropped([broken]));
    expect(await screen.findByText('manifest.json could not be read.')).toBeTruthy();
  });

  it('does not let a file that misses its place take the window away', async () => {
    const { host } = await openWindow({ start: 'profile' }, 'setup');
    await screen.findByTestId('checklist');
    for (const make of [createEvent.dragOver, createEvent.drop]) {
      const event = make(document.body, dropped([file(MANIFEST)]));
      fireEvent(document.body, event);
      expect(event.defaultPrevented).toBe(true);
    }
    expect(submitted(host)).toEqual([]);
  });

  it('comes from the sandbox tenant where that is in use', async () => {
    const { host, user } = await openWindow({ start: 'profiles' }, 'setup');
    await user.click(await screen.findByTestId('evidence-manifest-sandbox'));
    expect(await screen.findByTestId('evidence-manifest')).toBeTruthy();
    expect(host.calls.find(({ command }) => command === 'get_sandbox_manifest')?.request).toEqual({ form: 'graph' });
    expect(submitted(host)).toHaveLength(1);
    await user.selectOptions(screen.getByTestId('profile-switcher'), 'Contoso production');
    await waitFor(() => expect(screen.queryByTestId('evidence-manifest-sandbox')).toBeNull());
  });

  it('says so when the sandbox tenant has none', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'setup');
    await screen.findByTestId('evidence-manifest-sandbox');
    host.failNext('get_sandbox_manifest', { code: 'SANDBOX_NOT_STARTED', message: 'The sandbox tenant does not run.' });
    await user.click(screen.getByTestId('evidence-manifest-sandbox'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('SANDBOX_NOT_STARTED');
  });
});

describe('an error page', () => {
  it('is explained, and shown as text whatever it holds', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'setup');
    const page = await screen.findByTestId('evidence-error-text');
    const pasted = 'Sorry <img src=x onerror=alert(1)> AADSTS50011: The redirect URI does not match.';
    fireEvent.change(page, { target: { value: pasted } });
    await user.click(screen.getByTestId('evidence-error-submit'));
    expect((await screen.findByTestId('evidence-errorPage')).textContent).toContain('Error page with AADSTS50011');
    expect(submitted(host)).toEqual([{ kind: 'errorPage', text: pasted }]);
    expect(document.querySelector('img[src="x"]')).toBeNull();
    expect(screen.getByTestId('checklist-cause').dataset.step).toBe('register');
  });

  it('is refused where it is none', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'setup');
    fireEvent.change(await screen.findByTestId('evidence-error-text'), { target: { value: 'all is well' } });
    await user.click(screen.getByTestId('evidence-error-submit'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('ERROR_PAGE_UNREADABLE');
  });
});

describe('evidence at hand', () => {
  it('is forgotten on demand; what lives elsewhere stays', async () => {
    const { host, user } = await openWindow({ start: 'signedIn', checklist: 'fault' }, 'setup');
    const list = await screen.findByRole('list', { name: 'Evidence at hand' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(7);
    expect(screen.queryByRole('button', { name: 'Forget Access token' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Forget Profile and answers' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Forget Sign-in' }));
    await waitFor(() => expect(screen.queryByTestId('evidence-signIn')).toBeNull());
    expect(host.calls.at(-1)).toEqual({ command: 'clear_evidence', request: { kind: 'signIn' } });
  });

  it('says so when it cannot be forgotten', async () => {
    const { host, user } = await openWindow({ start: 'signedIn', checklist: 'fault' }, 'setup');
    await screen.findByTestId('evidence-network');
    host.failNext('clear_evidence', { code: 'INTERNAL', message: 'It could not be forgotten.' });
    await user.click(screen.getByTestId('evidence-network-forget'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('It could not be forgotten.');
  });

  it('is one button away from the head', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'setup');
    await user.click(await screen.findByTestId('add-evidence'));
    expect(document.activeElement).toBe(text());
  });
});
