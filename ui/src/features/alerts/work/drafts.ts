/**
 * Changes of alerts that are not saved yet.
 *
 * Owns: what stands in the form of each alert, so that looking at another one and back loses nothing.
 * Refuses to know: what is in an alert.
 * Invariant: a draft belongs to a row of one result of one session's view.
 */
import type { ResultView } from '../../../shared/result/view';
import type { WorkDraft } from './draft';

const drafts = new WeakMap<ResultView, Map<string, WorkDraft>>();

export function keptDraft(view: ResultView, resultId: string, rowId: number): WorkDraft {
  return drafts.get(view)?.get(`${resultId} ${rowId}`) ?? {};
}

export function keepDraft(view: ResultView, resultId: string, rowId: number, draft: WorkDraft): void {
  const ofView = drafts.get(view) ?? new Map<string, WorkDraft>();
  drafts.set(view, ofView);
  if (Object.keys(draft).length === 0) {
    ofView.delete(`${resultId} ${rowId}`);
  } else {
    ofView.set(`${resultId} ${rowId}`, draft);
  }
}
