import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { violations } from '../../test/violations';
import { FIRST_DEVICE, last, openAt, openUnlocked } from '../../test/explorer';

const field = (name: string) => screen.getByTestId(`field-${name}`);
const sentValues = (request: unknown) => (request as { values: unknown[] }).values;

describe('the form', () => {
  it('shows what would be sent, and sends just that', async () => {
    const { host, user } = await openAt('listMachines');
    await user.type(screen.getByTestId('value-query:$top'), '50');
    await waitFor(() => expect(screen.getByTestId('preview-request').textContent).toBe('GET http://127.0.0.1:49152/api/machines?$top=50'));
    await user.selectOptions(screen.getByTestId('api-version'), 'v1');
    await waitFor(() => expect(screen.getByTestId('preview-request').textContent).toContain('/api/v1.0/machines'));
    await user.click(screen.getByTestId('all-pages'));
    await user.click(screen.getByTestId('send'));
    await screen.findByTestId('call-status');
    expect(last(host, 'run_call')).toMatchObject({
      operationId: 'listMachines',
      values: [{ place: 'query', name: '$top', values: ['50'] }],
      version: 'v1',
      allPages: true,
      confirmedName: null,
    });
  });

  it('says what is wrong with a field when it is left, not before', async () => {
    const { user } = await openAt('listMachines');
    await user.type(screen.getByTestId('value-query:$top'), 'many');
    await waitFor(() => expect(screen.getByTestId('preview').dataset.current).toBe('true'));
    expect(within(field('query:$top')).queryByRole('alert')).toBeNull();
    await user.tab();
    expect((await within(field('query:$top')).findByRole('alert')).textContent).toBe('A whole number is needed.');
    expect(screen.getByTestId('value-query:$top').getAttribute('aria-invalid')).toBe('true');
    expect(await violations()).toEqual([]);
  });

  it('says everything that is wrong on sending, goes to the first, and sends nothing', async () => {
    const { host, user } = await openAt('getMachine');
    await user.click(screen.getByTestId('send'));
    expect((await within(field('path:id')).findByRole('alert')).textContent).toBe('id is required.');
    expect(document.activeElement).toBe(screen.getByTestId('value-path:id'));
    expect(host.calls.some(({ command }) => command === 'run_call')).toBe(false);
    await user.type(screen.getByTestId('value-path:id'), `${FIRST_DEVICE}{Enter}`);
    await screen.findByTestId('call-status');
  });

  it('says why the request could not be worked out', async () => {
    const { host, user } = await openAt('getMachine');
    await waitFor(() => expect(screen.getByTestId('preview').dataset.current).toBe('true'));
    host.failNext('preview_call', { code: 'INTERNAL', message: 'No.' });
    await user.click(screen.getByTestId('send'));
    expect((await screen.findAllByTestId('error-banner'))[0]?.textContent).toContain('No.');
  });

  it('keeps what was typed while another operation is looked at', async () => {
    const { user } = await openAt('getMachine');
    await user.type(screen.getByTestId('value-path:id'), 'abc');
    await user.click(screen.getByTestId('operation-listMachines'));
    await screen.findByTestId('opened-listMachines');
    await user.click(screen.getByTestId('operation-getMachine'));
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('value-path:id').value).toBe('abc'));
  });

  it('has a time in local time with the UTC time beside it, and can leave it out', async () => {
    const { host, user } = await openAt('findMachinesByIp');
    await user.type(screen.getByTestId('value-path:ip'), '10.4.0.10');
    await user.click(screen.getByTestId('value-path:timestamp-choose'));
    fireEvent.change(screen.getByTestId('value-path:timestamp'), { target: { value: '2026-11-23T14:03' } });
    expect(field('path:timestamp').textContent).toContain('2026-11-23 13:03:00 UTC');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('send'));
    await screen.findByTestId('call-status');
    expect(sentValues(last(host, 'run_call'))).toContainEqual({ place: 'path', name: 'timestamp', values: ['2026-11-23T13:03:00Z'] });
    await user.click(screen.getByRole('button', { name: 'Do not send timestamp' }));
    expect(screen.getByTestId('value-path:timestamp-choose')).toBeTruthy();
  });

  it('has a switch that need not be sent', async () => {
    const { host, user } = await openAt('findMachinesByTag');
    await user.type(screen.getByTestId('value-query:tag'), 'Finance');
    expect(field('query:useStartsWithFilter').textContent).toContain('Not sent');
    await user.click(screen.getByTestId('value-query:useStartsWithFilter'));
    expect(field('query:useStartsWithFilter').textContent).toContain('Yes (true)');
    await user.click(screen.getByRole('button', { name: 'Do not send useStartsWithFilter' }));
    await user.click(screen.getByRole('button', { name: 'Send false' }));
    expect(field('query:useStartsWithFilter').textContent).toContain('No (false)');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('send'));
    await screen.findByTestId('call-status');
    expect(sentValues(last(host, 'run_call'))).toContainEqual({ place: 'query', name: 'useStartsWithFilter', values: ['false'] });
  });

  it('has lists, one entry a line, and choices', async () => {
    const { host, user } = await openUnlocked('addOrRemoveTagForMultipleMachines');
    await user.type(screen.getByTestId('value-body:Value'), 'Finance');
    await user.selectOptions(screen.getByTestId('value-body:Action'), 'Add');
    await user.type(screen.getByTestId('value-body:MachineIds'), 'a{Enter}b');
    expect(field('body:MachineIds').textContent).toContain('One per line · at most 500');
    await waitFor(() => expect(screen.getByRole('region', { name: 'Body that would be sent', hidden: true }).textContent).toContain('"MachineIds"'));
    await user.click(screen.getByTestId('send'));
    await user.click(await screen.findByTestId('confirm-write'));
    await screen.findByTestId('call-status');
    expect(sentValues(last(host, 'run_call'))).toContainEqual({ place: 'body', name: 'MachineIds', values: ['a', 'b'] });
  });

  it('begins an object with its skeleton and says when it is no JSON', async () => {
    const { user } = await openAt('runLiveResponse');
    const area = screen.getByTestId<HTMLTextAreaElement>('value-body:Commands');
    expect(area.value).toContain('"GetFile"');
    await user.clear(area);
    await user.click(screen.getByTestId('skeleton-body:Commands'));
    expect(area.value).toContain('"GetFile"');
    fireEvent.change(area, { target: { value: '{' } });
    fireEvent.blur(area);
    expect((await within(field('body:Commands')).findByRole('alert')).textContent).toBe('This is not JSON.');
  });

  it('takes a file from the system, and gives it back', async () => {
    const { host, user } = await openUnlocked('uploadLibraryFile');
    await user.click(screen.getByTestId('value-body:File'));
    expect(await screen.findByText('collect-logs.ps1 (2.0 KB)')).toBeTruthy();
    await user.click(screen.getByTestId('send'));
    await user.click(await screen.findByTestId('confirm-write'));
    await screen.findByTestId('call-status');
    expect(sentValues(last(host, 'run_call'))).toEqual([{ place: 'body', name: 'File', values: ['file-1'] }]);
    await user.click(screen.getByRole('button', { name: 'Do not send File' }));
    expect(screen.getByText('No file chosen')).toBeTruthy();
    host.failNext('choose_file', { code: 'INTERNAL', message: 'The file is too large.' });
    await user.click(screen.getByTestId('value-body:File'));
    expect((await within(field('body:File')).findByTestId('error-banner')).textContent).toContain('The file is too large.');
  });

  it('keeps the form as it is when no file was chosen', async () => {
    const { host, user } = await openUnlocked('uploadLibraryFile', { saveDialog: 'closed' });
    await user.click(screen.getByTestId('value-body:File'));
    await waitFor(() => expect(host.calls.some(({ command }) => command === 'choose_file')).toBe(true));
    expect(screen.getByText('No file chosen')).toBeTruthy();
  });
});

