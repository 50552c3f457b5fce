import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openWindow, type OpenWindow } from '../../../test/render';
import { violations } from '../../../test/violations';

async function openTryIt(start: 'profile' | 'signedIn'): Promise<OpenWindow> {
  const opened = await openWindow({ start }, 'setup');
  await opened.user.click(await screen.findByTestId('step-tryIt-toggle'));
  await screen.findByTestId('try-sign-in');
  return opened;
}

const called = ({ host }: OpenWindow, name: string): number => host.calls.filter(({ command }) => command === name).length;

describe('try it', () => {
  it('signs in, then checks everything', async () => {
    const opened = await openTryIt('profile');
    await opened.user.click(screen.getByTestId('try-sign-in-check'));
    expect(await screen.findByText('Waiting for your browser')).toBeTruthy();
    expect(screen.getByTestId('sign-in-url')).toBeTruthy();
    expect(called(opened, 'check_everything')).toBe(0);
    expect(await violations()).toEqual([]);
    act(() => opened.host.finishSignIn());
    await waitFor(() => expect(screen.getByTestId('step-tryIt').dataset.state).toBe('ok'));
    expect(called(opened, 'check_everything')).toBe(1);
    expect(screen.getByText('maya.lindqvist@sandbox.example', { selector: 'strong' })).toBeTruthy();
    expect(screen.getByTestId('try-sign-in-check').textContent).toBe('Sign in again and check');
  });

  it('signs in alone, and asks for the checklist anew', async () => {
    const opened = await openTryIt('profile');
    const before = called(opened, 'get_checklist');
    await opened.user.click(screen.getByTestId('try-sign-in'));
    await screen.findByTestId('sign-in-url');
    act(() => opened.host.finishSignIn());
    await waitFor(() => expect(screen.getByTestId('try-sign-in').textContent).toBe('Sign in again'));
    expect(called(opened, 'check_everything')).toBe(0);
    await waitFor(() => expect(called(opened, 'get_checklist')).toBeGreaterThan(before));
  });

  it('checks after a refusal, too: it is evidence', async () => {
    const opened = await openTryIt('profile');
    opened.host.failNext('start_sign_in', { code: 'SIGN_IN_REFUSED', message: 'Entra refused the sign-in.' });
    await opened.user.click(screen.getByTestId('try-sign-in-check'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('SIGN_IN_REFUSED');
    await waitFor(() => expect(called(opened, 'check_everything')).toBe(1));
    await opened.user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('checks nothing after a sign-in that was cancelled', async () => {
    const opened = await openTryIt('profile');
    await opened.user.click(screen.getByTestId('try-sign-in-check'));
    await opened.user.click(await screen.findByTestId('cancel-sign-in'));
    expect(await screen.findByText('The sign-in was cancelled.')).toBeTruthy();
    expect(called(opened, 'check_everything')).toBe(0);
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('shows a sign-in that was started on the other screen', async () => {
    const opened = await openTryIt('profile');
    await opened.user.click(screen.getByTestId('try-sign-in'));
    await screen.findByTestId('sign-in-url');
    await opened.user.click(screen.getByTestId('nav-sign-in'));
    expect(await screen.findByText('Waiting for your browser')).toBeTruthy();
  });

  it('leads to the place for an error page', async () => {
    const { user } = await openTryIt('signedIn');
    await user.click(screen.getByTestId('paste-error-page'));
    expect(document.activeElement).toBe(screen.getByTestId('evidence-error-text'));
  });
});
