import { describe, expect, it } from 'vitest';
import type { LoadAlertsRequest, LoadedDto, LoadEvent } from '../../ipc/generated/contract';
import type { Host } from '../../ipc/host';
import { AlertsStore } from './store';

type Pending = { command: string; request: unknown; emit: (event: LoadEvent) => void; answer: (value: unknown) => void };

/** A host that answers only when told to, in any order. */
function slowHost() {
  const pending: Pending[] = [];
  const host: Host = {
    invoke: (command: string, request: unknown, onEvent?: (event: never) => void) =>
      new Promise((resolve) => {
        pending.push({ command, request, emit: (event) => onEvent?.(event as never), answer: resolve as (value: unknown) => void });
      }),
  };
  const take = (command: string): Pending => {
    const at = pending.findIndex((call) => call.command === command);
    const [call] = at === -1 ? [] : pending.splice(at, 1);
    if (call === undefined) {
      throw new Error(`${command} was not called`);
    }
    return call;
  };
  const commands = (): string[] => pending.map(({ command }) => command);
  return { host, take, commands };
}

const REQUEST: LoadAlertsRequest = { loadId: 'load-1', createdFrom: null, createdTo: null, severities: [] };
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

function loadedDto(resultId: string): LoadedDto {
  return { resultId, rows: 10, pages: 1, duplicates: 0, bytes: 1, elapsedMs: 1, complete: true, columns: [] };
}

async function storeWithResult() {
  const slow = slowHost();
  const store = new AlertsStore(slow.host);
  void store.load(REQUEST);
  const load = slow.take('load_alerts');
  load.emit({ event: 'started', data: { resultId: 'r1', request: '/api/alerts' } });
  load.answer(loadedDto('r1'));
  await settle();
  return { ...slow, store };
}

describe('the alerts store', () => {
  it('tells a wait that the service asked for', () => {
    const { host, take } = slowHost();
    const store = new AlertsStore(host);
    void store.load(REQUEST);
    const load = take('load_alerts');
    load.emit({ event: 'waiting', data: { seconds: 30, reason: 'The service asked to slow down.' } });
    expect(store.get().waiting).toEqual({ seconds: 30, reason: 'The service asked to slow down.' });
    load.emit({ event: 'page', data: { rows: 1, pages: 1 } });
    expect(store.get().waiting).toBeNull();
  });

  it('closes the earlier result when another load starts', async () => {
    const { store, take } = await storeWithResult();
    void store.load({ ...REQUEST, loadId: 'load-2' });
    take('load_alerts').emit({ event: 'started', data: { resultId: 'r2', request: '' } });
    expect(take('close_result').request).toEqual({ resultId: 'r1' });
    expect(store.get().resultId).toBe('r2');
  });

  it('cancels the load and ignores its end when the session ends', async () => {
    const { host, take } = slowHost();
    const store = new AlertsStore(host);
    store.useSession('somebody');
    void store.load(REQUEST);
    const load = take('load_alerts');
    load.emit({ event: 'started', data: { resultId: 'r1', request: '' } });
    store.useSession(null);
    expect(take('cancel_load').request).toEqual({ loadId: 'load-1' });
    expect(take('close_result').request).toEqual({ resultId: 'r1' });
    load.emit({ event: 'page', data: { rows: 5, pages: 1 } });
    load.answer(loadedDto('r1'));
    await settle();
    expect(store.get()).toMatchObject({ phase: 'idle', resultId: null, arrived: 0 });
  });
});
