/** The explorer's questions to the backend. */
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { ExplorerDto, OperationDetailDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure, Request } from '../../ipc/host';
import { useSessionKey } from '../../shared/appState';
import { EXPLORER_KEY } from '../../shared/changes/guard';

export function useExplorerQuery(): UseQueryResult<ExplorerDto, CommandFailure> {
  const host = useHost();
  const key = useSessionKey();
  return useQuery<ExplorerDto, CommandFailure>({
    queryKey: [EXPLORER_KEY, key],
    queryFn: () => host.invoke('get_explorer', null),
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
}

export function useOperation(operationId: string): UseQueryResult<OperationDetailDto, CommandFailure> {
  const host = useHost();
  const key = useSessionKey();
  return useQuery<OperationDetailDto, CommandFailure>({
    queryKey: ['operation', operationId, key],
    queryFn: () => host.invoke('get_operation', { operationId }),
    staleTime: Infinity,
    // Renewing the token does not make the form disappear; another operation does.
    placeholderData: (before) => (before?.operation.id === operationId ? before : undefined),
  });
}

/** Marks an operation as a favourite, or no longer. */
export function useFavourite(): UseMutationResult<ExplorerDto, CommandFailure, Request<'set_favourite'>> {
  const host = useHost();
  const client = useQueryClient();
  const key = useSessionKey();
  return useMutation<ExplorerDto, CommandFailure, Request<'set_favourite'>>({
    mutationFn: (request) => host.invoke('set_favourite', request),
    onSuccess: (state) => client.setQueryData([EXPLORER_KEY, key], state),
  });
}
