/** What the fake host does with the rows of a view: count, draw, copy, save, open what is inside a cell. */
import type {
  BarDto,
  ChartDto,
  ColumnSummaryDto,
  CopyRowsRequest,
  ExportedDto,
  ExportEvent,
  ExportRowsRequest,
  Period,
  PivotDto,
} from '../generated/contract';
import { cellText, type FakeRow, type Held, type Tables } from './tables';
import { pause, refusal, type Handlers, type World } from './world';

type ToolCommand = 'get_summary' | 'get_chart' | 'copy_rows' | 'export_rows' | 'open_nested' | 'get_pivots';

export type FakeTableTools = {
  handlers: Pick<Handlers, ToolCommand>;
  /** The text last put on the clipboard. */
  copied: () => string | null;
  /** Holds an export back after its first rows until `releaseExport`. */
  holdExport: () => void;
  releaseExport: () => void;
  /** Ends the export that goes by this id, if there is one. */
  cancelExport: (loadId: string) => void;
};

const MOST_COPIED = 10_000;
const MOST_BARS = 20;
const ENDINGS = { csv: 'csv', xlsx: 'xlsx', jsonLines: 'jsonl', parquet: 'parquet' } as const;

export function fakeTableTools(world: World, tables: Tables): FakeTableTools {
  let clipboard: string | null = null;
  let gate: Promise<void> = Promise.resolve();
  let openGate: () => void = () => undefined;
  const cancelled = new Set<string>();
  const viewRows = (held: Held): FakeRow[] => [...held.view].map((rowId) => held.rows[rowId] ?? {});

  return {
    copied: () => clipboard,
    holdExport: () => {
      gate = new Promise((open) => {
        openGate = open;
      });
    },
    releaseExport: () => openGate(),
    cancelExport: (loadId) => {
      cancelled.add(loadId);
      openGate();
    },
    handlers: {
      get_summary: ({ resultId, viewId }) => {
        const held = tables.requireView(resultId, viewId);
        return { columns: held.columns.map(({ name, kind }) => summarise(name, kind === 'number', kind === 'time', viewRows(held))) };
      },
      get_chart: ({ resultId, viewId, column }) => {
        const held = tables.requireView(resultId, viewId);
        const time = held.columns.some(({ name, kind }) => name === column && kind === 'time');
        const cells = viewRows(held).map((row) => cellText(row[column]) ?? '');
        return time ? byTime(cells) : byValue(cells);
      },
      copy_rows: (request) => {
        const held = tables.requireView(request.resultId, request.viewId);
        const rows =
          request.rowIds === null
            ? viewRows(held)
            : [...held.view].filter((rowId) => request.rowIds?.includes(rowId)).map((rowId) => held.rows[rowId] ?? {});
        if (rows.length > MOST_COPIED) {
          throw refusal('EXPORT_TOO_LARGE', 'More than 10,000 rows cannot be copied at once.', { hint: 'Save them to a file instead.' });
        }
        clipboard = asText(rows, request);
        return { rows: rows.length };
      },
      export_rows: (request, emit) => save(request, emit),
      open_nested: ({ resultId, rowId, column }) => {
        const value = tables.requireRow(resultId, rowId)[column];
        if (!Array.isArray(value) || value.length === 0) {
          throw refusal('RESULT_OUT_OF_RANGE', 'There is no list in this cell.');
        }
        const rows = value.map((item: unknown): FakeRow => (isRecord(item) ? item : { value: item }));
        return { resultId: tables.hold(rows).id, rows: rows.length };
      },
      get_pivots: ({ resultId, rowId }) => ({ pivots: pivotsOf(tables.requireRow(resultId, rowId)) }),
    },
  };

  async function save(request: ExportRowsRequest, emit: (event: ExportEvent) => void): Promise<ExportedDto> {
    const held = tables.requireView(request.resultId, request.viewId);
    if (world.options.saveDialog === 'closed') {
      return { path: null, rows: 0, remarks: [] };
    }
    const of = held.view.length;
    emit({ rows: 0, of });
    for (let rows = Math.min(500, of); ; rows = Math.min(rows + 500, of)) {
      await pause(world.latency);
      emit({ rows, of });
      await gate;
      if (cancelled.delete(request.loadId)) {
        throw refusal('LOAD_CANCELLED', 'The export was stopped. No file was written.');
      }
      if (rows === of) {
        break;
      }
    }
    const remarks = request.format === 'xlsx' ? ['2 texts were longer than a cell may be and were cut at 32,767 characters.'] : [];
    return { path: `/home/maya/Documents/${request.name}.${ENDINGS[request.format]}`, rows: of, remarks };
  }
}

