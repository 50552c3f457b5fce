import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { Outcome, VerdictDto } from '../../ipc/generated/contract';
import { openWindow } from '../../test/render';
import { summarise } from './TokenReport';

function verdicts(...outcomes: Outcome[]): VerdictDto[] {
  return outcomes.map((outcome) => ({ id: 'audience', title: '', outcome, seen: '', advice: null }));
}

describe('the summary', () => {
  it('counts problems and warnings and says where to start', () => {
    expect(summarise(verdicts('ok', 'cannotTell')).text).toBe('This token fits what you want to do.');
    expect(summarise(verdicts('ok', 'warning')).text).toBe('Usable, with 1 warning.');
    expect(summarise(verdicts('problem')).text).toBe('1 problem.');
    expect(summarise(verdicts('problem', 'problem', 'warning')).text).toBe(
      '2 problems and 1 warning. Start with the first: it often explains the others.',
    );
  });
});

describe('token', () => {
  it('sends the admin to Sign in when there is no token', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'token');
    expect(host.calls.some(({ command }) => command === 'get_token_report')).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByTestId('start-sign-in')).toBeTruthy();
  });

  it('lists the verdicts in order, with what was seen and what to do', async () => {
    await openWindow({ start: 'signedIn' }, 'token');
    expect((await screen.findByTestId('token-summary')).dataset.outcome).toBe('problem');
    const rows = within(screen.getByRole('list', { name: 'Checks, in order' })).getAllByRole('listitem');
    expect(rows.map((row) => row.dataset.testid)).toEqual(
      ['audience', 'tenant', 'application', 'delegated', 'permissions', 'lifetime', 'clock', 'clientType', 'authentication'].map(
        (id) => `verdict-${id}`,
      ),
    );
    const permissions = screen.getByTestId('verdict-permissions');
    expect(permissions.dataset.outcome).toBe('problem');
    expect(permissions.textContent).toContain('The token lacks AdvancedQuery.Read.');
    expect(permissions.textContent).toContain('grant consent');
    expect(within(permissions).getByRole('img', { name: 'Problem' })).toBeTruthy();
  });

  it('sets granted, missing and extra permissions apart and opens their operations', async () => {
    const { user } = await openWindow({ start: 'signedIn' }, 'token');
    expect((await screen.findByTestId('scope-row-Alert.Read')).dataset.state).toBe('granted');
    expect(screen.getByTestId('scope-row-AdvancedQuery.Read').dataset.state).toBe('missing');
    expect(screen.getByTestId('scope-row-Score.Read').dataset.state).toBe('extra');
    await user.click(screen.getByRole('button', { name: '9 operations of Alert.Read' }));
    const operations = screen.getByRole('list', { name: 'Operations of Alert.Read' });
    expect(operations.textContent).toContain('GET /api/alerts');
    expect(operations.textContent).toContain('List alerts');
  });

  it('explains claims and reads times', async () => {
    await openWindow({ start: 'signedIn', now: () => Date.UTC(2026, 10, 23, 12) }, 'token');
    expect((await screen.findByTestId('claim-tid')).textContent).toContain('The tenant that issued the token.');
    expect(screen.getByTestId('claim-aio').textContent).toContain('Not documented');
    const issued = within(screen.getByTestId('claim-iat')).getByTitle('2026-11-23 12:00:00 UTC');
    // Berlin is an hour ahead of UTC in November.
    expect(issued.textContent).toMatch(/1:00:00/);
  });

  it('reveals the token only after asking, and hides it again by itself', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { host } = await openWindow({ start: 'signedIn' }, 'token');
    fireEvent.click(await screen.findByTestId('reveal-token'));
    expect(host.calls.some(({ command }) => command === 'reveal_token')).toBe(false);
    fireEvent.click(screen.getByTestId('confirm-reveal'));
    expect((await screen.findByTestId('revealed-token')).textContent).toMatch(/^eyJ/);
    await act(() => vi.advanceTimersByTimeAsync(58_000));
    expect(screen.getByText(/Hidden again in [1-4] s/)).toBeTruthy();
    await act(() => vi.advanceTimersByTimeAsync(3_000));
    expect(screen.queryByTestId('revealed-token')).toBeNull();
    expect(document.body.textContent).not.toContain('eyJ0');
  });

  it('hides the token on demand', async () => {
    const { user } = await openWindow({ start: 'signedIn' }, 'token');
    await user.click(await screen.findByTestId('reveal-token'));
    await user.click(screen.getByTestId('confirm-reveal'));
    await user.click(await screen.findByTestId('hide-token'));
    expect(screen.queryByTestId('revealed-token')).toBeNull();
  });

  it('forgets a revealed token when the screen is left', async () => {
    const { user } = await openWindow({ start: 'signedIn' }, 'token');
    await user.click(await screen.findByTestId('reveal-token'));
    await user.click(screen.getByTestId('confirm-reveal'));
    await screen.findByTestId('revealed-token');
    await user.click(screen.getByTestId('nav-setup'));
    await screen.findByTestId('profile-bar');
    await user.click(screen.getByTestId('nav-token'));
    await screen.findByTestId('reveal-token');
    expect(screen.queryByTestId('revealed-token')).toBeNull();
  });

  it('copies in the backend and says when the clipboard is cleared', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'token');
    await user.click(await screen.findByTestId('copy-token'));
    await user.click(screen.getByTestId('confirm-copy'));
    expect(await screen.findByText(/The clipboard is cleared in \d+ s/)).toBeTruthy();
    // The token itself does not come to the window for that.
    expect(host.calls.map(({ command }) => command)).not.toContain('reveal_token');
    expect(host.calls.map(({ command }) => command)).not.toContain('copy_text');
  });

  it('says why a pasted text is no token, and forgets it when cleared', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'token');
    await user.type(screen.getByTestId('inspect-text'), 'no token');
    await user.click(screen.getByTestId('inspect-token'));
    const banner = await screen.findByTestId('error-banner');
    expect(banner.dataset.code).toBe('TOKEN_NOT_A_JWT');
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    await waitFor(() => expect(screen.queryByTestId('error-banner')).toBeNull());
    expect(screen.getByTestId<HTMLTextAreaElement>('inspect-text').value).toBe('');
  });

  it('judges a pasted token beside the own one', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'token');
    await screen.findByTestId('token-summary');
    const { token } = await host.invoke('reveal_token', null);
    fireEvent.change(screen.getByTestId('inspect-text'), { target: { value: `Bearer ${token}` } });
    await user.click(screen.getByTestId('inspect-token'));
    expect(await screen.findByRole('region', { name: 'Checks of the pasted token' })).toBeTruthy();
    expect(screen.getAllByTestId('verdict-clock').map((row) => row.dataset.outcome)).toEqual(['ok', 'cannotTell']);
  });

  it('offers another try when the report cannot be had', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'setup');
    host.failNext('get_token_report', { code: 'INTERNAL', message: 'The token could not be decoded.' });
    await user.click(screen.getByTestId('nav-token'));
    await screen.findByTestId('error-banner');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('token-summary')).toBeTruthy();
  });
});
