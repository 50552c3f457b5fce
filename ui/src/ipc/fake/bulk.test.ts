import { describe, expect, it } from 'vitest';
import type { BulkEvent, BulkSource } from '../generated/contract';
import { createFakeHost, type FakeHost } from './index';
import { SANDBOX_PROFILE } from './world';

/** Alerts that are held, with changes allowed. */
async function held(): Promise<{ host: FakeHost; resultId: string; source: (rowIds: number[] | null) => BulkSource }> {
  const host = createFakeHost({ start: 'signedIn', alerts: 250, permissions: ['Alert.ReadWrite'] });
  const { resultId } = await host.invoke('load_alerts', { loadId: 'x', createdFrom: null, createdTo: null, severities: [] });
  const { viewId } = await host.invoke('set_view', { resultId, sort: [], text: '', textColumns: [], facets: [], conditions: [], countColumns: [] });
  await host.invoke('set_guard', { profileId: SANDBOX_PROFILE, changesAllowed: true, drasticAllowed: false });
  return { host, resultId, source: (rowIds) => ({ kind: 'rows', data: { resultId, viewId, rowIds } }) };
}
const RESOLVED = [{ place: 'body' as const, name: 'status', values: ['Resolved'] }];

describe('changes for many in the fake host', () => {
  it('refuses them while the profile is locked, and a second run of a plan', async () => {
    const { host, source } = await held();
    const plan = await host.invoke('plan_bulk', { change: 'updateAlerts', source: source([1]), values: RESOLVED });
    await host.invoke('set_guard', { profileId: SANDBOX_PROFILE, changesAllowed: false, drasticAllowed: false });
    await expect(host.invoke('run_bulk', { planId: plan.planId, runId: 'a' })).rejects.toMatchObject({ detail: { code: 'CHANGES_LOCKED' } });
    await host.invoke('set_guard', { profileId: SANDBOX_PROFILE, changesAllowed: true, drasticAllowed: false });
    await host.invoke('run_bulk', { planId: plan.planId, runId: 'b' });
    await expect(host.invoke('run_bulk', { planId: plan.planId, runId: 'c' })).rejects.toMatchObject({ detail: { code: 'BULK_GONE' } });
  });

  it('sends as few calls as it takes, and changes the rows', async () => {
    const { host, resultId, source } = await held();
    const plan = await host.invoke('plan_bulk', { change: 'updateAlerts', source: source(null), values: RESOLVED });
    expect(plan).toMatchObject({ ready: 250, invalid: 0, calls: 3 });
    const events: BulkEvent[] = [];
    const done = await host.invoke('run_bulk', { planId: plan.planId, runId: 'a' }, (event) => events.push(event));
    expect(done).toMatchObject({ changed: 250, refused: 0, unsent: 0, updatedRows: 250 });
    expect(events.at(-1)).toEqual({ event: 'progress', data: { done: 250, of: 250 } });
    expect((await host.invoke('get_row', { resultId, rowId: 200 })).json).toMatchObject({ status: 'Resolved' });
    expect((await host.invoke('get_row', { resultId: plan.resultId, rowId: 200 })).json).toMatchObject({ state: 'Changed', status: 200 });
  });

  it('tells what was sent and what was not when the connection is gone', async () => {
    const { host, source } = await held();
    host.bulk.breakAfter = 1;
    const plan = await host.invoke('plan_bulk', { change: 'updateAlerts', source: source(null), values: RESOLVED });
    const done = await host.invoke('run_bulk', { planId: plan.planId, runId: 'a' });
    expect(done).toMatchObject({ changed: 100, unknown: 100, unsent: 50, failure: { code: 'NETWORK_UNREACHABLE' } });
  });

  it('finds what is wrong in a file, line by line', async () => {
    const host = createFakeHost({ start: 'signedIn' });
    const plan = await host.invoke('plan_bulk', { change: 'updateAlerts', source: { kind: 'file', data: { fileId: 'file-1' } }, values: [] });
    expect(plan).toMatchObject({ ready: 2, invalid: 2, duplicates: 1, unusedColumns: ['owner'], problems: [] });
    host.bulk.file = 'name\nx';
    await expect(
      host.invoke('get_bulk_form', { change: 'updateAlerts', source: { kind: 'file', data: { fileId: 'file-1' } } }),
    ).rejects.toMatchObject({ detail: { code: 'BULK_UNREADABLE' } });
  });
});
