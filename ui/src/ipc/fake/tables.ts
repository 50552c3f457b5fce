/**
 * Results that the fake host holds, and the views on them.
 *
 * Owns: rows by result, each with one current view; sorting, filtering and counting, honestly, on little data.
 * Refuses to know: where rows come from. Whoever has some (`results.ts`, answers of the explorer) hands them to `hold`.
 */
import type {
  ColumnConditionDto,
  ColumnDto,
  ColumnKind,
  FacetDto,
  JsonValue,
  SetViewRequest,
  ViewDto,
} from '../generated/contract';
import { refusal, type Handlers } from './world';

export type FakeRow = Record<string, unknown>;
export type Held = { id: string; rows: FakeRow[]; columns: ColumnDto[]; view: Uint32Array; viewId: number };

export class Tables {
  private readonly held = new Map<string, Held>();
  private next = 1;

  /** Holds rows as a new result. Rows may be added to it later. Columns are found in the rows where none are given. */
  hold(rows: FakeRow[], columns?: readonly ColumnDto[]): Held {
    const held = { id: `result-${this.next}`, rows, columns: [...(columns ?? columnsOf(rows))], view: new Uint32Array(), viewId: 0 };
    this.next += 1;
    this.held.set(held.id, held);
    return held;
  }

  /** @throws CommandFailure `RESULT_GONE` */
  require(id: string): Held {
    const held = this.held.get(id);
    if (held === undefined) {
      throw refusal('RESULT_GONE', 'These rows are no longer held.', { hint: 'Load them again.' });
    }
    return held;
  }

  /** @throws CommandFailure `RESULT_GONE`, for an older view as well. */
  requireView(id: string, viewId: number): Held {
    const held = this.require(id);
    if (viewId !== held.viewId) {
      throw refusal('RESULT_GONE', 'This view was replaced by a newer one.');
    }
    return held;
  }

  /** @throws CommandFailure `RESULT_GONE`, `RESULT_OUT_OF_RANGE` */
  requireRow(id: string, rowId: number): FakeRow {
    const row = this.require(id).rows[rowId];
    if (row === undefined) {
      throw refusal('RESULT_OUT_OF_RANGE', 'There is no such row.');
    }
    return row;
  }

  /** Lets go of everything. */
  forget(): void {
    this.held.clear();
  }

  readonly handlers: Pick<Handlers, 'set_view' | 'get_rows' | 'get_row' | 'close_result'> = {
    set_view: (request) => setView(this.require(request.resultId), request),
    get_rows: (request) => {
      const held = this.requireView(request.resultId, request.viewId);
      const rowIds = [...held.view.subarray(request.offset, request.offset + request.count)];
      return {
        offset: request.offset,
        rows: rowIds.map((rowId) => request.columns.map((column) => cellText(held.rows[rowId]?.[column]))),
        rowIds,
      };
    },
    get_row: ({ resultId, rowId }) => ({ json: this.requireRow(resultId, rowId) as JsonValue }),
    close_result: ({ resultId }) => {
      this.held.delete(resultId);
      return null;
    },
  };
}

/** A cell as the window gets it. */
export function cellText(value: unknown): string | null {
  if (value === null || value === undefined) {
    return null;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const TIME = /^\d{4}-\d{2}-\d{2}T/;

function kindOf(value: unknown): ColumnKind | null {
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return TIME.test(value) ? 'time' : 'text';
    case 'object':
      return value === null ? null : 'nested';
    default:
      return null;
  }
}

/** Every property of the rows, in the order met. */
function columnsOf(rows: readonly FakeRow[]): ColumnDto[] {
  const kinds = new Map<string, ColumnKind | null>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      kinds.set(name, kinds.get(name) ?? kindOf(value));
    }
  }
  return [...kinds].map(([name, kind]) => ({ name, kind: kind ?? 'text' }));
}

const MOST_VALUES = 1000;
const SEVERITY_RANK = ['UnSpecified', 'Informational', 'Low', 'Medium', 'High'];

