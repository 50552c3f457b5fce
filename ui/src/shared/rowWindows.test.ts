import { describe, expect, it, vi } from 'vitest';
import { RowWindows } from './rowWindows';

type Ask = { offset: number; count: number; answer: (rows: string[]) => Promise<void>; fail: (reason: Error) => Promise<void> };

/** A source whose answers the test gives by hand. */
function handSource(name: string) {
  const asks: Ask[] = [];
  const settle = async (): Promise<void> => {
    await Promise.resolve();
    await Promise.resolve();
  };
  const fetch = (offset: number, count: number): Promise<string[]> =>
    new Promise((resolve, reject) => {
      asks.push({
        offset,
        count,
        answer: (rows) => (resolve(rows), settle()),
        fail: (reason) => (reject(reason), settle()),
      });
    });
  const rows = (offset: number, count: number): string[] => Array.from({ length: count }, (_, at) => `${name}${offset + at}`);
  const answerAll = async (): Promise<void> => {
    for (let ask = asks.shift(); ask !== undefined; ask = asks.shift()) {
      await ask.answer(rows(ask.offset, ask.count));
    }
  };
  return { asks, fetch, answerAll };
}

function windowsOf(options = {}) {
  const onChange = vi.fn();
  const onFailure = vi.fn();
  return { windows: new RowWindows<string>(onChange, onFailure, { windowSize: 10, ...options }), onChange, onFailure };
}

describe('row windows', () => {
  it('fetches the windows in sight, each once', async () => {
    const source = handSource('a');
    const { windows, onChange } = windowsOf();
    windows.setSource(source.fetch, 100);
    windows.show(5, 25);
    windows.show(6, 26);
    expect(source.asks.map(({ offset, count }) => [offset, count])).toEqual([
      [0, 10],
      [10, 10],
      [20, 10],
    ]);
    expect(windows.row(7)).toBeUndefined();
    await source.answerAll();
    expect(windows.row(7)).toBe('a7');
    expect(windows.row(24)).toBe('a24');
    expect(onChange).toHaveBeenCalledTimes(3);
  });

  it('asks for no more rows than there are', () => {
    const source = handSource('a');
    const { windows } = windowsOf();
    windows.setSource(source.fetch, 14);
    windows.show(0, 40);
    expect(source.asks.map(({ offset, count }) => [offset, count])).toEqual([
      [0, 10],
      [10, 4],
    ]);
  });

  it('holds a bounded number of windows and forgets those seen longest ago', async () => {
    const source = handSource('a');
    const { windows } = windowsOf({ maxWindows: 3 });
    windows.setSource(source.fetch, 1000);
    for (let first = 0; first < 60; first += 10) {
      windows.show(first, first + 10);
      await source.answerAll();
    }
    expect(windows.held).toBe(3);
    expect(windows.row(0)).toBeUndefined();
    expect(windows.row(55)).toBe('a55');
    expect(windows.row(35)).toBe('a35');
  });

  it('keeps a window that was seen again', async () => {
    const source = handSource('a');
    const { windows } = windowsOf({ maxWindows: 2 });
    windows.setSource(source.fetch, 1000);
    for (const first of [0, 10, 0, 20]) {
      windows.show(first, first + 10);
      await source.answerAll();
    }
    expect(windows.row(0)).toBe('a0');
    expect(windows.row(10)).toBeUndefined();
  });

  it('skips what was only scrolled past', async () => {
    const source = handSource('a');
    const { windows } = windowsOf({ maxInFlight: 1 });
    windows.setSource(source.fetch, 1000);
    windows.show(0, 10);
    windows.show(300, 310);
    windows.show(900, 910);
    expect(source.asks.map(({ offset }) => offset)).toEqual([0]);
    await source.asks.shift()?.answer(['a0']);
    expect(source.asks.map(({ offset }) => offset)).toEqual([900]);
  });

  it('shows the earlier rows until the new ones have come, then drops them', async () => {
    const old = handSource('old');
    const { windows } = windowsOf();
    windows.setSource(old.fetch, 100);
    windows.show(0, 10);
    await old.answerAll();
    const fresh = handSource('new');
    windows.setSource(fresh.fetch, 5);
    expect(windows.row(3)).toBe('old3');
    // The new source has fewer rows than the old one.
    expect(windows.row(7)).toBeUndefined();
    await fresh.answerAll();
    expect(windows.row(3)).toBe('new3');
    windows.setSource(fresh.fetch, 100);
    expect(windows.row(12)).toBeUndefined();
  });

  it('drops answers and failures of an earlier source', async () => {
    const old = handSource('old');
    const { windows, onFailure, onChange } = windowsOf();
    windows.setSource(old.fetch, 100);
    windows.show(0, 20);
    const [first, second] = old.asks;
    windows.setSource(handSource('new').fetch, 100);
    await first?.answer(['stale']);
    await second?.fail(new Error('stale'));
    expect(windows.row(0)).toBeUndefined();
    expect(onChange).not.toHaveBeenCalled();
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('reports a failure and asks again when the rows are seen again', async () => {
    const source = handSource('a');
    const { windows, onFailure } = windowsOf();
    windows.setSource(source.fetch, 100);
    windows.show(0, 10);
    await source.asks.shift()?.fail(new Error('no'));
    expect(onFailure).toHaveBeenCalledOnce();
    expect(source.asks).toHaveLength(0);
    windows.show(0, 10);
    await source.answerAll();
    expect(windows.row(0)).toBe('a0');
  });

  it('forgets everything when cleared', async () => {
    const source = handSource('a');
    const { windows } = windowsOf();
    windows.setSource(source.fetch, 100);
    windows.show(0, 10);
    await source.answerAll();
    windows.clear();
    expect(windows.row(0)).toBeUndefined();
    expect(windows.held).toBe(0);
  });
});
