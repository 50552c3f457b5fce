/** What a comment of an alert says. Pure. */
import type { JsonValue } from '../../ipc/generated/contract';
import type { JsonRecord } from '../../shared/json';

/** When it was made: the documentation's table and its examples spell the property differently. */
export function commentTime(comment: JsonRecord): JsonValue {
  return comment.createdTime ?? comment.createTime ?? null;
}