describe('a filter', () => {
  it('is checked as it is typed', async () => {
    const { user } = await openAt('listAlerts');
    await user.type(screen.getByTestId('value-query:$filter'), "severity eq 'High");
    await waitFor(() => expect(screen.getByTestId('filter-check').textContent).toBe('At character 18: a closing quote is expected.'));
    expect(screen.getByTestId('value-query:$filter').getAttribute('aria-invalid')).toBe('true');
    await user.type(screen.getByTestId('value-query:$filter'), "'");
    await waitFor(() => expect(screen.getByTestId('filter-check').textContent).toBe(''));
    fireEvent.change(screen.getByTestId('value-query:$filter'), { target: { value: "title eq 'a'" } });
    await waitFor(() => expect(screen.getByTestId('filter-check').textContent).toBe('title is not documented as filterable here.'));
  });

  it('is put together from conditions', async () => {
    const { user } = await openAt('listAlerts');
    await user.click(screen.getByTestId('build-filter'));
    const builder = within(screen.getByTestId('filter-builder'));
    await user.click(screen.getByTestId('use-filter'));
    expect(await builder.findByText('A value is needed.')).toBeTruthy();
    await user.type(builder.getByLabelText('Value 1'), 'High');
    expect(builder.queryByText('A value is needed.')).toBeNull();
    await user.click(screen.getByTestId('add-condition'));
    await user.selectOptions(builder.getByLabelText('Property 2'), 'alertCreationTime');
    expect(within(builder.getByLabelText('Comparison 2')).getAllByRole('option').map(({ textContent }) => textContent)).toContain('is before');
    await user.selectOptions(builder.getByLabelText('Comparison 2'), 'greaterOrEqual');
    fireEvent.change(builder.getByLabelText('Value 2'), { target: { value: '2026-11-23T14:03' } });
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('add-condition'));
    await user.click(builder.getByRole('button', { name: 'Remove condition 3' }));
    await user.click(screen.getByTestId('use-filter'));
    await waitFor(() =>
      expect(screen.getByTestId<HTMLInputElement>('value-query:$filter').value).toBe(
        "severity eq 'High' and alertCreationTime ge 2026-11-23T13:03:00Z",
      ),
    );
    expect(screen.queryByTestId('filter-builder')).toBeNull();
  });

  it('says why it could not be made', async () => {
    const { host, user } = await openAt('listMachines');
    await user.click(screen.getByTestId('build-filter'));
    host.failNext('build_filter', { code: 'INTERNAL', message: 'No.' });
    await user.click(screen.getByTestId('use-filter'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('No.');
  });
});
