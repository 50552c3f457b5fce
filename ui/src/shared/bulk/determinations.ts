/** Which determinations go with a classification, as the backend lists them. Pure. */
import type { DeterminationsDto } from '../../ipc/generated/contract';

/** What goes with a classification; nothing where none is chosen. */
export function fitting(pairs: readonly DeterminationsDto[], classification: string): string[] {
  return pairs.find((pair) => pair.classification === classification)?.determinations ?? [];
}

/** The determination after another classification was chosen: the same where it fits, none where it does not. */
export function kept(pairs: readonly DeterminationsDto[], classification: string, determination: string): string {
  return fitting(pairs, classification).includes(determination) ? determination : '';
}
