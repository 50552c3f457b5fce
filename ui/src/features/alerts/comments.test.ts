import { expect, it } from 'vitest';
import { commentTime } from './comments';

it('reads the time of a comment by either of its documented names', () => {
  const at = '2026-03-01T12:00:00Z';
  expect(commentTime({ comment: 'Seen', createdTime: at })).toBe(at);
  expect(commentTime({ comment: 'Seen', createTime: at })).toBe(at);
  expect(commentTime({ comment: 'Seen' })).toBeNull();
});
