/** The explorer's questions to the backend, and the commands that answer with its new state. */
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { ExplorerDto, OperationDetailDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure, Request } from '../../ipc/host';
import { useAppState } from '../../shared/appState';

const EXPLORER_KEY = 'explorer';

/** Whose explorer it is, and with which token: what was asked for another says nothing here. */
export function useSessionKey(): string {
  const { activeProfileId, session } = useAppState();
  return [activeProfileId, session?.tenantId, session?.objectId, session?.expiresAt].join(' ');
}

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

type ExplorerCommand = 'set_guard' | 'set_favourite';

/** A button's way to a command that answers with the explorer's new state. */
export function useExplorerCommand<K extends ExplorerCommand>(command: K): UseMutationResult<ExplorerDto, CommandFailure, Request<K>> {
  const host = useHost();
  const client = useQueryClient();
  const key = useSessionKey();
  return useMutation<ExplorerDto, CommandFailure, Request<K>>({
    mutationFn: (request) => host.invoke(command, request),
    onSuccess: (state) => client.setQueryData([EXPLORER_KEY, key], state),
  });
}
