/** Tokens of the fake host: made, decoded and judged in the shape the backend gives, not with its depth. */
import type { ClaimDto, ProfileDto, ScopeRowDto, TokenReportDto, TokenSource, VerdictDto } from '../generated/contract';
import { CommandFailure } from '../host';
import { PERMISSIONS } from './permissions';

type Json = Record<string, unknown>;

/** The two readable parts of a token. */
export type DecodedToken = { header: Json; payload: Json };

export const MEANINGS: Record<string, string> = {
  typ: 'Type of the token; always JWT.',
  alg: 'Algorithm of the signature.',
  kid: 'Names the key that signed the token.',
  x5t: 'Thumbprint of the certificate of that key.',
  aud: 'The API the token is meant for.',
  iss: 'Who issued the token; holds the tenant ID.',
  iat: 'When the token was issued.',
  nbf: 'Before this time the token is not valid.',
  exp: 'From this time on the token is no longer valid.',
  acr: 'Whether the authentication met ISO/IEC 29115.',
  amr: 'How the user proved who they are.',
  appid: 'Client ID of the app that asked for the token.',
  appidacr: 'How the app proved who it is; 0 means a public client.',
  ipaddr: 'Address from which the user signed in.',
  name: 'Display name of the user. Not unique, can change.',
  oid: 'Object ID of the user in Microsoft Entra ID.',
  roles: 'Application permissions of the token, or roles of the person in the API.',
  scp: 'Delegated permissions of the token, separated by spaces.',
  sub: 'The user, as this app knows them.',
  tid: 'The tenant that issued the token.',
  unique_name: 'A readable name of the user.',
  upn: 'User principal name.',
  uti: 'Names the token itself. Quote it in support cases.',
  ver: 'Version of the token format.',
};

function base64url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function makeToken(profile: ProfileDto, scopes: readonly string[], issuedAt: number, expiresAt: number): string {
  const seconds = (ms: number): number => Math.floor(ms / 1000);
  const header = { typ: 'JWT', alg: 'RS256', x5t: 'sandboxKeyThumbprint', kid: 'sandboxKeyThumbprint' };
  const payload = {
    aud: 'https://api.securitycenter.microsoft.com',
    iss: 'https://sts.sandbox.example/6f1d2c5e-8f5f-4e0c-9a55-000000000001/',
    iat: seconds(issuedAt),
    nbf: seconds(issuedAt),
    exp: seconds(expiresAt),
    acr: '1',
    aio: 'ATQAy/8XAAAAsb0xNotARealValue',
    amr: ['pwd', 'mfa'],
    appid: profile.clientId,
    appidacr: '0',
    ipaddr: '198.51.100.7',
    name: 'Maya Lindqvist',
    oid: '3a8f0f52-6b1e-4f0f-9d5a-000000000101',
    rh: '0.AAAA',
    scp: scopes.join(' '),
    sub: 'kq1p3nq5fakesubject',
    tid: '6f1d2c5e-8f5f-4e0c-9a55-000000000001',
    unique_name: 'maya.lindqvist@sandbox.example',
    upn: 'maya.lindqvist@sandbox.example',
    uti: `m0ckUti${seconds(issuedAt)}`,
    ver: '1.0',
  };
  return encode({ header, payload });
}

/** A token of these parts, with a signature of no value. */
export function encode({ header, payload }: DecodedToken): string {
  const signature = base64url('signature of the sandbox, of no value anywhere else'.repeat(5));
  return `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(payload))}.${signature}`;
}

function decodePart(part: string | undefined): Json | null {
  if (part === undefined) {
    return null;
  }
  try {
    const value: unknown = JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof value === 'object' && value !== null ? (value as Json) : null;
  } catch {
    return null;
  }
}

