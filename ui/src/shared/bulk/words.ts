/** Changes for many targets in words. Pure. */
import type { BulkChange, BulkDoneDto, BulkFormDto, BulkNounDto, BulkOfferDto, BulkPlanDto } from '../../ipc/generated/contract';
import { count } from '../quantities';

type Verb = { /** E.g. `Change 37 alerts`. */ deed: string; /** E.g. `37 alerts will be changed`. */ done: string };

const VERBS: Record<BulkChange, Verb> = {
  updateAlerts: { deed: 'Change', done: 'changed' },
  tagDevices: { deed: 'Change', done: 'changed' },
  setDeviceValue: { deed: 'Change', done: 'changed' },
  submitIndicators: { deed: 'Submit', done: 'submitted' },
  deleteIndicators: { deed: 'Delete', done: 'deleted' },
};

/** E.g. `12 alerts`. */
export function targets(number: number, { one, many }: BulkNounDto): string {
  return count(number, one, many);
}

/** What the button says: the deed and how often. */
export function deedText(change: BulkChange, noun: BulkNounDto, ready: number): string {
  return `${VERBS[change].deed} ${targets(ready, noun)}`;
}

/** What takes something away for good looks so. */
export function isDanger(change: BulkChange): boolean {
  return change === 'deleteIndicators';
}

/** What would happen, e.g. `37 alerts will be changed in 1 call.` */
export function planText(change: BulkChange, noun: BulkNounDto, { ready, calls }: Pick<BulkPlanDto, 'ready' | 'calls'>): string {
  return ready === 0
    ? `No ${noun.one} can be ${VERBS[change].done} as things stand.`
    : `${targets(ready, noun)} will be ${VERBS[change].done} in ${count(calls, 'call')}.`;
}

/** What to know beside it, a sentence each. */
export function planRemarks({ invalid, duplicates, waitSeconds, unusedColumns }: BulkPlanDto, { one }: BulkNounDto): string[] {
  return [
    ...(invalid > 0 ? [`${count(invalid, 'row')} cannot be sent; the message in the row says why.`] : []),
    ...(duplicates > 0 ? [`${count(duplicates, 'row')} ${duplicates === 1 ? 'names' : 'name'} the same ${one} as a row before; each ${one} is sent once.`] : []),
    ...(unusedColumns.length > 0 ? [`Not used: ${unusedColumns.length === 1 ? 'column' : 'columns'} ${unusedColumns.join(', ')}.`] : []),
    ...(waitSeconds >= 1 ? [`The documented limits make it last at least ${spanText(waitSeconds)}.`] : []),
  ];
}

/** A span in round words, e.g. `45 seconds`, `12 minutes`, `1 hour 20 minutes`. */
export function spanText(seconds: number): string {
  if (seconds < 90) {
    return count(Math.ceil(seconds), 'second');
  }
  const minutes = Math.ceil(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = minutes - hours * 60;
  return [hours > 0 ? count(hours, 'hour') : '', rest > 0 ? count(rest, 'minute') : ''].filter((part) => part !== '').join(' ');
}

export type OutcomeCount = { state: string; number: number; text: string };

/** How it ended, by outcome; what did not occur is left out. */
export function outcomes(change: BulkChange, { changed, refused, unknown, unsent }: BulkDoneDto): OutcomeCount[] {
  return [
    { state: 'Changed', number: changed, text: VERBS[change].done },
    { state: 'Refused', number: refused, text: 'refused' },
    { state: 'No answer', number: unknown, text: 'without an answer' },
    { state: 'Not sent', number: unsent, text: 'not sent' },
  ].filter(({ number }) => number > 0);
}

/** Which permission is missing, as far as the token tells; `null` where none is. */
export function permissionText({ state, permissions, operation }: Pick<BulkOfferDto, 'state' | 'permissions' | 'operation'>): string | null {
  switch (state) {
    case 'missing':
      return `The token has no permission for “${operation.title}”. ${permissions.join(' or ')} opens it: add it on Set up, then sign in again.`;
    case 'notDocumented':
      return `No delegated permission is documented for “${operation.title}”. The service may refuse it.`;
    case 'signedOut':
      return 'Nobody is signed in. Sign in first.';
    case 'cannotTell':
    case 'ready':
      return null;
  }
}

/** The documented limits, and how many targets go in one call where it is more than one. */
export function limitsText({ mostPerCall, limits }: Pick<BulkFormDto, 'mostPerCall' | 'limits'>, noun: BulkNounDto): string {
  const each = mostPerCall === 1 ? [] : [`At most ${targets(mostPerCall, noun)} go in one call.`];
  return [...each, ...(limits.length === 0 ? [] : [`Limits: ${limits.join(', ')}.`])].join(' ');
}
