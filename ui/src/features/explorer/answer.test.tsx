import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { violations } from '../../test/violations';
import { FIRST_DEVICE, last, openAt } from '../../test/explorer';

const status = async (): Promise<string> => (await screen.findByTestId('call-status')).textContent;

async function sent(operationId: string, options = {}) {
  const opened = await openAt(operationId, options);
  await opened.user.click(screen.getByTestId('send'));
  await screen.findByTestId('call-status');
  return opened;
}

describe('an answer', () => {
  it('is a table, with how it came in one line', async () => {
    await sent('listMachines');
    expect(await status()).toMatch(/^HTTP 20030 rows · 1 page · \d+ KB · \d+ ms/);
    await waitFor(() => expect(screen.getByTestId('answer-grid').textContent).toContain('laptop-002'));
    expect(screen.getByTestId('sent').textContent).toBe('GET http://127.0.0.1:49152/api/machines');
    expect(screen.getByTestId('quota').textContent).toContain('1 of 100 calls this minute');
    expect(await violations()).toEqual([]);
  });

  it('goes on page by page, or with all of them', async () => {
    const { host, user } = await sent('listMachines');
    await user.click(screen.getByTestId('next-page'));
    await waitFor(async () => expect(await status()).toContain('60 rows · 2 pages · 2 duplicates dropped'));
    expect(last(host, 'continue_call')).toMatchObject({ allPages: false });
    await user.click(screen.getByTestId('all-further-pages'));
    await waitFor(async () => expect(await status()).toContain('80 rows · 3 pages'));
    expect(screen.queryByTestId('next-page')).toBeNull();
  });

  it('keeps what came when a page fails, and resumes', async () => {
    const { host, user } = await openAt('listMachines');
    host.explorerCalls.breakNextPage = true;
    await user.click(screen.getByTestId('all-pages'));
    await user.click(screen.getByTestId('send'));
    expect(await status()).toContain('30 rows');
    expect(within(screen.getByTestId('answer')).getByTestId('error-banner').textContent).toContain('The connection was closed');
    expect(screen.getByTestId('next-page').textContent).toBe('Resume');
    await user.click(screen.getByTestId('all-further-pages'));
    await waitFor(async () => expect(await status()).toContain('80 rows'));
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('says while it is coming what it waits for, and can be stopped', async () => {
    const { host, user } = await openAt('listMachines');
    host.explorerCalls.throttleNext = true;
    host.explorerCalls.hold();
    await user.click(screen.getByTestId('send'));
    await waitFor(() => expect(screen.getByTestId('call-progress').dataset.waiting).toBe('true'));
    expect(screen.getByTestId('call-progress').textContent).toContain('The service answered 429: too many calls this minute. Going on in 17 s.');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('cancel-call'));
    await waitFor(() => expect(screen.getByTestId('answer').dataset.running).toBe('false'));
    // Stopping it oneself is no failure.
    expect(screen.queryByTestId('error-banner')).toBeNull();
    expect(screen.getByText('The call was stopped before anything came back.')).toBeTruthy();
    await user.click(screen.getByTestId('send'));
    expect(await status()).toContain('30 rows');
  });

  it('shows a refusal together with what came back', async () => {
    const { user } = await sent('listIndicators');
    expect(await status()).toContain('HTTP 403Not a table');
    expect(within(screen.getByTestId('answer')).getByTestId('error-banner').textContent).toContain('Add Ti.ReadWrite on Set up');
    expect(screen.getByText('The answer is not a table')).toBeTruthy();
    await user.click(screen.getByTestId('answer-tab-headers'));
    expect((await screen.findByTestId('exchange-headers')).textContent).toContain('HTTP 403');
    await user.click(screen.getByTestId('answer-tab-json'));
    await waitFor(() => expect(screen.getByTestId('answer-json').textContent).toContain('Missing application roles'));
    expect(await violations()).toEqual([]);
  });

  it('that never came says why', async () => {
    const { host, user } = await openAt('listMachines');
    host.failNext('run_call', { code: 'NETWORK_TIMED_OUT', message: 'The service did not answer in time.' });
    await user.click(screen.getByTestId('send'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('did not answer in time');
    expect(screen.getByText('No answer')).toBeTruthy();
    await user.click(screen.getByTestId('answer-tab-timing'));
    expect(screen.getByText('The call came to no answer.')).toBeTruthy();
  });

  it('of one record is a table of one row', async () => {
    const { user } = await openAt('getMachine');
    await user.type(screen.getByTestId('value-path:id'), `${FIRST_DEVICE}{Enter}`);
    expect(await status()).toContain('One record');
    await waitFor(() => expect(screen.getByTestId('answer-grid').textContent).toContain('pc-001'));
  });

  it('with links to files brings them into the table', async () => {
    const { user } = await sent('exportSoftwareInventoryFiles', { permissions: ['Software.Read'] });
    await user.click(screen.getByTestId('fetch-files'));
    await waitFor(async () => expect(await status()).toContain('90 rows'));
    await waitFor(() => expect(screen.getByTestId('answer-grid').textContent).toContain('openssl'));
    expect(screen.queryByTestId('fetch-files')).toBeNull();
  });

  it('without a row says so', async () => {
    await sent('listMachineActions');
    expect(await screen.findByText('The service has no such rows')).toBeTruthy();
  });

  it('that is held no longer can be asked for again', async () => {
    const { host } = await openAt('listMachines');
    host.failNext('set_view', { code: 'RESULT_GONE', message: 'Gone.' });
    fireEvent.click(screen.getByTestId('send'));
    fireEvent.click(await screen.findByRole('button', { name: 'Send again' }));
    await waitFor(() => expect(screen.getByTestId('answer-grid').textContent).toContain('pc-001'));
  });

  it('is still there after another screen was looked at', async () => {
    await sent('listMachines');
    act(() => {
      window.location.hash = '#/alerts';
    });
    await screen.findByTestId('load-alerts');
    act(() => {
      window.location.hash = '#/explorer';
    });
    expect(await status()).toContain('30 rows');
  });

  it('leads from a row to the call about what it names, and back', async () => {
    const { user } = await sent('listAlerts');
    await waitFor(() => expect(document.querySelector('[data-row-index="1"][aria-busy="false"]')).not.toBeNull());
    await user.dblClick(document.querySelector('[data-row-index="1"]') ?? document.body);
    await user.click((await screen.findAllByTestId(/^pivot-/))[0] ?? document.body);
    await screen.findByTestId('back');
    expect(screen.queryByTestId('opened-listAlerts')).toBeNull();
    await screen.findByTestId('call-status');
    await user.click(screen.getByTestId('back'));
    await screen.findByTestId('opened-listAlerts');
    expect(await status()).toContain('25 rows');
  });
});

describe('the views of an answer', () => {
  it('have the body as JSON, to search and to save whole', async () => {
    const { host, user } = await sent('listMachines');
    await user.click(screen.getByTestId('answer-tab-json'));
    await waitFor(() => expect(screen.getByTestId('answer-json').textContent).toContain('"computerDnsName"'));
    expect(screen.getByRole('textbox', { name: 'Answer as JSON' }).getAttribute('aria-readonly')).toBe('true');
    expect(screen.getByTestId('answer-cut').textContent).toContain('This is the beginning of 49 KB');
    await user.click(screen.getByTestId('answer-json-search'));
    expect(screen.getByPlaceholderText('Find')).toBeTruthy();
    await user.click(screen.getByTestId('answer-json-fold'));
    await user.click(screen.getByTestId('save-answer'));
    await waitFor(() => expect(screen.getByTestId('answer-saved').textContent).toBe('Saved to /srv/reports/answer.json'));
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('answer-tab-raw'));
    await waitFor(() => expect(screen.getByTestId('answer-raw').textContent).toContain('{"@odata.context"'));
    host.failNext('get_answer_text', { code: 'CALL_GONE', message: 'This answer is no longer held.' });
    await user.click(screen.getByTestId('answer-tab-json'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('no longer held');
  });

  it('have headers, timing and the request without the token', async () => {
    const { user } = await sent('listMachines');
    await user.click(screen.getByTestId('answer-tab-headers'));
    expect((await screen.findByRole('table', { name: 'Headers of the answer' })).textContent).toContain('x-ms-request-id');
    // The keys of the ARIA pattern.
    screen.getByTestId('answer-tab-headers').focus();
    await user.keyboard('{ArrowRight}');
    const timing = within(await screen.findByTestId('timing'));
    expect(timing.getByRole('row', { name: /Connect \(TCP\)/ }).textContent).toContain('21 ms');
    expect(timing.getByRole('row', { name: /TLS handshake/ }).textContent).toContain('39 ms');
    expect(timing.getByRole('row', { name: /Reading into the table/ }).textContent).toContain('Not measured');
    expect(await violations()).toEqual([]);
    await user.keyboard('{ArrowRight}');
    expect((await screen.findByTestId('request-line')).textContent).toBe('GET http://127.0.0.1:49152/api/machines');
    expect(screen.getByRole('table', { name: 'Headers of the request' }).textContent).toContain('Bearer (left out)');
    expect(screen.getByText('No body was sent.')).toBeTruthy();
    await user.keyboard('{Home}');
    expect(screen.getByTestId('answer-tab-table').getAttribute('aria-selected')).toBe('true');
  });

  it('have the call as a program, also before it is sent', async () => {
    const { host, user } = await openAt('listMachines');
    expect(screen.getByText('Not sent yet')).toBeTruthy();
    await user.click(screen.getByTestId('answer-tab-snippets'));
    await screen.findByTestId('snippet-text');
    expect(screen.queryByTestId('snippet-device-code')).toBeNull();
    await user.click(screen.getByTestId('snippet-python'));
    await waitFor(() => expect(screen.getByTestId('snippet-text').textContent).toContain('python\n# Signs in with the browser'));
    await user.click(screen.getByTestId('snippet-device-code'));
    await waitFor(() => expect(screen.getByTestId('snippet-text').textContent).toContain('python\n# Signs in with a device code'));
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('copy-snippet'));
    await waitFor(() => expect(last(host, 'copy_text')).toMatchObject({ text: screen.getByTestId('snippet-text').textContent }));
    host.failNext('get_snippet', { code: 'CALL_INVALID', message: 'The form is not complete.' });
    await user.click(screen.getByTestId('snippet-rust'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('The form is not complete.');
  });
});

describe('comparing', () => {
  it('needs an earlier answer', async () => {
    const { host, user } = await sent('listMachines');
    expect(screen.queryByTestId('compare-answers')).toBeNull();
    await user.click(screen.getByTestId('send'));
    // The program keeps the last few answers only.
    host.failNext('compare_with_previous', { code: 'NOTHING_TO_COMPARE', message: 'There is no earlier answer to this call.' });
    await user.click(await screen.findByTestId('compare-answers'));
    const dialog = await screen.findByTestId('compare-dialog');
    expect((await within(dialog).findByTestId('error-banner')).textContent).toContain('There is no earlier answer to this call.');
  });

  it('shows what was added, removed and changed', async () => {
    const { user } = await sent('listMachines');
    await user.click(screen.getByTestId('send'));
    await waitFor(() => expect(screen.getByTestId('answer').dataset.running).toBe('false'));
    await user.click(await screen.findByTestId('compare-answers'));
    expect((await screen.findByTestId('compare-summary')).textContent).toContain('1 row added, 1 row removed, 1 row changed since');
    expect(screen.getByRole('row', { name: /device-12/ }).textContent).toContain('riskScore: Low → High');
    expect(screen.getByRole('row', { name: /device-81/ }).textContent).toContain('no value → Active');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByTestId('compare-dialog')).toBeNull();
  });
});