/** A member's value as text. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function claim([name, value]: [string, unknown]): ClaimDto {
  const isTime = ['exp', 'iat', 'nbf'].includes(name) && typeof value === 'number';
  return {
    name,
    value: shown(value),
    time: isTime ? value * 1000 : null,
    meaning: MEANINGS[name] ?? null,
  };
}

function scopeRows(wanted: readonly string[], granted: readonly string[]): ScopeRowDto[] {
  const known = new Map(PERMISSIONS.map((permission) => [permission.value, permission]));
  const row = (permission: string, state: ScopeRowDto['state'], remark: string | null): ScopeRowDto => ({
    permission,
    displayName: known.get(permission)?.displayName ?? null,
    state,
    remark,
    operations: (known.get(permission)?.operations ?? []),
  });
  return [
    ...wanted.map((permission) =>
      granted.includes(permission)
        ? row(permission, 'granted', null)
        : row(permission, 'missing', 'Not consented to, or not added to the app registration.'),
    ),
    ...granted
      .filter((permission) => !wanted.includes(permission))
      .map((permission) => row(permission, 'extra', 'In the token, but not among the permissions you want.')),
  ];
}

/** @throws CommandFailure `TOKEN_NOT_A_JWT` */
export function decode(token: string, field = 'text'): DecodedToken {
  const parts = token.trim().replace(/^Bearer\s+/i, '').split('.');
  const header = decodePart(parts[0]);
  const payload = decodePart(parts[1]);
  if (parts.length !== 3 || header === null || payload === null) {
    throw new CommandFailure({
      code: 'TOKEN_NOT_A_JWT',
      message: `This is not a JSON Web Token: it has ${parts.length} ${parts.length === 1 ? 'part' : 'parts'} where a token has three, separated by dots.`,
      hint: 'Paste the whole access token. It starts with "eyJ". A refresh token or an authorization code cannot be decoded.',
      field,
      correlationId: null,
      httpStatus: null,
      retryAfterSeconds: null,
      serviceMessage: null,
    });
  }
  return { header, payload };
}

/** @throws CommandFailure `TOKEN_NOT_A_JWT` */
export function reportOf(token: string, profile: ProfileDto | null, source: TokenSource, now: number): TokenReportDto {
  const { header, payload } = decode(token);
  const text = (name: string): string => (typeof payload[name] === 'string' ? payload[name] : '');
  const time = (name: string): number | null => (typeof payload[name] === 'number' ? payload[name] * 1000 : null);
  const granted = text('scp').split(' ').filter(Boolean);
  const scopes = scopeRows(profile?.wantedPermissions ?? [], granted);
  const missing = scopes.filter((row) => row.state === 'missing').map((row) => row.permission);
  const expiresAt = time('exp');
  const expired = expiresAt !== null && expiresAt <= now;
  const sameApp = profile === null || text('appid') === profile.clientId;

  const ok = (id: VerdictDto['id'], title: string, seen: string): VerdictDto => ({ id, title, outcome: 'ok', seen, advice: null });
  const verdicts: VerdictDto[] = [
    ok('audience', 'Audience', `The token is for ${text('aud')}, the Defender for Endpoint API.`),
    ok('tenant', 'Tenant', `Issued by the tenant ${text('tid')}, as this profile asks.`),
    sameApp
      ? ok('application', 'Application', `Issued to ${text('appid')}, this profile's client ID.`)
      : {
          id: 'application',
          title: 'Application',
          outcome: 'problem',
          seen: `Issued to ${text('appid')}, which is not this profile's client ID.`,
          advice: 'The token comes from another app. Sign in with this profile, or correct its client ID.',
        },
    granted.length > 0
      ? ok('delegated', 'Delegated', `A user signed in: ${text('upn')}.`)
      : {
          id: 'delegated',
          title: 'Delegated',
          outcome: 'problem',
          seen: 'The token has `roles` and no `scp`: it acts for the application, not for a person.',
          advice: 'Sign in as a person to get a delegated token.',
        },
    missing.length === 0
      ? ok('permissions', 'Permissions', `All ${granted.length} wanted permissions are in the token.`)
      : {
          id: 'permissions',
          title: 'Permissions',
          outcome: 'problem',
          seen: `The token lacks ${missing.join(', ')}.`,
          advice: 'Add the delegated permission to the app registration, grant consent, then sign in again.',
        },
    expired
      ? {
          id: 'lifetime',
          title: 'Lifetime',
          outcome: 'problem',
          seen: 'The token has expired.',
          advice: 'Renew the token or sign in again.',
        }
      : ok('lifetime', 'Lifetime', 'The token is valid now.'),
    source === 'session'
      ? ok('clock', 'Clock', "This computer's clock and the service's agree within a second.")
      : {
          id: 'clock',
          title: 'Clock',
          outcome: 'cannotTell',
          seen: 'No answer of the service was seen with this token.',
          advice: null,
        },
    ok('clientType', 'Client type', 'A public client asked for the token: no secret, no certificate.'),
    text('amr') === '' && !JSON.stringify(payload.amr ?? []).includes('mfa')
      ? {
          id: 'authentication',
          title: 'Authentication',
          outcome: 'warning',
          seen: 'The user signed in without a second factor.',
          advice: 'A Conditional Access policy may refuse the token later.',
        }
      : ok('authentication', 'Authentication', 'The user signed in with a password and a second factor.'),
  ];
  return {
    source,
    header: Object.entries(header).map(claim),
    claims: Object.entries(payload).map(claim),
    verdicts,
    scopes,
    issuedAt: time('iat'),
    expiresAt,
    clockOffsetSeconds: source === 'session' ? 0 : null,
  };
}
