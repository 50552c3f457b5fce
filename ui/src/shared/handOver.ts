/**
 * A call that one screen has filled in for the Explorer.
 *
 * It goes beside the address, which would show ids and file names in the window's history.
 */
import type { PivotDto } from '../ipc/generated/contract';
import { navigate } from './navigation';

let waiting: PivotDto | null = null;

/** Opens the Explorer with a call filled in. */
export function openInExplorer(pivot: PivotDto): void {
  waiting = pivot;
  navigate('explorer', pivot.operation.id);
}

/** What was handed over, once. */
export function takeHandedOver(): PivotDto | null {
  const pivot = waiting;
  waiting = null;
  return pivot;
}
