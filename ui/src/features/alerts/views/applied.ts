/**
 * Which saved view is applied.
 *
 * Owns: its name and how query and arrangement stood right after it was applied, per table; it outlives the screen.
 * Refuses to know: what is in a view.
 * Invariant: a view counts as applied only while query and arrangement are as they were then.
 */
import type { ArrangementDto, AlertQueryDto, SavedViewDto } from '../../../ipc/generated/contract';
import type { ResultView } from '../../../shared/result/view';

export type Applied = { id: string; name: string; mark: string };

const applied = new WeakMap<ResultView, Applied>();

/** Query and arrangement as one text, to be compared. */
export function markOf(query: AlertQueryDto, arrangement: ArrangementDto): string {
  return JSON.stringify([query, arrangement]);
}

export function rememberApplied(view: ResultView, { id, name }: Pick<SavedViewDto, 'id' | 'name'>, mark: string): Applied {
  const made = { id, name, mark };
  applied.set(view, made);
  return made;
}

export function appliedTo(view: ResultView): Applied | null {
  return applied.get(view) ?? null;
}
