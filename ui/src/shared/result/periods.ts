/** Periods that times are counted by. The backend cuts them in UTC, and so they are named. Pure. */
import type { Period } from '../../ipc/generated/contract';

const FORMATS: Record<Period, Intl.DateTimeFormat> = {
  minute: new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' }),
  hour: new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' }),
  day: new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', dateStyle: 'medium' }),
  month: new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', month: 'short', year: 'numeric' }),
  year: new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', year: 'numeric' }),
};

export const PERIOD_WORDS: Record<Period, string> = {
  minute: 'minute',
  hour: 'hour',
  day: 'day',
  month: 'month',
  year: 'year',
};

/** A period by its beginning, RFC 3339. */
export function periodLabel(period: Period, begin: string): string {
  const ms = Date.parse(begin);
  return Number.isNaN(ms) ? begin : FORMATS[period].format(ms);
}

/** The beginning of the next period, RFC 3339. */
export function periodEnd(period: Period, begin: string): string {
  const date = new Date(begin);
  switch (period) {
    case 'minute':
      date.setUTCMinutes(date.getUTCMinutes() + 1);
      break;
    case 'hour':
      date.setUTCHours(date.getUTCHours() + 1);
      break;
    case 'day':
      date.setUTCDate(date.getUTCDate() + 1);
      break;
    case 'month':
      date.setUTCMonth(date.getUTCMonth() + 1);
      break;
    case 'year':
      date.setUTCFullYear(date.getUTCFullYear() + 1);
      break;
  }
  return date.toISOString();
}
