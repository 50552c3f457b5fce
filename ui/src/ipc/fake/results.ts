/** Loads of alerts, and the views on them. */
import type { LoadAlertsRequest, LoadEvent, LoadedDto, SetViewRequest, ViewDto } from '../generated/contract';
import type { Response } from '../host';
import { ALERT_COLUMNS, alertAt, evidenceOf, type FakeAlert } from './alerts';
import { pause, refusal, type Handlers, type World } from './world';

type ResultCommand = 'load_alerts' | 'cancel_load' | 'set_view' | 'get_rows' | 'get_row' | 'get_alert' | 'close_result';

type Result = { id: string; rows: FakeAlert[]; view: Uint32Array; viewId: number };

export type FakeResults = {
  handlers: Pick<Handlers, ResultCommand>;
  /** Holds pages of a load back until `releasePages`. */
  holdPages: () => void;
  releasePages: () => void;
  /** Lets go of everything loaded. */
  forget: () => void;
};

export function fakeResults(world: World): FakeResults {
  const { now } = world;
  const pageSize = world.options.pageSize ?? 200;
  const total = world.options.alerts ?? 1200;
  const newest = now() - 15 * 60_000;
  const cancelledLoads = new Set<string>();
  let result: Result | null = null;
  let nextResult = 1;
  let gate: Promise<void> = Promise.resolve();
  let openGate: () => void = () => undefined;

  const requireResult = (id: string): Result => {
    if (result?.id !== id) {
      throw refusal('RESULT_GONE', 'These alerts are no longer held.', { hint: 'Load the alerts again.' });
    }
    return result;
  };

  async function load(request: LoadAlertsRequest, emit: (event: LoadEvent) => void): Promise<LoadedDto> {
    world.requireSession();
    const started = now();
    const matches: number[] = [];
    for (let position = 0; position < total; position += 1) {
      const alert = alertAt(position, total, newest);
      const created = Date.parse(cellText(alert.alertCreationTime) ?? '');
      if (
        (request.createdFrom === null || created >= request.createdFrom) &&
        (request.createdTo === null || created < request.createdTo) &&
        (request.severities.length === 0 || request.severities.includes(cellText(alert.severity) ?? ''))
      ) {
        matches.push(position);
      }
    }
    const mine: Result = { id: `result-${nextResult}`, rows: [], view: new Uint32Array(), viewId: 0 };
    nextResult += 1;
    result = mine;
    emit({ event: 'started', data: { resultId: mine.id, request: '/api/alerts?$top=200&$expand=evidence' } });
    emit({ event: 'total', data: { rows: matches.length } });
    let pages = 0;
    for (let from = 0; from < matches.length; from += pageSize) {
      await pause(world.latency);
      await gate;
      if (cancelledLoads.delete(request.loadId)) {
        break;
      }
      mine.rows = mine.rows.concat(matches.slice(from, from + pageSize).map((position) => alertAt(position, total, newest)));
      pages += 1;
      emit({ event: 'page', data: { rows: mine.rows.length, pages } });
    }
    return {
      resultId: mine.id,
      rows: mine.rows.length,
      pages,
      duplicates: 0,
      bytes: mine.rows.length * 1430,
      elapsedMs: now() - started,
      complete: mine.rows.length === matches.length,
      columns: [...ALERT_COLUMNS],
    };
  }

  return {
    holdPages: () => {
      gate = new Promise((open) => {
        openGate = open;
      });
    },
    releasePages: () => openGate(),
    forget: () => {
      result = null;
    },
    handlers: {
      load_alerts: load,
      cancel_load: ({ loadId }) => {
        cancelledLoads.add(loadId);
        openGate();
        return null;
      },
      set_view: (request) => setView(requireResult(request.resultId), request),
      get_rows: (request) => {
        const held = requireResult(request.resultId);
        if (request.viewId !== held.viewId) {
          throw refusal('RESULT_GONE', 'This view was replaced by a newer one.');
        }
        const rowIds = [...held.view.subarray(request.offset, request.offset + request.count)];
        return {
          offset: request.offset,
          rows: rowIds.map((rowId) => request.columns.map((column) => cellText(held.rows[rowId]?.[column] ?? null))),
          rowIds,
        };
      },
      get_row: ({ resultId, rowId }) => {
        const row = requireResult(resultId).rows[rowId];
        if (row === undefined) {
          throw refusal('RESULT_OUT_OF_RANGE', 'There is no such row.');
        }
        return { json: row as Response<'get_row'>['json'] };
      },
      get_alert: ({ alertId }) => {
        world.requireSession();
        const position = result?.rows.findIndex((row) => row.id === alertId) ?? -1;
        const row = result?.rows[position];
        if (row === undefined) {
          throw refusal('API_NOT_FOUND', 'The service has no alert with this ID.', { httpStatus: 404 });
        }
        return {
          json: { ...row, evidence: evidenceOf(position, cellText(row.alertCreationTime) ?? '') } as Response<'get_alert'>['json'],
        };
      },
      close_result: ({ resultId }) => {
        if (result?.id === resultId) {
          result = null;
        }
        return null;
      },
    },
  };
}

function setView(held: Result, request: SetViewRequest): ViewDto {
  const needle = request.text.toLowerCase();
  const value = (row: FakeAlert, column: string): string => cellText(row[column]) ?? '';
  const hasText = (row: FakeAlert): boolean =>
    needle === '' || request.textColumns.some((column) => value(row, column).toLowerCase().includes(needle));
  const keeps = (row: FakeAlert, except: string | null): boolean =>
    request.facets.every(
      (facet) => facet.column === except || facet.values.length === 0 || facet.values.includes(value(row, facet.column)),
    );

  const matched: number[] = [];
  const counts = new Map(request.countColumns.map((column) => [column, new Map<string, number>()]));
  held.rows.forEach((row, rowId) => {
    if (!hasText(row)) {
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
  const rank = ['UnSpecified', 'Informational', 'Low', 'Medium', 'High'];
  matched.sort((a, b) => {
    for (const key of request.sort) {
      const left = value(held.rows[a] ?? {}, key.column);
      const right = value(held.rows[b] ?? {}, key.column);
      const order =
        key.column === 'severity' ? rank.indexOf(left) - rank.indexOf(right) : left < right ? -1 : left > right ? 1 : 0;
      if (order !== 0) {
        return key.descending ? -order : order;
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
    facets: [...counts].map(([column, byValue]) => ({
      column,
      values: [...byValue].map(([text, count]) => ({ value: text, count })).sort((a, b) => b.count - a.count),
    })),
    columns: [...ALERT_COLUMNS],
  };
}

function cellText(value: FakeAlert[string] | undefined): string | null {
  if (value === null || value === undefined) {
    return null;
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
