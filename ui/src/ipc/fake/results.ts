/** Loads of alerts. */
import type { LoadAlertsRequest, LoadEvent, LoadedDto } from '../generated/contract';
import type { Response } from '../host';
import { ALERT_COLUMNS, alertAt, evidenceOf } from './alerts';
import { cellText, Tables, type Held } from './tables';
import { fakeTableTools, type FakeTableTools } from './tableTools';
import { pause, refusal, type Handlers, type World } from './world';

type LoadCommand = 'load_alerts' | 'cancel_load' | 'get_alert';

export type FakeResults = {
  handlers: Pick<Handlers, LoadCommand> & Tables['handlers'] & FakeTableTools['handlers'];
  /** What is held; other parts of the fake host add theirs. */
  tables: Tables;
  tools: FakeTableTools;
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
  const tables = new Tables();
  const tools = fakeTableTools(world, tables);
  /** The alerts loaded last. */
  let result: Held | null = null;
  let gate: Promise<void> = Promise.resolve();
  let openGate: () => void = () => undefined;

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
    const mine = tables.hold([], ALERT_COLUMNS);
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
    tables,
    tools,
    holdPages: () => {
      gate = new Promise((open) => {
        openGate = open;
      });
    },
    releasePages: () => openGate(),
    forget: () => {
      result = null;
      tables.forget();
    },
    handlers: {
      ...tables.handlers,
      ...tools.handlers,
      load_alerts: load,
      cancel_load: ({ loadId }) => {
        cancelledLoads.add(loadId);
        openGate();
        tools.cancelExport(loadId);
        return null;
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
    },
  };
}
