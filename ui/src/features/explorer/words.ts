/** States and effects of operations in words. Pure. */
import type { ApiVersion, AnswerShape, OperationEffect, OperationState } from '../../ipc/generated/contract';

export { bytesText, count, durationText } from '../../shared/quantities';

export const STATE_WORDS: Record<OperationState, string> = {
  ready: 'Ready',
  missing: 'Permission missing',
  notDocumented: 'No delegated permission',
  cannotTell: 'Cannot tell',
  signedOut: 'Signed out',
};

export const EFFECT_WORDS: Record<OperationEffect, string> = {
  read: 'Reads',
  write: 'Changes data',
  act: 'Acts on a device',
};

export const VERSION_PATHS: Record<ApiVersion, string> = { latest: '/api', v1: '/api/v1.0' };

export const SHAPE_WORDS: Record<AnswerShape, string> = {
  table: 'Rows',
  record: 'One record',
  scalar: 'One value',
  empty: 'Empty answer',
  other: 'Not a table',
};
