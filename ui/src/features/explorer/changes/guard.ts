/** What the profile lets be sent. Says what the backend will say; the backend decides. Pure. */
import type { GuardDto, OperationDetailDto } from '../../../ipc/generated/contract';

export type Barrier = 'changes' | 'drastic';

/** The switch that has to be turned first; `null` where none has. */
export function barrierOf(guard: GuardDto, { operation, drastic }: Pick<OperationDetailDto, 'operation' | 'drastic'>): Barrier | null {
  if (operation.effect === 'read') {
    return null;
  }
  if (!guard.changesAllowed) {
    return 'changes';
  }
  return drastic && !guard.drasticAllowed ? 'drastic' : null;
}
