/** The lock on a profile: nothing changes a tenant before it is opened. Whether it is open, the backend decides. */
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { ExplorerDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure, Request } from '../../ipc/host';
import { useSessionKey } from '../appState';

/** Under which the explorer's state is held; it brings the guard. */
export const EXPLORER_KEY = 'explorer';
/** Under which is held what can be changed for many targets; it says whether changes are allowed. */
export const OFFERS_KEY = 'bulk-offers';

export type SetGuard = UseMutationResult<ExplorerDto, CommandFailure, Request<'set_guard'>>;

/** Opens the lock, or closes it again; whatever shows its state follows. */
export function useSetGuard(): SetGuard {
  const host = useHost();
  const client = useQueryClient();
  const key = useSessionKey();
  return useMutation<ExplorerDto, CommandFailure, Request<'set_guard'>>({
    mutationFn: (request) => host.invoke('set_guard', request),
    onSuccess: async (state) => {
      client.setQueryData([EXPLORER_KEY, key], state);
      await client.invalidateQueries({ queryKey: [OFFERS_KEY] });
    },
  });
}