function isRecord(value: unknown): value is FakeRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function summarise(column: string, number: boolean, time: boolean, rows: readonly FakeRow[]): ColumnSummaryDto {
  const cells = rows.map((row) => cellText(row[column])).filter((cell) => cell !== null && cell !== '');
  const numbers = number ? cells.map(Number) : [];
  const ordered = number ? [...cells].sort((a, b) => Number(a) - Number(b)) : time ? [...cells].sort() : [];
  const sum = numbers.reduce((total, value) => total + value, 0);
  return {
    column,
    present: cells.length,
    distinct: new Set(cells).size,
    distinctCut: false,
    min: ordered[0] ?? null,
    max: ordered.at(-1) ?? null,
    sum: numbers.length === 0 ? null : sum,
    mean: numbers.length === 0 ? null : sum / numbers.length,
  };
}

function byValue(cells: readonly string[]): ChartDto {
  const counts = new Map<string, number>();
  cells.forEach((cell) => counts.set(cell, (counts.get(cell) ?? 0) + 1));
  const all = [...counts].map(([label, count]): BarDto => ({ label, count })).sort((a, b) => b.count - a.count);
  const bars = all.slice(0, MOST_BARS);
  return { bars, rest: all.slice(MOST_BARS).reduce((sum, { count }) => sum + count, 0), period: null };
}

const DAY = 86_400_000;
const LENGTHS: Record<Exclude<Period, 'month' | 'year'>, number> = { minute: 60_000, hour: 3_600_000, day: DAY };

/** The widest span a period is used for: about sixty bars. */
function periodFor(span: number): Period {
  return span < 3_600_000 ? 'minute' : span < 2.5 * DAY ? 'hour' : span < 60 * DAY ? 'day' : span < 5 * 365 * DAY ? 'month' : 'year';
}

function beginOf(period: Period, ms: number): number {
  const date = new Date(ms);
  switch (period) {
    case 'year':
      return Date.UTC(date.getUTCFullYear(), 0);
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
    default:
      return Math.floor(ms / LENGTHS[period]) * LENGTHS[period];
  }
}

/** Periods without rows are bars of nothing, so that the distances are true. */
function byTime(cells: readonly string[]): ChartDto {
  const times = cells.map((cell) => Date.parse(cell)).filter((ms) => !Number.isNaN(ms));
  if (times.length === 0) {
    return { bars: [], rest: cells.length, period: 'day' };
  }
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  const period = periodFor(last - first);
  const counts = new Map<number, number>();
  for (let at = beginOf(period, first); at <= last; at = nextOf(period, at)) {
    counts.set(at, 0);
  }
  times.forEach((ms) => counts.set(beginOf(period, ms), (counts.get(beginOf(period, ms)) ?? 0) + 1));
  return {
    bars: [...counts].map(([at, count]) => ({ label: new Date(at).toISOString(), count })),
    rest: cells.length - times.length,
    period,
  };
}

function nextOf(period: Period, ms: number): number {
  const date = new Date(ms);
  switch (period) {
    case 'year':
      return Date.UTC(date.getUTCFullYear() + 1, 0);
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
    default:
      return ms + LENGTHS[period];
  }
}

function asText(rows: readonly FakeRow[], { columns, format }: CopyRowsRequest): string {
  if (format === 'json') {
    return JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))));
  }
  const cells = rows.map((row) => columns.map((column) => cellText(row[column]) ?? ''));
  if (format === 'tsv') {
    return [columns, ...cells].map((line) => line.map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
  }
  const lines = [columns, columns.map(() => '---'), ...cells];
  return lines.map((line) => `| ${line.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

const PIVOTS: [property: string, id: string, title: string, path: string, placeholder: string][] = [
  ['machineId', 'getMachine', 'Get a device', '/api/machines/{id}', 'id'],
  ['machineId', 'listMachineAlerts', 'Alerts of a device', '/api/machines/{id}/alerts', 'id'],
  ['machineId', 'listMachineLogonUsers', 'Users logged on to a device', '/api/machines/{id}/logonusers', 'id'],
  ['sha1', 'getFile', 'Get a file', '/api/files/{id}', 'id'],
  ['ipAddress', 'listIpAlerts', 'Alerts about an IP address', '/api/ips/{ip}/alerts', 'ip'],
];

function pivotsOf(row: FakeRow): PivotDto[] {
  return PIVOTS.flatMap(([property, id, title, path, placeholder]) => {
    const value = row[property];
    if (typeof value !== 'string') {
      return [];
    }
    return [
      {
        operation: { id, title, method: 'GET', path, effect: 'read' },
        values: [{ place: 'path', name: placeholder, values: [value] }],
        from: `${property} ${value}`,
      },
    ];
  });
}
