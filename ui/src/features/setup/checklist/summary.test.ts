import { describe, expect, it } from 'vitest';
import type { CauseDto, StepDto, StepId, StepState } from '../../../ipc/generated/contract';
import { firstToMend, summarise } from './summary';

const IDS: readonly StepId[] = ['connection', 'access', 'cloud', 'roles', 'register'];

function steps(...states: StepState[]): StepDto[] {
  return states.map((state, number) => ({
    id: IDS[number] ?? 'tryIt',
    number,
    title: '',
    lead: '',
    instructions: [],
    notes: [],
    values: [],
    links: [],
    roles: [],
    state,
    last: null,
    checks: [],
    ticked: false,
  }));
}

const cause: CauseDto = { step: 'register', checkId: 'a', what: '', fix: '', certain: true };

describe('the summary', () => {
  it('counts the numbered steps and names only what there is', () => {
    expect(summarise({ steps: steps('ok', 'ok', 'ok', 'wrong') })).toEqual({ outcome: 'wrong', text: '2 of 3 steps OK, 1 wrong.' });
    expect(summarise({ steps: steps('ok', 'ok', 'cannotTell', 'notChecked', 'notChecked') })).toEqual({
      outcome: 'cannotTell',
      text: '1 of 4 steps OK, 1 not certain, 2 not checked.',
    });
    expect(summarise({ steps: steps('ok', 'ok', 'notChecked') })).toEqual({ outcome: 'notChecked', text: '1 of 2 steps OK, 1 not checked.' });
  });

  it('says when all is well, and when nothing is known', () => {
    expect(summarise({ steps: steps('ok', 'ok', 'ok') })).toEqual({ outcome: 'ok', text: 'All 2 steps OK.' });
    expect(summarise({ steps: steps('notChecked', 'notChecked') }).text).toBe('Nothing is checked yet.');
  });

  it('does not hide a failing connection behind steps that are well', () => {
    expect(summarise({ steps: steps('wrong', 'ok', 'ok') })).toEqual({
      outcome: 'wrong',
      text: '2 of 2 steps OK. The connection fails.',
    });
    expect(summarise({ steps: steps('notChecked', 'ok') }).outcome).toBe('notChecked');
  });
});

describe('the step to mend first', () => {
  it('is the cause, else the first that is wrong', () => {
    expect(firstToMend({ cause, steps: steps('ok', 'wrong', 'ok', 'ok', 'wrong') })).toBe('register');
    expect(firstToMend({ cause: null, steps: steps('ok', 'ok', 'wrong', 'wrong') })).toBe('cloud');
    expect(firstToMend({ cause: null, steps: steps('ok', 'cannotTell') })).toBeNull();
  });
});
