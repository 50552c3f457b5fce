import type { CommandName } from '../host';
import { createFakeHost, type FakeHost } from './index';

/** Options from an address such as `/?start=signedIn&checklist=fault&fail=load_alerts`, for looking at states by hand. */
export function fakeFromAddress(search: string): FakeHost {
  const query = new URLSearchParams(search);
  const start = query.get('start');
  const theme = query.get('theme');
  const checklist = query.get('checklist');
  const faults = query.get('faults');
  const host = createFakeHost({
    alerts: Number(query.get('alerts') ?? 1200),
    latencyMs: Number(query.get('latency') ?? 60),
    pageSize: Number(query.get('page') ?? 200),
    signInMs: query.has('waiting') ? null : 2500,
    start: start === 'signedIn' || start === 'profile' || start === 'profiles' || start === 'sessions' ? start : 'fresh',
    policyChallenge: query.has('policy'),
    passwordSample: query.has('password'),
    permissions: query.get('permissions')?.split(','),
    checklist: checklist === 'allGreen' || checklist === 'fault' || checklist === 'mixed' ? checklist : 'nothingChecked',
    faults: faults === null ? undefined : faults.split(','),
    theme: theme === 'light' || theme === 'dark' || theme === 'highContrast' ? theme : 'system',
    notices: query.has('notice')
      ? [
          {
            id: 'memoryOnly',
            message: 'The key store of this computer cannot be used, so your sign-in is kept in memory only.',
            hint: 'You will have to sign in again after closing the app. Unlock or install a key store to change this.',
          },
        ]
      : [],
  });
  host.explorerCalls.throttleNext = query.has('throttled');
  const fail = query.get('fail');
  if (fail !== null) {
    host.failNext(fail as CommandName, {
      code: 'API_FORBIDDEN',
      message: 'The service refused this call.',
      hint: 'Check that the signed-in account has a Defender role, and that the token has the permission.',
      correlationId: '7d0b5a34-6f4c-4c0f-8a8c-2b9d4c1e7f55',
      httpStatus: 403,
      serviceMessage: 'Missing application roles. API required roles: Alert.Read,Alert.ReadWrite, application roles: .',
    });
  }
  return host;
}
