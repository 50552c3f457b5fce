/**
 * The checklist of the fake host.
 *
 * Owns: which evidence is at hand for each profile, and what the admin answered.
 * Evidence remembers the faults that were on when it was taken, as real evidence does: a switch changes nothing
 * until the next check.
 */
import type {
  AdviceDto,
  AnswersDto,
  CauseDto,
  CheckDto,
  CheckEvent,
  ChecklistDto,
  ConsentRowDto,
  EvidenceKind,
  Mark,
  ProfileDto,
  StepDto,
  StepState,
} from '../generated/contract';
import { SPOILING } from './faultList';
import { PERMISSIONS } from './permissions';
import { stepsFor, type CheckTemplate } from './steps';
import { pause, refusal, type ChecklistStart, type Handlers, type World } from './world';

type ChecklistCommand = 'get_checklist' | 'save_answers' | 'check_everything' | 'cancel_check' | 'submit_evidence' | 'clear_evidence';

type Evidence = { takenAt: number; summary: string; faults: string[] };

type Progress = { answers: AnswersDto; evidence: Map<EvidenceKind, Evidence>; checkedAt: number | null; start: ChecklistStart };

const DAY = 86_400_000;
const ALL_KINDS: readonly EvidenceKind[] = ['profile', 'network', 'discovery', 'manifest', 'signIn', 'token', 'api'];

const SUMMARIES: Record<EvidenceKind, string> = {
  profile: 'The profile and your answers',
  network: 'Two hosts answered',
  discovery: "The tenant's openid-configuration",
  manifest: 'App manifest, Microsoft Graph form',
  signIn: 'The answer to the last sign-in',
  errorPage: 'Error page',
  token: 'The claims of the access token',
  api: 'The answer to GET /api/alerts?$top=1',
};

export type FakeChecklist = {
  handlers: Pick<Handlers, ChecklistCommand>;
  /** Holds *Check everything* back before each piece of evidence, until `releaseChecks`. */
  holdChecks: () => void;
  releaseChecks: () => void;
};

export function fakeChecklist(world: World): FakeChecklist {
  const records = new Map<string, Progress>();
  const cancelled = new Set<string>();
  let gate: Promise<void> = Promise.resolve();
  let openGate: () => void = () => undefined;

  const take = (record: Progress, kind: EvidenceKind, faults: string[], summary = SUMMARIES[kind], takenAt = world.now()): void => {
    record.evidence.set(kind, { takenAt, summary, faults });
  };
  /** The switches work on the sandbox tenant alone. */
  const faultsFor = (profile: ProfileDto): string[] => (profile.cloud === 'sandbox' ? world.faultsOn() : []);

  const recordOf = (profile: ProfileDto): Progress => {
    const known = records.get(profile.id);
    if (known !== undefined) {
      return known;
    }
    const start = world.options.checklist ?? 'nothingChecked';
    const record: Progress = { answers: answersAt(start), evidence: new Map(), checkedAt: null, start };
    records.set(profile.id, record);
    if (start !== 'nothingChecked') {
      const takenAt = world.now() - 5 * 60_000;
      record.checkedAt = takenAt;
      for (const kind of ALL_KINDS) {
        if (start !== 'mixed' || kind !== 'manifest') {
          take(record, kind, start === 'mixed' ? ['redirect-under-web', 'clock-skew'] : faultsFor(profile), undefined, takenAt);
        }
      }
    }
    return record;
  };

  const current = (): ChecklistDto => {
    const profile = world.requireActive();
    return build(profile, recordOf(profile), world.now());
  };

  async function checkEverything(checkId: string, emit: (event: CheckEvent) => void): Promise<ChecklistDto> {
    const profile = world.requireActive();
    const record = recordOf(profile);
    const signedIn: EvidenceKind[] = world.state.session === null ? [] : ['signIn', 'token', 'api'];
    const kinds: EvidenceKind[] = ['profile', 'network', 'discovery', ...signedIn];
    emit({ event: 'planned', data: { kinds } });
    for (const kind of kinds) {
      emit({ event: 'taking', data: { kind } });
      await pause(world.latency * 6);
      await gate;
      if (cancelled.delete(checkId)) {
        throw refusal('CHECK_CANCELLED', 'The check was stopped.', { hint: 'What was taken until then is kept.' });
      }
      take(record, kind, faultsFor(profile));
      emit({ event: 'taken', data: { kind, checklist: build(profile, record, world.now()) } });
    }
    record.checkedAt = world.now();
    return build(profile, record, world.now());
  }

  return {
    holdChecks: () => {
      gate = new Promise((open) => {
        openGate = open;
      });
    },
    releaseChecks: () => openGate(),
    handlers: {
      get_checklist: current,
      save_answers: ({ answers }) => {
        recordOf(world.requireActive()).answers = answers;
        return current();
      },
      check_everything: ({ checkId }, emit) => checkEverything(checkId, emit),
      cancel_check: ({ checkId }) => {
        cancelled.add(checkId);
        openGate();
        return null;
      },
      submit_evidence: ({ kind, text }) => {
        const record = recordOf(world.requireActive());
        if (kind === 'errorPage') {
          const { summary, faults } = readErrorPage(text);
          take(record, kind, faults, summary);
        } else {
          const { summary, faults } = readManifest(text);
          take(record, 'manifest', faults, summary);
        }
        return current();
      },
      clear_evidence: ({ kind }) => {
        recordOf(world.requireActive()).evidence.delete(kind);
        return current();
      },
    },
  };
}

