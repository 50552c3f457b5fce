import { describe, expect, it } from 'vitest';
import { formatCountdown, formatRelative, formatUtc, localDate, localMidnight, parseInstant } from './instants';

const NOON = Date.UTC(2026, 10, 23, 12, 0, 0);

describe('times', () => {
  it('counts down in minutes and seconds, with hours where there are some', () => {
    expect(formatCountdown(65_000)).toBe('01:05');
    expect(formatCountdown(4_265_000)).toBe('1:11:05');
  });

  it('never counts below zero and does not show zero while time is left', () => {
    expect(formatCountdown(-5000)).toBe('00:00');
    expect(formatCountdown(1)).toBe('00:01');
  });

  it('says how far away an instant is', () => {
    expect(formatRelative(NOON + 5 * 60_000, NOON)).toBe('in 5 minutes');
    expect(formatRelative(NOON - 3 * 86_400_000, NOON)).toBe('3 days ago');
    expect(formatRelative(NOON + 119 * 60_000, NOON)).toBe('in 1 hour');
  });

  it('says now of what has just been, also where the clocks differ by a moment', () => {
    expect(formatRelative(NOON + 400, NOON)).toBe('now');
    expect(formatRelative(NOON - 400, NOON)).toBe('now');
    expect(formatRelative(NOON - 1000, NOON)).toBe('1 second ago');
  });

  it('writes UTC in full', () => {
    expect(formatUtc(NOON)).toBe('2026-11-23 12:00:00 UTC');
  });

  it('reads RFC 3339 times with any fraction and offset, and nothing else', () => {
    expect(parseInstant('2026-11-23T12:00:00Z')).toBe(NOON);
    expect(parseInstant('2026-11-23T12:00:00.0000000Z')).toBe(NOON);
    expect(parseInstant('2026-11-23T13:00:00+01:00')).toBe(NOON);
    for (const text of ['2026-11-23', '12', 'wks-2026-11-23T12:00:00Z', '2026-13-45T99:00:00Z']) {
      expect(parseInstant(text)).toBeNull();
    }
  });

  it('turns local days into instants and back', () => {
    // The tests run in Berlin: UTC+1 in November.
    expect(localMidnight('2026-11-23')).toBe(Date.UTC(2026, 10, 22, 23));
    expect(localMidnight('2026-11-23', 1)).toBe(Date.UTC(2026, 10, 23, 23));
    expect(localDate(Date.UTC(2026, 10, 22, 23))).toBe('2026-11-23');
    expect(localMidnight('')).toBeNull();
  });

  it('keeps a local day whole when the clocks change', () => {
    const start = localMidnight('2026-10-25') ?? 0;
    const end = localMidnight('2026-10-25', 1) ?? 0;
    expect(end - start).toBe(25 * 3_600_000);
  });
});
