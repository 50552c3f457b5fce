import { describe, expect, it } from 'vitest';
import { defaultQuery, fromDto, queryProblem, sameQuestion, toDto, toRequest, withChosenDays } from './query';

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

  it('is kept and asked again as it was', () => {
    for (const preset of ['day', 'week', 'month', 'halfYear', 'all'] as const) {
      const query = { preset, from: '', to: '', severities: ['High', 'Low'] };
      expect(fromDto(toDto(query), NOW)).toEqual(query);
    }
    const days = { preset: 'custom' as const, from: '2026-11-01', to: '', severities: [] };
    expect(toDto(days)).toEqual({ withinDays: null, from: '2026-11-01', to: null, severities: [] });
    expect(fromDto(toDto(days), NOW)).toEqual(days);
  });

  it('takes days that have no preset as chosen ones', () => {
    expect(fromDto({ withinDays: 14, from: null, to: null, severities: ['New word'] }, NOW)).toEqual({
      preset: 'custom',
      from: '2026-11-09',
      to: '',
      severities: ['New word'],
    });
  });

  it('is the same whatever the order of severities, and with what no preset uses', () => {
    const query = { preset: 'week' as const, from: '2026-11-01', to: '', severities: ['Low', 'High'] };
    expect(sameQuestion(query, { ...query, from: '', severities: ['High', 'Low'] })).toBe(true);
    expect(sameQuestion(query, { ...query, preset: 'custom' })).toBe(false);
  });
});
