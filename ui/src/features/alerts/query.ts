/** The question put to the service: when alerts were created, and how severe they are. Pure. */
import type { AlertQueryDto, LoadAlertsRequest } from '../../ipc/generated/contract';
import { localDate, localMidnight } from '../../shared/instants';

const DAY = 86_400_000;

export const PRESETS = {
  day: { label: 'Last 24 hours', days: 1 },
  week: { label: 'Last 7 days', days: 7 },
  month: { label: 'Last 30 days', days: 30 },
  halfYear: { label: 'Last 6 months', days: 183 },
  all: { label: 'All time', days: null },
} as const;
export type Preset = keyof typeof PRESETS;

/** Words of the API, most severe first. */
export const SEVERITIES = ['High', 'Medium', 'Low', 'Informational', 'UnSpecified'] as const;

export type AlertQuery = {
  preset: Preset | 'custom';
  /** Local days, `yyyy-mm-dd`, both inclusive; empty for no bound. Used with `custom` only. */
  from: string;
  to: string;
  severities: string[];
};

/** The sandbox tenant is small and is asked for everything; a real tenant for a month, so that it isn't fetched whole. */
export function defaultQuery(sandbox: boolean): AlertQuery {
  return { preset: sandbox ? 'all' : 'month', from: '', to: '', severities: [] };
}

/** The query with days to choose, beginning with those that its preset means: a month where it means no limit. */
export function withChosenDays(query: AlertQuery, now: number): AlertQuery {
  if (query.preset === 'custom') {
    return query;
  }
  const days = PRESETS[query.preset].days ?? 30;
  return { ...query, preset: 'custom', from: localDate(now - days * DAY), to: localDate(now) };
}

/** Why a query cannot be asked; `null` when it can. */
export function queryProblem(query: AlertQuery): string | null {
  if (query.preset === 'custom' && query.from !== '' && query.to !== '' && query.from > query.to) {
    return 'The first day is after the last day.';
  }
  return null;
}

/** The request for a query. Days are the admin's local days; the last one counts in full. */
export function toRequest(query: AlertQuery, loadId: string, now: number): LoadAlertsRequest {
  const bounds =
    query.preset === 'custom'
      ? { createdFrom: localMidnight(query.from), createdTo: localMidnight(query.to, 1) }
      : { createdFrom: PRESETS[query.preset].days === null ? null : now - (PRESETS[query.preset].days ?? 0) * DAY, createdTo: null };
  return { loadId, ...bounds, severities: query.severities };
}

/** A query for keeping. */
export function toDto({ preset, from, to, severities }: AlertQuery): AlertQueryDto {
  const custom = preset === 'custom';
  return {
    withinDays: custom ? null : PRESETS[preset].days,
    from: custom && from !== '' ? from : null,
    to: custom && to !== '' ? to : null,
    // Which were chosen counts, not in which order.
    severities: [...severities].sort(),
  };
}

/** A query that was kept. Days without a preset of their own become chosen days that end with no limit. */
export function fromDto({ withinDays, from, to, severities }: AlertQueryDto, now: number): AlertQuery {
  const chosen = SEVERITIES.filter((severity) => severities.includes(severity));
  const others = severities.filter((severity) => !chosen.some((known) => known === severity));
  const base = { from: '', to: '', severities: [...chosen, ...others] };
  if (withinDays === null) {
    return from === null && to === null ? { ...base, preset: 'all' } : { ...base, preset: 'custom', from: from ?? '', to: to ?? '' };
  }
  const preset = (Object.keys(PRESETS) as Preset[]).find((name) => PRESETS[name].days === withinDays);
  return preset === undefined ? { ...base, preset: 'custom', from: localDate(now - withinDays * DAY) } : { ...base, preset };
}

/** Whether two queries put the same question. */
export function sameQuestion(one: AlertQuery, other: AlertQuery): boolean {
  return JSON.stringify(toDto(one)) === JSON.stringify(toDto(other));
}