function answersAt(start: ChecklistStart): AnswersDto {
  const answered = start !== 'nothingChecked';
  return {
    personPresent: answered ? true : null,
    asPerson: answered ? true : null,
    unattended: answered ? false : null,
    plan: start === 'allGreen' || start === 'fault' ? 'plan2' : null,
    accountTypes: 'oneOrganisation',
    needsPublicFlows: false,
    operations: answered ? ['listAlerts', 'getAlert', 'listMachines'] : [],
    ticked: start === 'allGreen' ? ['roles', 'permissions'] : [],
  };
}

function build(profile: ProfileDto, record: Progress, now: number): ChecklistDto {
  const steps = stepsFor(profile).map(({ checks: templates, ...template }): StepDto => {
    const checks = templates.map((check) => judge(check, record));
    const state = stateOf(checks);
    return {
      ...template,
      state,
      last: record.start === 'mixed' && state === 'notChecked' ? { state: 'ok', at: now - 2 * DAY } : null,
      checks,
      ticked: record.answers.ticked.includes(template.id),
    };
  });
  return {
    profileId: profile.id,
    steps,
    cause: causeOf(steps),
    evidence: [...record.evidence].map(([kind, { takenAt, summary }]) => ({ kind, takenAt, summary })),
    consent: record.start === 'mixed' ? everyCombination() : consentRows(profile, record),
    answers: record.answers,
    advice: adviceOf(record.answers),
    checkedAt: record.checkedAt,
  };
}

function judge({ id, title, source, well, undecided, remark = false }: CheckTemplate, { evidence, start }: Progress): CheckDto {
  // What was pasted tells about any check; every other kind only about its own.
  for (const kind of [source, 'manifest', 'errorPage'] as const) {
    const faults = evidence.get(kind)?.faults ?? [];
    const spoiling = SPOILING.find(({ id: fault, spoils }) => spoils.checkId === id && faults.includes(fault));
    if (spoiling !== undefined) {
      const { seen, fix } = spoiling.spoils;
      return { id, title, source: kind, state: 'wrong', seen, fix, remark };
    }
  }
  if (!evidence.has(source)) {
    return { id, title, source, state: 'notChecked', seen: 'Not looked at yet.', fix: null, remark };
  }
  if (start === 'mixed' && undecided !== undefined) {
    return { id, title, source, state: 'cannotTell', seen: undecided, fix: 'Give what is missing, then check again.', remark };
  }
  return { id, title, source, state: 'ok', seen: well, fix: null, remark };
}

function stateOf(checks: readonly CheckDto[]): StepState {
  const states = checks.filter(({ remark }) => !remark).map(({ state }) => state);
  const has = (state: StepState): boolean => states.includes(state);
  return has('wrong') ? 'wrong' : has('cannotTell') ? 'cannotTell' : has('ok') ? 'ok' : 'notChecked';
}

function causeOf(steps: readonly StepDto[]): CauseDto | null {
  for (const { id, checks } of steps) {
    const check = checks.find(({ state, remark }) => state === 'wrong' && !remark);
    if (check !== undefined) {
      return { step: id, checkId: check.id, what: check.seen, fix: check.fix ?? '', certain: check.id !== 'first-call' };
    }
  }
  return null;
}

