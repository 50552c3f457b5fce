/** The saved ways to look at alerts, and the commands that answer with the new list. */
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { SavedViewsDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure, Request } from '../../../ipc/host';
import { useSessionKey } from '../../../shared/appState';

const KEY = 'saved-views';

export function useSavedViews(): UseQueryResult<SavedViewsDto, CommandFailure> {
  const host = useHost();
  const session = useSessionKey();
  return useQuery<SavedViewsDto, CommandFailure>({
    queryKey: [KEY, session],
    queryFn: () => host.invoke('get_saved_views', null),
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
}

export function useViewCommand<K extends 'save_view' | 'delete_view'>(command: K): UseMutationResult<SavedViewsDto, CommandFailure, Request<K>> {
  const host = useHost();
  const client = useQueryClient();
  const session = useSessionKey();
  return useMutation<SavedViewsDto, CommandFailure, Request<K>>({
    mutationFn: (request) => host.invoke(command, request),
    onSuccess: (views) => client.setQueryData([KEY, session], views),
    gcTime: 0,
  });
}
