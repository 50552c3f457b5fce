import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CopiedRowsDto, CopyFormat } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { rowIdsOf } from './selection';
import type { ResultView } from './view';

/** So long it is said that something was copied. */
const SHOWN_MS = 4000;

/** Copies the selected rows of a view, or all of it where none is selected; only the columns shown. */
export function useCopying(view: ResultView) {
  const host = useHost();
  const copying = useMutation<CopiedRowsDto, CommandFailure, CopyFormat>({
    mutationFn: (format) => {
      const { resultId, viewId, selection } = view.get();
      return host.invoke('copy_rows', {
        resultId: resultId ?? '',
        viewId: viewId ?? 0,
        rowIds: rowIdsOf(selection),
        columns: view.shown(),
        format,
      });
    },
  });
  const { data, reset } = copying;
  useEffect(() => {
    if (data === undefined) {
      return undefined;
    }
    const timer = setTimeout(reset, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [data, reset]);
  return copying;
}
