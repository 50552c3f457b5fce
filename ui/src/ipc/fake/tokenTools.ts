/** What the fake host says about a token beyond its checks: signature, differences, coverage, copies. */
import type {
  ComparisonDto,
  CoverageDto,
  CoverageRowDto,
  DifferenceDto,
  OperationEffect,
  RedactedTokenDto,
  SignatureDto,
  TokenRefDto,
  TokenRefSource,
} from '../generated/contract';
import { OPERATIONS } from './operations';
import { decode, MEANINGS, shown, type DecodedToken } from './token';
import { refusal, type Handlers, type World } from './world';

/** The access tokens of the profile in use. */
export type SessionTokens = {
  /** Empty without a session. */
  token: () => string;
  /** Empty where there was only one. */
  previousToken: () => string;
};

type TokenToolCommand = 'check_signature' | 'compare_tokens' | 'get_coverage' | 'redact_token' | 'copy_token_json';

export function tokenToolHandlers(world: World, tokens: SessionTokens): Pick<Handlers, TokenToolCommand> {
  const own = (): DecodedToken => {
    world.requireSession();
    return decode(tokens.token());
  };
  const asked = ({ text }: { text: string | null }): DecodedToken => (text === null ? own() : decode(text));
  const side = ({ source, text }: TokenRefDto, field: 'before' | 'after'): DecodedToken => {
    if (source === 'pasted') {
      return decode(text ?? '', field);
    }
    if (source === 'session') {
      return own();
    }
    world.requireSession();
    if (tokens.previousToken() === '') {
      throw refusal('RESULT_GONE', 'There is no earlier token of this session to compare with.', {
        hint: 'Only the token before the present one is remembered, while the program runs. Renew the token or sign in again, then compare; or paste the earlier one.',
      });
    }
    return decode(tokens.previousToken());
  };
  return {
    check_signature: (request) => signatureOf(asked(request)),
    compare_tokens: ({ before, after }) => compare([side(before, 'before'), before.source], [side(after, 'after'), after.source]),
    get_coverage: (request) => coverageOf(asked(request)),
    redact_token: (request) => redact(asked(request)),
    copy_token_json: (request) => {
      asked(request);
      return { clearAfterSeconds: 60 };
    },
  };
}

const OWN_KEY = 'sandboxKeyThumbprint';

function signatureOf({ header }: DecodedToken): SignatureDto {
  const keyId = typeof header.kid === 'string' ? header.kid : null;
  if (header.alg !== 'RS256') {
    return {
      outcome: 'problem',
      seen: `The header names the algorithm ${shown(header.alg)} instead of RS256.`,
      advice: 'Microsoft Entra signs with RS256 alone. Sign in here to get such a token.',
      keyId,
    };
  }
  return keyId === OWN_KEY
    ? {
        outcome: 'ok',
        seen: `The signature is right: the tenant's key ${OWN_KEY} made it, and the token is unchanged.`,
        advice: null,
        keyId,
      }
    : {
        outcome: 'cannotTell',
        seen: `The token is signed with the key ${keyId ?? 'of no name'}, which is not among the tenant's.`,
        advice: 'It may come from another cloud, or be much older than the tenant’s present keys.',
        keyId,
      };
}

const ROUTINE = ['exp', 'iat', 'nbf', 'uti', 'aio', 'rh', 'sid'];
const LISTS = ['scp', 'roles', 'amr'];

function members(value: unknown): string[] {
  return typeof value === 'string' ? value.split(' ').filter(Boolean) : Array.isArray(value) ? value.map(shown) : [];
}

type Side = [token: DecodedToken, source: TokenRefSource];