function consentRows(profile: ProfileDto, { evidence }: Progress): ConsentRowDto[] {
  const token = evidence.get('token');
  const lacks = (permission: string): boolean =>
    token?.faults.some((id) => id === 'consent-missing' || (id === 'consent-one-missing' && permission === 'Machine.Read')) === true;
  return profile.wantedPermissions.map((permission): ConsentRowDto => {
    const carried: Mark = token === undefined ? 'unknown' : lacks(permission) ? 'no' : 'yes';
    return row(permission, 'yes', evidence.has('manifest') ? 'yes' : 'unknown', carried, carried, carried === 'no' ? 'Grant consent again.' : null);
  });
}

function row(permission: string, needed: Mark, registered: Mark, consented: Mark, inToken: Mark, remark: string | null): ConsentRowDto {
  const displayName = PERMISSIONS.find(({ value }) => value === permission)?.displayName ?? null;
  return { permission, displayName, needed, registered, consented, inToken, remark };
}

function everyCombination(): ConsentRowDto[] {
  return [
    row('Alert.Read', 'yes', 'yes', 'yes', 'yes', null),
    row('Machine.Read', 'yes', 'yes', 'yes', 'no', 'The token is older than the consent. Sign in again.'),
    row('Machine.Isolate', 'yes', 'yes', 'no', 'no', 'Nobody has consented since it was added. Grant consent again.'),
    row('AdvancedQuery.Read', 'yes', 'no', 'no', 'no', 'Add it to the registration first.'),
    row('Ti.ReadWrite', 'yes', 'unknown', 'unknown', 'unknown', null),
    row('Score.Read', 'no', 'yes', 'yes', 'yes', 'Not needed for what you chose.'),
    row('Alert.ReadWrite', 'no', 'yes', 'no', 'no', null),
    row('Unlisted.Permission', 'no', 'unknown', 'yes', 'yes', 'The documentation does not know this permission.'),
  ];
}

function adviceOf({ personPresent, asPerson, unattended }: AnswersDto): AdviceDto | null {
  if (unattended === true && personPresent !== true) {
    return {
      access: 'applicationContext',
      reason: 'It must run unattended, so there is nobody to sign in.',
      caveats: ['It needs a secret or a certificate.', 'It sees every device, whatever the device groups.'],
      pointer: { label: 'Access with application context', url: 'https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-webapp' },
    };
  }
  if (personPresent === true || asPerson === true) {
    return {
      access: 'userContext',
      reason: asPerson === true ? "Results must follow the person's role and device groups." : 'A person is present when calls are made.',
      caveats: ['The person needs a role in Defender beside the permissions.'],
      pointer: { label: 'Access with user context', url: 'https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-nativeapp' },
    };
  }
  return null;
}

function readErrorPage(text: string): { summary: string; faults: string[] } {
  const code = /AADSTS\d+/.exec(text)?.[0];
  if (code === undefined) {
    throw refusal('ERROR_PAGE_UNREADABLE', 'There is no AADSTS code in this text.', {
      field: 'text',
      hint: 'Copy the whole page: select all, copy, paste.',
    });
  }
  return { summary: `Error page with ${code}`, faults: SPOILING.filter(({ about }) => about.includes(`${code})`)).map(({ id }) => id).slice(0, 1) };
}

/** As much of a manifest as is looked at here, in both forms. */
type Manifest = {
  isFallbackPublicClient?: boolean;
  publicClient?: { redirectUris?: string[] };
  web?: { redirectUris?: string[] };
  allowPublicClient?: boolean;
  replyUrlsWithType?: { type?: string }[];
};

function readManifest(text: string): { summary: string; faults: string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (typeof value !== 'object' || value === null || !('appId' in value)) {
    throw refusal('MANIFEST_UNREADABLE', 'This is not an app manifest.', {
      field: 'text',
      hint: 'Open Manifest on the app registration, and copy all of it.',
    });
  }
  const manifest = value as Manifest;
  const older = manifest.replyUrlsWithType !== undefined;
  const web = older ? manifest.replyUrlsWithType?.some(({ type }) => type === 'Web') === true : (manifest.web?.redirectUris?.length ?? 0) > 0;
  const none = older ? manifest.replyUrlsWithType?.length === 0 : !web && (manifest.publicClient?.redirectUris?.length ?? 0) === 0;
  return {
    summary: older ? 'App manifest, older Azure AD form' : SUMMARIES.manifest,
    faults: [
      ...(web ? ['redirect-under-web'] : []),
      ...(none ? ['redirect-not-registered'] : []),
      ...(manifest.isFallbackPublicClient === false || manifest.allowPublicClient === false ? ['public-flows-off'] : []),
    ],
  };
}
