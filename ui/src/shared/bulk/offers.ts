/** What can be changed for many targets: asked once per result, and anew when the token or the lock has changed. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { BulkOffersDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { useSessionKey } from '../appState';
import { OFFERS_KEY } from '../changes/guard';

/** @param resultId the rows; `null` for what a file can hold. @param ready whether there are rows to be asked about. */
export function useBulkOffers(resultId: string | null, ready: boolean): UseQueryResult<BulkOffersDto, CommandFailure> {
  const host = useHost();
  const session = useSessionKey();
  return useQuery<BulkOffersDto, CommandFailure>({
    queryKey: [OFFERS_KEY, resultId, session],
    queryFn: () => host.invoke('get_bulk_offers', { resultId }),
    enabled: ready,
    staleTime: Infinity,
    gcTime: 60_000,
    // Renewing the token does not make the menu disappear; another result does.
    placeholderData: (before, query) => (query?.queryKey[1] === resultId ? before : undefined),
  });
}
