import { describe, expect, it } from 'vitest';
import { createFakeHost, type FakeHost } from '../../ipc/fake';
import type { CallRequest } from '../../ipc/generated/contract';
import { explorerOf, type ExplorerStore } from './store';

function request(callId: string, operationId = 'listMachines'): CallRequest {
  return { callId, operationId, values: [], version: 'latest', allPages: false, confirmedName: null };
}

function open(): { host: FakeHost; store: ExplorerStore } {
  const host = createFakeHost({ start: 'signedIn' });
  const store = explorerOf(host);
  store.useSession('one');
  return { host, store };
}

const count = (host: FakeHost, name: string): number => host.calls.filter(({ command }) => command === name).length;

describe('the work at hand', () => {
  it('is one and the same wherever it is asked for', () => {
    const { host, store } = open();
    expect(explorerOf(host)).toBe(store);
  });

  it('ends with the session it belongs to, and its results are closed', async () => {
    const { host, store } = open();
    store.select('listMachines');
    await store.run(request('first'));
    expect(store.get().calls.listMachines?.rows).toBe(30);
    store.useSession('one');
    expect(store.get().calls.listMachines).toBeDefined();
    store.useSession('two');
    expect(store.get()).toEqual({ operationId: 'listMachines', forms: {}, pending: {}, calls: {}, following: {} });
    expect(count(host, 'close_result')).toBe(1);
  });

  it('stops a call of another session, and its late answer changes nothing', async () => {
    const { host, store } = open();
    host.explorerCalls.hold();
    const running = store.run(request('first'));
    store.useSession('two');
    expect(host.calls.at(-1)).toMatchObject({ command: 'cancel_load', request: { loadId: 'first' } });
    await running;
    expect(store.get().calls).toEqual({});
  });

  it('has one call of an operation under way at a time', async () => {
    const { host, store } = open();
    host.explorerCalls.hold();
    const running = store.run(request('first'));
    await store.run(request('second'));
    await store.goOn('listMachines', true);
    await store.fetchFiles('listMachines');
    expect(count(host, 'run_call')).toBe(1);
    expect(count(host, 'continue_call') + count(host, 'fetch_files')).toBe(0);
    host.explorerCalls.release();
    await running;
    expect(store.get().calls.listMachines).toMatchObject({ running: false, rows: 30, pages: 1, expected: 80 });
  });

  it('says why a call could not be stopped', async () => {
    const { host, store } = open();
    host.explorerCalls.hold();
    const running = store.run(request('first'));
    host.failNext('cancel_load', { code: 'INTERNAL' });
    await store.cancel('listMachines');
    expect(store.get().calls.listMachines?.failure?.detail.code).toBe('INTERNAL');
    host.explorerCalls.release();
    await running;
    // Nothing is under way any more.
    await store.cancel('listMachines');
    expect(count(host, 'cancel_load')).toBe(1);
  });

  it('fills a form once its fields are known, and only then sends', () => {
    const { store } = open();
    const field = {
      place: 'path' as const,
      name: 'id',
      kind: 'id' as const,
      required: true,
      about: '',
      choices: [],
      minimum: null,
      maximum: null,
      template: null,
    };
    store.fill('getMachine', [{ place: 'path', name: 'id', values: ['7'] }], true);
    expect(store.get().operationId).toBe('getMachine');
    expect(store.get().forms.getMachine).toBeUndefined();
    expect(store.prepare('getMachine', [field])).toBe(true);
    expect(store.get().forms.getMachine?.draft).toEqual({ 'path:id': { text: '7' } });
    expect(store.prepare('getMachine', [field])).toBe(false);
  });
});
