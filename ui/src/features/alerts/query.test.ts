import { describe, expect, it } from 'vitest';
import { defaultQuery, queryProblem, toRequest, withChosenDays } from './query';

const NOW = Date.UTC(2026, 10, 23, 12);

describe('the question to the service', () => {
  it('is bounded for a real tenant and not for the sandbox', () => {
    expect(toRequest(defaultQuery(false), 'x', NOW).createdFrom).toBe(NOW - 30 * 86_400_000);
    expect(toRequest(defaultQuery(true), 'x', NOW)).toEqual({ loadId: 'x', createdFrom: null, createdTo: null, severities: [] });
  });

  it('counts the last day in full', () => {
    const query = { preset: 'custom' as const, from: '2026-11-23', to: '2026-11-23', severities: [] };
    const { createdFrom, createdTo } = toRequest(query, 'x', NOW);
    expect((createdTo ?? 0) - (createdFrom ?? 0)).toBe(86_400_000);
    expect(queryProblem(query)).toBeNull();
  });

  it('begins choosing days with those that the preset means', () => {
    const week = { preset: 'week' as const, from: '', to: '', severities: ['High'] };
    expect(withChosenDays(week, NOW)).toEqual({ preset: 'custom', from: '2026-11-16', to: '2026-11-23', severities: ['High'] });
    expect(withChosenDays(defaultQuery(true), NOW)).toMatchObject({ from: '2026-10-24', to: '2026-11-23' });
  });

  it('has no bound where a chosen day was cleared', () => {
    expect(toRequest({ preset: 'custom', from: '', to: '', severities: [] }, 'x', NOW)).toMatchObject({
      createdFrom: null,
      createdTo: null,
    });
  });
});
