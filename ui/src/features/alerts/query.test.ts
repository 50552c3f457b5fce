import { describe, expect, it } from 'vitest';
import { columnTitle, orderColumns, storedColumns, tableColumns } from './columns';
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

describe('columns', () => {
  it('keep a fixed order and put unknown ones last', () => {
    const columns = ['newProperty', 'id', 'title', 'severity'].map((name) => ({ name, kind: 'text' as const }));
    expect(orderColumns(columns)).toEqual(['severity', 'title', 'id', 'newProperty']);
    expect(tableColumns(orderColumns(columns), ['newProperty', 'gone', 'title']).map(({ title }) => title)).toEqual([
      'Title',
      'New property',
    ]);
  });

  it('are named in words', () => {
    expect(columnTitle('computerDnsName')).toBe('Device');
    expect(columnTitle('parentProcessFileName')).toBe('Parent process file name');
    expect(columnTitle('sha256')).toBe('SHA-256');
  });

  it('fall back to the usual ones when the stored choice cannot be read', () => {
    for (const stored of ['{', '[]', '[1]', '"title"']) {
      localStorage.setItem('alerts.columns', stored);
      expect(storedColumns(localStorage)).toContain('severity');
    }
    localStorage.setItem('alerts.columns', '["id"]');
    expect(storedColumns(localStorage)).toEqual(['id']);
  });
});
