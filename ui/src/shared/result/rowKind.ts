/** What a table's rows are, as far as a screen knows more about them than the answer itself tells. Pure. */
import type { ColumnDto, ColumnKind } from '../../ipc/generated/contract';
import { columnWords } from './words';

export type KnownColumn = {
  title: string;
  /** Least width in CSS pixels. */
  width: number;
  /** Share of the width left over. */
  grow: number;
};

export type RowKind = {
  /** What one row and several are called, e.g. `alert` and `alerts`. */
  noun: { one: string; many: string };
  /** Columns that have names and widths of their own, in the order in which they are offered. */
  known?: Readonly<Record<string, KnownColumn>>;
  /** Columns shown until the admin chooses others. */
  usual?: readonly string[];
  /** Columns the free text is looked for in; every text column where left out. */
  textColumns?: readonly string[];
  /** What the free text is looked for in, in words, e.g. `title, device`. */
  textHint?: string;
  /** Columns whose values have a menu of their own in the toolbar. */
  quickFilters?: readonly { column: string; label: string }[];
  /** A value in words; the value itself where left out. The empty text stands for no value. */
  valueLabel?: (column: string, value: string) => string;
};

export const ANY_ROWS: RowKind = { noun: { one: 'row', many: 'rows' } };

/** More than this are shown only on request: a line that goes on for metres is no help. */
const MOST_USUAL = 12;

const BY_KIND: Record<ColumnKind, Omit<KnownColumn, 'title'>> = {
  text: { width: 170, grow: 1 },
  time: { width: 168, grow: 0 },
  number: { width: 110, grow: 0 },
  boolean: { width: 100, grow: 0 },
  nested: { width: 130, grow: 0 },
};

/** A column's name in words. */
export function columnTitle(rows: RowKind, name: string): string {
  return rows.known?.[name]?.title ?? columnWords(name);
}

/** How a column is drawn that nobody has changed. */
export function knownColumn(rows: RowKind, { name, kind }: ColumnDto): KnownColumn {
  return rows.known?.[name] ?? { title: columnWords(name), ...BY_KIND[kind] };
}

/** Everything that can be shown: what is known in its order, then the rest as the service gave it. */
export function offeredColumns(rows: RowKind, columns: readonly ColumnDto[]): string[] {
  const order = Object.keys(rows.known ?? {});
  const rank = (name: string): number => {
    const known = order.indexOf(name);
    return known === -1 ? order.length : known;
  };
  return columns.map(({ name }) => name).sort((a, b) => rank(a) - rank(b));
}

/** The columns shown until the admin chooses others: plain values before lists and objects. */
export function usualColumns(rows: RowKind, columns: readonly ColumnDto[]): string[] {
  if (rows.usual !== undefined) {
    return [...rows.usual];
  }
  const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
  const offered = offeredColumns(rows, columns);
  const plain = offered.filter((name) => kinds.get(name) !== 'nested');
  const nested = offered.filter((name) => kinds.get(name) === 'nested');
  const first = plain.slice(0, MOST_USUAL);
  return [...first, ...nested.slice(0, MOST_USUAL - first.length)];
}

/** The columns the free text is looked for in, as far as the result has them. */
export function searchedColumns(rows: RowKind, columns: readonly ColumnDto[]): string[] {
  const wanted = rows.textColumns;
  return wanted === undefined
    ? columns.filter(({ kind }) => kind === 'text').map(({ name }) => name)
    : wanted.filter((name) => columns.some((column) => column.name === name));
}

/** A value of a column in words. */
export function valueLabel(rows: RowKind, column: string, value: string): string {
  return rows.valueLabel?.(column, value) ?? (value === '' ? 'No value' : value);
}
