import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { CommandError } from '../ipc/generated/contract';
import { createFakeHost } from '../ipc/fake';
import { CommandFailure } from '../ipc/host';
import { HostContext } from '../ipc/HostContext';
import { ErrorBanner } from './ErrorBanner';

const FULL: CommandError = {
  code: 'TOKEN_REFUSED',
  message: 'Entra refused the code.',
  hint: 'Sign in again.',
  field: null,
  correlationId: '7d0b5a34-6f4c-4c0f-8a8c-2b9d4c1e7f55',
  httpStatus: 400,
  retryAfterSeconds: 12,
  serviceMessage: 'AADSTS54005: <b onclick="x()">already redeemed</b>',
};

function show(detail: Partial<CommandError>, onRetry?: () => void) {
  const host = createFakeHost();
  render(
    <HostContext value={host}>
      <FluentProvider theme={webLightTheme}>
        <ErrorBanner failure={new CommandFailure({ ...FULL, ...detail })} onRetry={onRetry} />
      </FluentProvider>
    </HostContext>,
  );
  return { host, banner: screen.getByTestId('error-banner') };
}

describe('error banner', () => {
  it('shows the sentence, the hint, the wait, the status and the code', () => {
    const { banner } = show({});
    for (const text of ['Entra refused the code.', 'Sign in again.', 'wait 12 seconds', 'HTTP 400', 'TOKEN_REFUSED']) {
      expect(banner.textContent).toContain(text);
    }
    expect(banner.dataset.code).toBe('TOKEN_REFUSED');
  });

  it("shows the service's words as text, never as markup", () => {
    const { banner } = show({});
    expect(banner.querySelector('b')).toBeNull();
    expect(within(banner).getByText(/<b onclick/)).toBeTruthy();
  });

  it('copies the correlation ID through the host', async () => {
    const { host } = show({});
    await userEvent.click(screen.getByTestId('copy-correlation-id'));
    expect(host.calls).toEqual([{ command: 'copy_text', request: { text: FULL.correlationId } }]);
    expect(await screen.findByRole('button', { name: 'Copied correlation ID' })).toBeTruthy();
  });

  it('leaves out what is not known', () => {
    const { banner } = show({ hint: null, correlationId: null, httpStatus: null, retryAfterSeconds: null, serviceMessage: null });
    expect(banner.textContent).toBe('Entra refused the code.Code TOKEN_REFUSED');
  });

  it('offers another try where there is one', async () => {
    const onRetry = vi.fn();
    show({}, onRetry);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledOnce();
  });
});
