import { describe, expect, it } from 'vitest';
import type { CheckEvent, ChecklistDto } from '../../../ipc/generated/contract';
import type { Host } from '../../../ipc/host';
import { CheckRun } from './checkRun';

const checklist = (checkedAt: number | null): ChecklistDto => ({
  profileId: 'p',
  steps: [],
  cause: null,
  evidence: [],
  consent: [],
  answers: {
    personPresent: null,
    asPerson: null,
    unattended: null,
    plan: null,
    accountTypes: 'oneOrganisation',
    needsPublicFlows: false,
    operations: [],
    ticked: [],
  },
  advice: null,
  checkedAt,
});

describe('a run of check everything', () => {
  it('is not undone by an event that arrives after the answer', async () => {
    let late: ((event: CheckEvent) => void) | undefined;
    const host = {
      invoke: (_command: string, _request: unknown, onEvent: (event: CheckEvent) => void) => {
        late = onEvent;
        return Promise.resolve(checklist(2));
      },
    } as unknown as Host;
    const shown: (number | null)[] = [];
    const run = new CheckRun(host);
    await run.start(({ checkedAt }) => shown.push(checkedAt));
    late?.({ event: 'taken', data: { kind: 'api', checklist: checklist(null) } });
    expect(shown).toEqual([2]);
    expect(run.get().phase).toBe('idle');
    expect(run.get().taken).toBe(0);
  });
});
