/**
 * The frame's state, asked for once and replaced by every command that answers with it.
 */
import { useMutation, useQuery, useQueryClient, type QueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { AppStateDto, CloudDto, CloudId, ProfileDto } from '../ipc/generated/contract';
import { useHost } from '../ipc/HostContext';
import type { CommandFailure, CommandName, Host, Request, Response } from '../ipc/host';

const APP_STATE_KEY = ['app-state'] as const;

/** Commands that answer with the new state. */
type StateCommand = { [K in CommandName]: Response<K> extends AppStateDto ? K : never }[CommandName];

export function appStateQuery(host: Host) {
  return {
    queryKey: APP_STATE_KEY,
    queryFn: () => host.invoke('get_app_state', null),
    staleTime: Infinity,
    gcTime: Infinity,
  };
}

export function useAppStateQuery() {
  return useQuery<AppStateDto, CommandFailure>(appStateQuery(useHost()));
}

/** The state; only below the shell, which shows nothing else before it is there. */
export function useAppState(): AppStateDto {
  const { data } = useAppStateQuery();
  if (data === undefined) {
    throw new Error('The frame has no state yet.');
  }
  return data;
}

/** Whose work this is, and with which token: what was asked for another says nothing here. */
export function useSessionKey(): string {
  const { activeProfileId, session } = useAppState();
  return [activeProfileId, session?.tenantId, session?.objectId, session?.expiresAt].join(' ');
}

export function activeProfile(state: AppStateDto): ProfileDto | null {
  return state.profiles.find((profile) => profile.id === state.activeProfileId) ?? null;
}

/** A cloud's name. The sandbox tenant is a profile's cloud without being one that a form offers. */
export function cloudName(clouds: readonly CloudDto[], id: CloudId): string {
  return clouds.find((cloud) => cloud.id === id)?.name ?? (id === 'sandbox' ? 'Sandbox' : id);
}

/** Puts an answer in the place of the state shown so far. */
export function replaceAppState(client: QueryClient, state: AppStateDto): void {
  client.setQueryData(APP_STATE_KEY, state);
}

/** Asks again, after something that may have changed the session behind the window's back. */
export function refreshAppState(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: APP_STATE_KEY });
}

/** Asks again whenever the backend says that the state has changed by itself. For the frame, once. */
export function useWatchedAppState(): void {
  const host = useHost();
  const client = useQueryClient();
  useEffect(() => {
    let gone = false;
    const refresh = (): void => {
      if (!gone) {
        refreshAppState(client);
      }
    };
    // Ends when another window takes the watch over. A watch that fails costs the news alone: every command brings the state.
    host.invoke('watch_app_state', null, refresh).catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [host, client]);
}

/** A button's way to a command that answers with the new state. */
export function useStateCommand<K extends StateCommand>(
  command: K,
): UseMutationResult<AppStateDto, CommandFailure, Request<K>> {
  const host = useHost();
  const client = useQueryClient();
  return useMutation<AppStateDto, CommandFailure, Request<K>>({
    mutationFn: (request) => host.invoke(command, request),
    onSuccess: (state) => replaceAppState(client, state),
  });
}
