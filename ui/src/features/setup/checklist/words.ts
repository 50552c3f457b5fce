/** The wire's words in the reader's. */
import type { AccountTypes, EvidenceKind, OperationEffect, Plan, StepDto, StepState } from '../../../ipc/generated/contract';

export const STATE_WORDS: Record<StepState, string> = {
  notChecked: 'Not checked',
  ok: 'OK',
  wrong: 'Wrong',
  cannotTell: 'Cannot tell',
};

/** What a kind of evidence is called. */
export const EVIDENCE_NAMES: Record<EvidenceKind, string> = {
  profile: 'Profile and answers',
  network: 'Connection',
  discovery: 'Tenant metadata',
  manifest: 'App manifest',
  signIn: 'Sign-in',
  errorPage: 'Error page',
  token: 'Access token',
  api: 'First API call',
};

/** What is being done while it is taken. */
export const EVIDENCE_DOINGS: Record<EvidenceKind, string> = {
  profile: 'Reading the profile',
  network: 'Reaching the services',
  discovery: 'Reading the metadata of the tenant',
  manifest: 'Reading the app manifest',
  signIn: 'Renewing the sign-in',
  errorPage: 'Reading the error page',
  token: 'Reading the access token',
  api: 'Making the first API call',
};

/** How a check knows what it knows. */
export const EVIDENCE_SOURCES: Record<EvidenceKind, string> = {
  profile: 'Known from the profile and your answers',
  network: 'Tried from this computer',
  discovery: 'Read from the published metadata of the tenant',
  manifest: 'Read from the app manifest',
  signIn: 'Answered by Microsoft Entra at sign-in',
  errorPage: 'Read from the error page you pasted',
  token: 'Read from the access token',
  api: 'Answered by the API to the first call',
};

export const EFFECT_WORDS: Record<OperationEffect, string> = {
  read: 'Reads',
  write: 'Changes data',
  act: 'Acts on a device',
};

export const PLAN_NAMES: Record<Plan, string> = {
  plan1: 'Defender for Endpoint Plan 1',
  plan2: 'Defender for Endpoint Plan 2',
  business: 'Defender for Business',
};

/** The choices of the portal's form, in its present words and its older ones. */
export const ACCOUNT_TYPES: Record<AccountTypes, { now: string; formerly: string }> = {
  oneOrganisation: { now: 'Single tenant only', formerly: 'Accounts in this organizational directory only' },
  anyOrganisation: { now: 'Multiple Entra ID tenants', formerly: 'Accounts in any organizational directory' },
  anyOrganisationAndPersonal: {
    now: 'Any Entra ID Tenant + Personal Microsoft accounts',
    formerly: 'Accounts in any organizational directory and personal Microsoft accounts',
  },
  personalOnly: { now: 'Personal accounts only', formerly: 'Personal Microsoft accounts only' },
};

/** A step as it is referred to; the connection has no number. */
export function stepName({ number, title }: Pick<StepDto, 'number' | 'title'>): string {
  return number === 0 ? title : `step ${number}, ${title}`;
}

/** `1 permission`, `3 permissions`. */
export function several(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}