function compare([before, beforeSource]: Side, [after, afterSource]: Side): ComparisonDto {
  const of = ({ header, payload }: DecodedToken): Map<string, unknown> =>
    new Map([...Object.entries(header).map(([name, value]) => [`header.${name}`, value] as const), ...Object.entries(payload)]);
  const [old, later] = [of(before), of(after)];
  const names = [...new Set([...old.keys(), ...later.keys()])];
  const differing = names.filter((name) => JSON.stringify(old.get(name)) !== JSON.stringify(later.get(name)));
  const differences = differing.map((name): DifferenceDto => {
    const [was, is] = [members(old.get(name)), members(later.get(name))];
    const list = LISTS.includes(name);
    return {
      name,
      change: !old.has(name) ? 'added' : !later.has(name) ? 'removed' : 'changed',
      before: old.has(name) ? shown(old.get(name)) : null,
      after: later.has(name) ? shown(later.get(name)) : null,
      added: list ? is.filter((member) => !was.includes(member)) : [],
      removed: list ? was.filter((member) => !is.includes(member)) : [],
      meaning: MEANINGS[name.replace('header.', '')] ?? null,
      routine: ROUTINE.includes(name),
    };
  });
  return {
    before: inWords(before, beforeSource),
    after: inWords(after, afterSource),
    differences: differences.sort((a, b) => Number(a.routine) - Number(b.routine)),
    unchanged: names.length - differing.length,
  };
}

const SOURCES: Record<TokenRefSource, string> = {
  session: "The session's token",
  previous: "The session's token before this one",
  pasted: 'A pasted token',
};

function isOfAnApplication({ payload }: DecodedToken): boolean {
  return payload.scp === undefined && payload.roles !== undefined;
}

function inWords(token: DecodedToken, source: TokenRefSource): string {
  const { iat, upn } = token.payload;
  const issued = typeof iat === 'number' ? [`issued ${new Date(iat * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`] : [];
  const whom = typeof upn === 'string' ? [`for ${upn}`] : isOfAnApplication(token) ? ['for the application itself'] : [];
  return [SOURCES[source], ...issued, ...whom].join(', ');
}

const ROLES: Record<OperationEffect, string> = {
  read: 'View data',
  write: 'Alerts investigation',
  act: 'Active remediation actions',
};

function coverageOf(token: DecodedToken): CoverageDto {
  const application = isOfAnApplication(token);
  const granted = members(application ? token.payload.roles : token.payload.scp);
  const rows = OPERATIONS.map(({ id, title, method, path, effect, group, permissions }): CoverageRowDto => {
    const enough = application ? permissions.map((value) => (value.endsWith('.All') ? value : `${value}.All`)) : permissions;
    const by = enough.find((permission) => granted.includes(permission));
    const without = granted.includes('user_impersonation') ? 'cannotTell' : 'missing';
    return {
      operation: { id, title, method, path, effect },
      group,
      state: by !== undefined ? 'allowed' : enough.length === 0 ? 'notDocumented' : without,
      permissions: by !== undefined ? [by] : enough,
      role: application || enough.length === 0 ? null : ROLES[effect],
    };
  });
  return {
    rows,
    caveat: application
      ? "This is an application's own token (`roles`, no `scp`), so the list goes by application permissions. Defender roles and device groups do not count for an application."
      : 'It goes by the permissions in the token alone. The Defender role and the device groups of the person are not in any token: without the role an operation is refused, and devices of other groups stay hidden.',
  };
}

const SHOWN = ['alg', 'kid', 'typ', 'x5t', 'acr', 'amr', 'appid', 'appidacr', 'aud', 'exp', 'iat', 'iss', 'nbf', 'roles', 'scp', 'tid', 'uti', 'ver'];

function redact({ header, payload }: DecodedToken): RedactedTokenDto {
  const values: string[] = [];
  const masked: string[] = [];
  const part = (json: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(json).map(([name, value]) => {
        if (SHOWN.includes(name)) {
          return [name, value];
        }
        masked.push(name);
        const text = shown(value);
        if (!values.includes(text)) {
          values.push(text);
        }
        return [name, `[masked ${values.indexOf(text) + 1}]`];
      }),
    );
  const json = JSON.stringify({ header: part(header), claims: part(payload), signature: '[removed]' });
  return { json, masked };
}
