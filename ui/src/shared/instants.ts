/** Times as text. In: milliseconds since the epoch, UTC. Out: the reader's own time zone and language. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const dateAndSeconds = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'always' });
/** Says `now` for nothing. */
const justNow = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** E.g. `Nov 23, 2026, 2:03 PM`. */
export function formatLocal(ms: number): string {
  return dateAndTime.format(ms);
}

/** The same with seconds. */
export function formatLocalSeconds(ms: number): string {
  return dateAndSeconds.format(ms);
}

/** E.g. `2026-11-23 13:03:05 UTC`. */
export function formatUtc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** E.g. `in 5 minutes`, `3 days ago`. Rounds towards now, so that nothing looks further away than it is. */
export function formatRelative(ms: number, now: number): string {
  const distance = ms - now;
  const size = Math.abs(distance);
  // The clocks of window and backend are read at different moments; "in 0 seconds" would be said of the past.
  if (size < 1000) {
    return justNow.format(0, 'second');
  }
  if (size < MINUTE) {
    return relative.format(Math.trunc(distance / 1000), 'second');
  }
  if (size < HOUR) {
    return relative.format(Math.trunc(distance / MINUTE), 'minute');
  }
  if (size < DAY) {
    return relative.format(Math.trunc(distance / HOUR), 'hour');
  }
  return relative.format(Math.trunc(distance / DAY), 'day');
}

/** Time left as `mm:ss`, or `h:mm:ss` from an hour on. Never negative. */
export function formatCountdown(msLeft: number): string {
  const seconds = Math.max(0, Math.ceil(msLeft / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** The instant that an RFC 3339 text names; `null` for any other text. */
export function parseInstant(text: string): number | null {
  if (!RFC_3339.test(text)) {
    return null;
  }
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/** Midnight, local, of a date input's `yyyy-mm-dd`; `dayOffset` days later where given. `null` for an empty or bad date. */
export function localMidnight(date: string, dayOffset = 0): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (parts === null) {
    return null;
  }
  const midnight = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + dayOffset);
  return Number.isNaN(midnight.getTime()) ? null : midnight.getTime();
}

/** The local day of an instant as a date input wants it. */
export function localDate(ms: number): string {
  const day = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
