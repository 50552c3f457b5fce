/** What would be sent, and what is wrong with it: asked once typing has paused. */
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CallPreviewDto, CallRequest, FieldDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { useSessionKey } from '../../../shared/appState';
import { useSettled } from '../../../shared/settled';
import { callOf, type Form } from './draft';

const SETTLE_MS = 250;
/** How often the calls are counted anew while the form is looked at. */
const COUNT_MS = 15_000;

export type Preview = {
  data: CallPreviewDto | undefined;
  failure: CommandFailure | null;
  /** Whether `data` is about the form as it stands. */
  current: boolean;
  /** Asks now, for the form as it stands. */
  ask: () => Promise<CallPreviewDto>;
};

export function usePreview(operationId: string, fields: readonly FieldDto[], form: Form): Preview {
  const host = useHost();
  const client = useQueryClient();
  const session = useSessionKey();
  const [callId] = useState(() => crypto.randomUUID());
  const request = callOf(callId, operationId, fields, form);
  const key = JSON.stringify(request);
  const settled = useSettled(key, SETTLE_MS);
  const query = (of: string) => ({
    queryKey: ['preview', operationId, session, of],
    queryFn: () => host.invoke('preview_call', JSON.parse(of) as CallRequest),
    gcTime: 10_000,
  });
  const preview = useQuery<CallPreviewDto, CommandFailure>({
    ...query(settled),
    refetchInterval: COUNT_MS,
    placeholderData: (before) => before,
  });
  return {
    data: preview.data,
    failure: preview.error,
    current: settled === key && !preview.isPlaceholderData,
    ask: () => client.query({ ...query(key), staleTime: 0 }),
  };
}

/** Counts anew, after a call. */
export function refreshPreviews(client: QueryClient, operationId: string): void {
  void client.invalidateQueries({ queryKey: ['preview', operationId] });
}
