import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CommandName } from '../host';
import { createFakeHost } from './index';

/** That every command has a handler of the right type is the compiler's business; this is about them answering. */
describe('the fake host', () => {
  it('knows every command of the contract', async () => {
    const contract = readFileSync('src/ipc/generated/contract.ts', 'utf8');
    const names = [...contract.matchAll(/^ {2}(\w+): \{ request: /gm)].map((match) => match[1] as CommandName);
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const host = createFakeHost({ start: 'signedIn' });
      host.failNext(name, { code: 'INTERNAL', message: 'known' });
      await expect(host.invoke(name, null), name).rejects.toThrow('known');
    }
  });

  it('gives the same alerts on every run', async () => {
    const rows = async (): Promise<unknown> => {
      const host = createFakeHost({ start: 'signedIn', alerts: 50, now: () => Date.UTC(2026, 10, 23) });
      const { resultId } = await host.invoke('load_alerts', { loadId: 'x', createdFrom: null, createdTo: null, severities: [] });
      return (await host.invoke('get_row', { resultId, rowId: 7 })).json;
    };
    expect(await rows()).toEqual(await rows());
  });

  it('answers an old view as the backend does', async () => {
    const host = createFakeHost({ start: 'signedIn', alerts: 50 });
    const { resultId } = await host.invoke('load_alerts', { loadId: 'x', createdFrom: null, createdTo: null, severities: [] });
    const look = { resultId, sort: [], text: '', textColumns: [], facets: [], conditions: [], countColumns: [] };
    const first = await host.invoke('set_view', look);
    await host.invoke('set_view', look);
    await expect(
      host.invoke('get_rows', { resultId, viewId: first.viewId, offset: 0, count: 1, columns: ['id'] }),
    ).rejects.toMatchObject({ detail: { code: 'RESULT_GONE' } });
  });
});