/** Orders two cells; the last two arguments are the cells as text. */
function compare(kind: ColumnKind, column: string, left: string, right: string): number {
  if (column === 'severity') {
    return SEVERITY_RANK.indexOf(left) - SEVERITY_RANK.indexOf(right);
  }
  if (kind === 'number') {
    return Number(left) - Number(right);
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

function holds(condition: ColumnConditionDto, kind: ColumnKind, cell: string | null): boolean {
  const { test, column } = condition;
  if (test === 'empty' || test === 'present') {
    return (cell === null || cell === '') === (test === 'empty');
  }
  const [first = '', second = ''] = condition.values;
  const lower = (cell ?? '').toLowerCase();
  switch (test) {
    case 'contains':
      return lower.includes(first.toLowerCase());
    case 'containsNot':
      return !lower.includes(first.toLowerCase());
    case 'startsWith':
      return lower.startsWith(first.toLowerCase());
    case 'equalsNot':
      return lower !== first.toLowerCase();
    default:
  }
  if (cell === null) {
    return false;
  }
  const order = kind === 'text' ? (lower === first.toLowerCase() ? 0 : 1) : compare(kind, column, cell, first);
  switch (test) {
    case 'equals':
      return order === 0;
    case 'less':
      return order < 0;
    case 'lessOrEqual':
      return order <= 0;
    case 'greater':
      return order > 0;
    case 'greaterOrEqual':
      return order >= 0;
    case 'between':
      return order >= 0 && compare(kind, column, cell, second) <= 0;
  }
}

function setView(held: Held, request: SetViewRequest): ViewDto {
  const kinds = new Map(held.columns.map(({ name, kind }) => [name, kind]));
  const kind = (column: string): ColumnKind => {
    const known = kinds.get(column);
    if (known === undefined) {
      throw refusal('INTERNAL', `This table has no column ${column}.`);
    }
    return known;
  };
  const needle = request.text.toLowerCase();
  const value = (row: FakeRow, column: string): string => cellText(row[column]) ?? '';
  const passes = (row: FakeRow): boolean =>
    (needle === '' || request.textColumns.some((column) => value(row, column).toLowerCase().includes(needle))) &&
    request.conditions.every((condition) => holds(condition, kind(condition.column), cellText(row[condition.column])));
  const keeps = (row: FakeRow, except: string | null): boolean =>
    request.facets.every(
      (facet) => facet.column === except || facet.values.length === 0 || facet.values.includes(value(row, facet.column)),
    );

  request.facets.forEach(({ column }) => kind(column));
  const matched: number[] = [];
  const counts = new Map(request.countColumns.map((column) => [column, new Map<string, number>()]));
  held.rows.forEach((row, rowId) => {
    if (!passes(row)) {
      return;
    }
    if (keeps(row, null)) {
      matched.push(rowId);
    }
    for (const [column, byValue] of counts) {
      if (keeps(row, column)) {
        byValue.set(value(row, column), (byValue.get(value(row, column)) ?? 0) + 1);
      }
    }
  });
  matched.sort((a, b) => {
    for (const key of request.sort) {
      const left = value(held.rows[a] ?? {}, key.column);
      const right = value(held.rows[b] ?? {}, key.column);
      const order = compare(kind(key.column), key.column, left, right);
      if (order !== 0) {
        // Rows without a value come last either way.
        return left === '' ? 1 : right === '' ? -1 : key.descending ? -order : order;
      }
    }
    return a - b;
  });
  held.view = Uint32Array.from(matched);
  held.viewId += 1;
  return {
    viewId: held.viewId,
    totalRows: held.rows.length,
    matchedRows: matched.length,
    facets: [...counts].map(([column, byValue]): FacetDto => ({
      column,
      values: sorted(byValue).slice(0, MOST_VALUES),
      more: Math.max(0, byValue.size - MOST_VALUES),
    })),
    columns: [...held.columns],
  };
}

function sorted(counts: Map<string, number>): FacetDto['values'] {
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
