/** What is asked about the current view beside its rows. Asked once per view; another view is another question. */
import { useQuery } from '@tanstack/react-query';
import type { ChartDto, SummaryDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { useStoreParts } from '../store';
import type { ResultView } from './view';

/** A view that was replaced while its question was under way answers `RESULT_GONE`; the next view's question is coming. */
const ONE_VIEW = { staleTime: Infinity, gcTime: 30_000, retry: false } as const;

export function useSummary(view: ResultView, wanted: boolean) {
  const host = useHost();
  const { resultId, viewId } = useStoreParts(view, ['resultId', 'viewId']);
  return useQuery<SummaryDto, CommandFailure>({
    queryKey: ['result-summary', resultId, viewId],
    queryFn: () => host.invoke('get_summary', { resultId: resultId ?? '', viewId: viewId ?? 0 }),
    enabled: wanted && resultId !== null && viewId !== null,
    placeholderData: (before) => before,
    ...ONE_VIEW,
  });
}

export function useChart(view: ResultView, column: string | null) {
  const host = useHost();
  const { resultId, viewId } = useStoreParts(view, ['resultId', 'viewId']);
  return useQuery<ChartDto, CommandFailure>({
    queryKey: ['result-chart', resultId, viewId, column],
    queryFn: () => host.invoke('get_chart', { resultId: resultId ?? '', viewId: viewId ?? 0, column: column ?? '' }),
    enabled: column !== null && resultId !== null && viewId !== null,
    placeholderData: (before, query) => (query?.queryKey[3] === column ? before : undefined),
    ...ONE_VIEW,
  });
}
