const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** E.g. `Nov 24`, in the reader's language and time zone. */
export function formatDay(ms: number): string {
  return day.format(ms);
}
