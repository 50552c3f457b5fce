import { createDOMRenderer } from '@fluentui/react-components';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { createFakeHost } from '../ipc/fake';
import { App } from './App';

describe('a window whose first state cannot be had', () => {
  it('says why and offers another try', async () => {
    const host = createFakeHost();
    host.failNext('get_app_state', { code: 'INTERNAL', message: 'The settings could not be read.' });
    render(<App host={host} renderer={createDOMRenderer(document)} />);
    expect((await screen.findByTestId('error-banner')).textContent).toContain('The settings could not be read.');
    expect(document.documentElement.dataset.ready).toBeUndefined();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { level: 1 })).toBeTruthy();
  });
});
