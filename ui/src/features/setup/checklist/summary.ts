/** The checklist in one sentence, and where to look first. */
import type { ChecklistDto, StepId, StepState } from '../../../ipc/generated/contract';

export type Summary = { outcome: StepState; text: string };

export function summarise({ steps }: Pick<ChecklistDto, 'steps'>): Summary {
  const numbered = steps.filter(({ number }) => number > 0);
  const count = (state: StepState): number => numbered.filter((step) => step.state === state).length;
  // The connection has no number, so it is counted apart and named where it fails.
  const connection = steps.find(({ number }) => number === 0)?.state ?? 'ok';
  const outcome: StepState =
    steps.length === 0 || steps.every(({ state }) => state === 'notChecked')
      ? 'notChecked'
      : (['wrong', 'cannotTell', 'notChecked'] as const).find((state) => steps.some((step) => step.state === state)) ?? 'ok';
  if (outcome === 'notChecked' && count('ok') === 0) {
    return { outcome, text: 'Nothing is checked yet.' };
  }
  if (outcome === 'ok') {
    return { outcome, text: `All ${numbered.length} steps OK.` };
  }
  const parts = [
    `${count('ok')} of ${numbered.length} steps OK`,
    ...(
      [
        ['wrong', 'wrong'],
        ['cannotTell', 'not certain'],
        ['notChecked', 'not checked'],
      ] as const
    )
      .filter(([state]) => count(state) > 0)
      .map(([state, words]) => `${count(state)} ${words}`),
  ];
  return { outcome, text: `${parts.join(', ')}.${connection === 'wrong' ? ' The connection fails.' : ''}` };
}

/** The step to look at first: the cause, else the first that is wrong. */
export function firstToMend({ cause, steps }: Pick<ChecklistDto, 'cause' | 'steps'>): StepId | null {
  return cause?.step ?? steps.find(({ state }) => state === 'wrong')?.id ?? null;
}
