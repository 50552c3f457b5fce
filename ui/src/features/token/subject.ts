/**
 * Which token is looked at.
 *
 * A pasted token is named by a number of its own: its text is sent with each question and is part of no cache's key.
 */
import type { SessionDto, TokenRequest } from '../../ipc/generated/contract';

export type TokenSubject = {
  /** What a question about the token is sent with. */
  request: TokenRequest;
  /** Tells answers about this token from those about another. */
  key: readonly (string | number)[];
};

/** The session's token. Another token, another key: the end time is what tells them apart. */
export function ofSession({ profileId, expiresAt }: SessionDto): TokenSubject {
  return { request: { text: null }, key: ['session', profileId, expiresAt] };
}

/** @param number counts what was pasted. */
export function ofPasted(text: string, number: number): TokenSubject {
  return { request: { text }, key: ['pasted', number] };
}
