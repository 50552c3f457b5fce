import { lazy, Suspense } from 'react';
import type { BulkDialogProps } from './BulkDialog';

const BulkDialog = lazy(() => import('./BulkDialog'));

/** The dialog for a change for many targets, loaded when the first one begins. */
export function LazyBulkDialog(props: BulkDialogProps) {
  return (
    <Suspense fallback={null}>
      <BulkDialog {...props} />
    </Suspense>
  );
}
