/**
 * Which columns are shown, in which order and how wide. Kept per operation.
 *
 * Invariant: only names of columns and widths are ever stored, nothing of what a row holds.
 */
import type { ColumnDto } from '../../ipc/generated/contract';
import type { TableColumn } from '../DataTable';
import { knownColumn, usualColumns, type RowKind } from './rowKind';

export type Layout = {
  /** Names of the columns shown, in order; `null` for the usual ones. */
  shown: readonly string[] | null;
  /** Widths that the admin has set, in CSS pixels. */
  widths: Readonly<Record<string, number>>;
};

export const NO_LAYOUT: Layout = { shown: null, widths: {} };
export const LEAST_WIDTH = 56;
const GREATEST_WIDTH = 1600;
/** What a key press adds or takes. */
export const WIDTH_STEP = 24;

/** The columns shown, as far as the result has them; never none. */
export function shownColumns(layout: Layout, rows: RowKind, columns: readonly ColumnDto[]): string[] {
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  const chosen = (layout.shown ?? []).filter(has);
  return chosen.length > 0 ? chosen : usualColumns(rows, columns).filter(has);
}

/** The columns as the grid draws them. A width that was set is a width, without a share of what is left over. */
export function tableColumns(layout: Layout, rows: RowKind, columns: readonly ColumnDto[]): TableColumn[] {
  return shownColumns(layout, rows, columns).flatMap((name) => {
    const column = columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      return [];
    }
    const width = layout.widths[name];
    const known = knownColumn(rows, column);
    return [{ name, ...known, ...(width === undefined ? {} : { width, grow: 0 }) }];
  });
}

export function withWidth(layout: Layout, column: string, width: number): Layout {
  const rounded = Math.round(Math.min(GREATEST_WIDTH, Math.max(LEAST_WIDTH, width)));
  return { ...layout, widths: { ...layout.widths, [column]: rounded } };
}

/** Shows a column after the others, or takes it away; the last one stays. */
export function withColumn(shown: readonly string[], column: string, visible: boolean): string[] {
  const others = shown.filter((name) => name !== column);
  return visible ? [...others, column] : others.length === 0 ? [...shown] : others;
}

/** Moves a column by so many places. */
export function moved(shown: readonly string[], column: string, by: number): string[] {
  const from = shown.indexOf(column);
  const to = Math.min(shown.length - 1, Math.max(0, from + by));
  if (from === -1 || from === to) {
    return [...shown];
  }
  const others = shown.filter((name) => name !== column);
  return [...others.slice(0, to), column, ...others.slice(to)];
}

/** The layout of an earlier time. Unreadable or forbidden storage is the same as none. */
export function storedLayout(storage: Storage, key: string): Layout {
  const shown = read(storage, `${key}.columns`);
  const widths = read(storage, `${key}.widths`);
  return {
    shown: Array.isArray(shown) && shown.length > 0 && shown.every((name) => typeof name === 'string') ? shown : null,
    widths:
      typeof widths === 'object' && widths !== null && !Array.isArray(widths)
        ? Object.fromEntries(
            Object.entries(widths as Record<string, unknown>).filter(
              (entry): entry is [string, number] =>
                typeof entry[1] === 'number' && entry[1] >= LEAST_WIDTH && entry[1] <= GREATEST_WIDTH,
            ),
          )
        : {},
  };
}

export function storeLayout(storage: Storage, key: string, layout: Layout): void {
  write(storage, `${key}.columns`, layout.shown);
  write(storage, `${key}.widths`, Object.keys(layout.widths).length === 0 ? null : layout.widths);
}

function read(storage: Storage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

function write(storage: Storage, key: string, value: unknown): void {
  try {
    if (value === null) {
      storage.removeItem(key);
    } else {
      storage.setItem(key, JSON.stringify(value));
    }
  } catch {
    // The choice then lasts until the app closes.
  }
}
