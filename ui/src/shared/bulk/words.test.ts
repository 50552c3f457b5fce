import { describe, expect, it } from 'vitest';
import { limitsText, outcomes, planText, spanText } from './words';

const ALERT = { one: 'alert', many: 'alerts' };

describe('changes for many in words', () => {
  it('says how many in how many calls', () => {
    expect(planText('updateAlerts', ALERT, { ready: 37, calls: 1 })).toBe('37 alerts will be changed in 1 call.');
    expect(planText('deleteIndicators', { one: 'indicator', many: 'indicators' }, { ready: 1, calls: 1 })).toBe('1 indicator will be deleted in 1 call.');
    expect(planText('updateAlerts', ALERT, { ready: 0, calls: 0 })).toBe('No alert can be changed as things stand.');
  });

  it('says spans in round words, never shorter than they are', () => {
    expect([1, 45.2, 90, 720, 3600, 4800].map(spanText)).toEqual(['1 second', '46 seconds', '2 minutes', '12 minutes', '1 hour', '1 hour 20 minutes']);
  });

  it('leaves out what did not occur', () => {
    const done = { resultId: 'r', changed: 3, refused: 0, unknown: 1, unsent: 0, failure: null, updatedRows: 3 };
    expect(outcomes('updateAlerts', done).map(({ text }) => text)).toEqual(['changed', 'without an answer']);
  });

  it('does not say of one target that it is one', () => {
    expect(limitsText({ mostPerCall: 1, limits: ['100 calls a minute'] }, ALERT)).toBe('Limits: 100 calls a minute.');
    expect(limitsText({ mostPerCall: 500, limits: [] }, ALERT)).toBe('At most 500 alerts go in one call.');
  });
});
