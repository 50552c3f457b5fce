import { describe, expect, it, vi } from 'vitest';
import type { ColumnDto, RowsDto, ViewDto } from '../../ipc/generated/contract';
import { CommandFailure, type Host } from '../../ipc/host';
import { ANY_ROWS, type RowKind } from './rowKind';
import { countSelected, MOST_PICKED } from './selection';
import { ResultView } from './view';

type Pending = { command: string; request: Record<string, unknown>; answer: (value: unknown) => void; refuse: (reason: unknown) => void };

/** A host that answers only when told to, in any order. */
function slowHost() {
  const pending: Pending[] = [];
  const host: Host = {
    invoke: (command: string, request: unknown) =>
      new Promise((resolve, reject) => {
        pending.push({ command, request: request as Record<string, unknown>, answer: resolve as (value: unknown) => void, refuse: reject });
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

const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 0));
const COLUMNS: ColumnDto[] = [
  { name: 'title', kind: 'text' },
  { name: 'created', kind: 'time' },
  { name: 'count', kind: 'number' },
];

function viewDto(viewId: number, matchedRows: number, columns = COLUMNS): ViewDto {
  return { viewId, totalRows: Math.max(10, matchedRows), matchedRows, facets: [], columns };
}
function rowsDto(offset: number, count: number): RowsDto {
  const rowIds = Array.from({ length: count }, (_, position) => 1000 + offset + position);
  return { offset, rows: rowIds.map((id) => [`row ${id}`]), rowIds };
}
const gone = (): CommandFailure =>
  new CommandFailure({
    code: 'RESULT_GONE',
    message: 'gone',
    hint: null,
    field: null,
    correlationId: null,
    httpStatus: null,
    retryAfterSeconds: null,
    serviceMessage: null,
  });

async function shown(matchedRows = 10, rows: RowKind = ANY_ROWS) {
  const slow = slowHost();
  const view = new ResultView(slow.host, rows);
  view.show('r1');
  view.hear(0, true);
  slow.take('set_view').answer(viewDto(1, matchedRows));
  await settle();
  return { ...slow, view };
}

describe('the view of a result', () => {
  it('drops the answer to a question that a later one has overtaken', async () => {
    const { view, take } = await shown();
    view.setText('a');
    view.setText('ab');
    const first = take('set_view');
    const second = take('set_view');
    second.answer(viewDto(3, 2));
    await settle();
    first.answer(viewDto(2, 7));
    await settle();
    expect(view.get()).toMatchObject({ viewId: 3, matchedRows: 2 });
  });

  it('renews the view while pages arrive, but not for each of them', async () => {
    const { view, commands } = await shown();
    vi.useFakeTimers();
    for (let rows = 10; rows <= 500; rows += 10) {
      view.hear(rows, true);
    }
    await vi.advanceTimersByTimeAsync(300);
    expect(commands().filter((command) => command === 'set_view')).toHaveLength(1);
  });

  it('renews the view at once when the last rows have come, and not for the same news twice', async () => {
    const { view, commands } = await shown();
    view.hear(500, false);
    view.hear(500, false);
    expect(commands().filter((command) => command === 'set_view')).toHaveLength(1);
  });

  it('does not scroll back when a page arrives, only when the rows are arranged anew', async () => {
    const { view, take } = await shown();
    const before = view.get().arrangement;
    view.hear(20, false);
    take('set_view').answer(viewDto(2, 20));
    await settle();
    expect(view.get().arrangement).toBe(before);
    view.toggleSort('title');
    take('set_view').answer(viewDto(3, 20));
    await settle();
    expect(view.get().arrangement).toBe(before + 1);
    view.setLayout({ shown: ['title'], widths: {} });
    expect(view.get().arrangement).toBe(before + 1);
  });

  it('asks nothing of columns that it does not know yet, and asks again once it knows them', async () => {
    const { host, take, commands } = slowHost();
    const rows: RowKind = { ...ANY_ROWS, quickFilters: [{ column: 'title', label: 'Title' }] };
    const view = new ResultView(host, rows);
    view.setText('x');
    view.toggleSort('title');
    view.addConditions({ column: 'nowhere', test: 'present', values: [] });
    view.show('r1');
    const first = take('set_view');
    expect(first.request).toMatchObject({ sort: [], text: '', facets: [], conditions: [], countColumns: [] });
    first.answer(viewDto(1, 0));
    await settle();
    const second = take('set_view');
    expect(second.request).toEqual({
      resultId: 'r1',
      sort: [{ column: 'title', descending: false }],
      text: 'x',
      textColumns: ['title'],
      facets: [{ column: 'title', values: [] }],
      conditions: [],
      countColumns: ['title'],
    });
    second.answer(viewDto(2, 4));
    await settle();
    expect(commands()).not.toContain('set_view');
  });

  it('keeps its arrangement for another result, but neither the selection nor the open row', async () => {
    const { view, take } = await shown();
    view.seen(0, 10);
    take('get_rows').answer(rowsDto(0, 10));
    await settle();
    view.openRow(2);
    view.toggleSort('title');
    take('set_view').answer(viewDto(2, 10));
    await settle();
    view.show('r2');
    expect(view.get()).toMatchObject({ resultId: 'r2', viewId: null, open: null, sort: [{ column: 'title', descending: false }] });
    expect(countSelected(view.get().selection, 10)).toBe(0);
    expect(take('set_view').request).toMatchObject({ resultId: 'r2', sort: [{ column: 'title' }] });
  });

  it('is kept and arranged again as it was, before there are rows as well', async () => {
    const { view } = await shown();
    view.setSort([{ column: 'title', descending: true }]);
    view.setChosen('title', ['a', 'b']);
    view.addConditions({ column: 'count', test: 'greater', values: ['3'] });
    view.setLayout({ shown: ['title', 'count'], widths: { title: 300 } });
    const kept = view.arrangement();
    expect(kept).toEqual({
      sort: [{ column: 'title', descending: true }],
      text: '',
      facets: [{ column: 'title', values: ['a', 'b'] }],
      conditions: [{ column: 'count', test: 'greater', values: ['3'] }],
      groupBy: null,
      columns: ['title', 'count'],
    });
    const other = slowHost();
    const later = new ResultView(other.host, ANY_ROWS);
    later.arrange(kept);
    expect(other.commands()).toEqual([]);
    expect(later.arrangement()).toEqual(kept);
    later.show('r2');
    other.take('set_view').answer(viewDto(1, 10));
    await settle();
    expect(other.take('set_view').request).toMatchObject({ sort: kept.sort, facets: kept.facets, conditions: kept.conditions });
  });

  it('keeps what is open and selected when the backend has changed rows', async () => {
    const { view, take, commands } = await shown();
    view.seen(0, 10);
    take('get_rows').answer(rowsDto(0, 10));
    await settle();
    view.openRow(3);
    const { arrangement } = view.get();
    view.refresh();
    take('set_view').answer(viewDto(2, 10));
    await settle();
    expect(view.get()).toMatchObject({ viewId: 2, open: { index: 3, rowId: 1003 }, activeIndex: 3, arrangement });
    expect(view.isSelected(1003)).toBe(true);
    expect(commands()).toContain('get_rows');
  });

  it('sorts by several columns, each with its own direction', async () => {
    const { view } = await shown();
    view.toggleSort('title');
    view.toggleSort('count', true);
    view.toggleSort('title', true);
    expect(view.get().sort).toEqual([
      { column: 'title', descending: true },
      { column: 'count', descending: false },
    ]);
    view.toggleSort('title', true);
    expect(view.get().sort).toEqual([{ column: 'count', descending: false }]);
    view.toggleSort('created');
    expect(view.get().sort).toEqual([{ column: 'created', descending: false }]);
  });

  it('does not count times by value', async () => {
    const { view, take } = await shown();
    view.group('created');
    expect(take('set_view').request).toMatchObject({ countColumns: [] });
    view.group('title');
    expect(take('set_view').request).toMatchObject({ countColumns: ['title'] });
  });

  it('tells that the result is gone', async () => {
    const { view, take } = await shown();
    view.setText('a');
    take('set_view').refuse(gone());
    await settle();
    expect(view.get().failure?.detail.code).toBe('RESULT_GONE');
  });

  it('renews a view that was replaced behind its back, once', async () => {
    const { view, take, commands } = await shown();
    view.seen(0, 10);
    take('get_rows').refuse(gone());
    await settle();
    take('set_view').answer(viewDto(1, 10));
    await settle();
    take('get_rows').refuse(gone());
    await settle();
    expect(commands()).not.toContain('set_view');
    expect(view.get().failure?.detail.code).toBe('RESULT_GONE');
  });
});

describe('the selection', () => {
  async function withRows() {
    const made = await shown(1000);
    made.view.seen(0, 20);
    made.take('get_rows').answer(rowsDto(0, 100));
    await settle();
    return made;
  }
  const ids = (view: ResultView): number[] => [...view.get().selection.ids].sort((a, b) => a - b);

  it('is one row after a click, several with Ctrl, a range with Shift', async () => {
    const { view } = await withRows();
    view.openRow(3);
    expect(ids(view)).toEqual([1003]);
    view.toggle(5);
    expect(ids(view)).toEqual([1003, 1005]);
    await view.extend(8);
    expect(ids(view)).toEqual([1005, 1006, 1007, 1008]);
    await view.extend(4);
    expect(ids(view)).toEqual([1004, 1005]);
    view.toggle(4);
    expect(ids(view)).toEqual([1005]);
  });

  it('asks for the names of rows that have not arrived, without their cells', async () => {
    const { view, take } = await withRows();
    view.openRow(98);
    void view.extend(101);
    const call = take('get_rows');
    expect(call.request).toMatchObject({ offset: 100, count: 2, columns: [] });
    call.answer(rowsDto(100, 2));
    await settle();
    expect(ids(view)).toEqual([1098, 1099, 1100, 1101]);
  });

  it('cuts a range that is too long and says so', async () => {
    const { view } = await shown(50_000);
    const host = (view as unknown as { host: Host }).host;
    vi.spyOn(host, 'invoke').mockImplementation((_, request) => {
      const { offset, count } = request as { offset: number; count: number };
      return Promise.resolve(rowsDto(offset, count) as never);
    });
    view.activate(0);
    await view.extend(49_999);
    expect(view.get().selection.ids.size).toBe(MOST_PICKED);
    expect(view.get().selectionCut).toBe(true);
  });

  it('outlasts a sort, but not a filter', async () => {
    const { view } = await withRows();
    view.openRow(3);
    view.toggleSort('title');
    expect(ids(view)).toEqual([1003]);
    view.setText('x');
    expect(ids(view)).toEqual([]);
  });

  it('is everything with one key, whatever has arrived', async () => {
    const { view } = await withRows();
    view.selectAll();
    expect(countSelected(view.get().selection, 1000)).toBe(1000);
    expect(view.isSelected(123_456)).toBe(true);
    view.toggle(2);
    expect(ids(view)).toEqual([1002]);
    view.selectNothing();
    expect(countSelected(view.get().selection, 1000)).toBe(0);
  });
});
