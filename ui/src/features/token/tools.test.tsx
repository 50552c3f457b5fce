/** What the Token screen tells beyond the checks: signature, copies, coverage, differences. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { FakeHost } from '../../ipc/fake';
import { encode } from '../../ipc/fake/token';
import { openWindow, type OpenWindow } from '../../test/render';
import { violations } from '../../test/violations';
import { readable } from './TokenCopies';

const APPLICATION_TOKEN = encode({
  header: { typ: 'JWT', alg: 'RS256', kid: 'anotherKey' },
  payload: {
    aud: 'https://api.securitycenter.microsoft.com',
    appid: 'b7c1a0de-5e5e-4c1b-8f3e-000000000002',
    roles: ['Alert.Read.All'],
    tid: '6f1d2c5e-8f5f-4e0c-9a55-000000000001',
  },
});

function callsOf(host: FakeHost, command: string): unknown[] {
  return host.calls.filter((call) => call.command === command).map(({ request }) => request);
}

async function inspect(user: OpenWindow['user'], text: string): Promise<HTMLElement> {
  fireEvent.change(screen.getByTestId('inspect-text'), { target: { value: text } });
  await user.click(screen.getByTestId('inspect-token'));
  return screen.findByRole('region', { name: 'Checks of the pasted token' });
}

function tabOf(views: string, tab: string): HTMLElement {
  return within(screen.getByRole('tablist', { name: views })).getByTestId(`token-tab-${tab}`);
}

describe('signature', () => {
  it('is asked for once the checks are there, and says that it is a diagnosis', async () => {
    const { host } = await openWindow({ start: 'signedIn' }, 'token');
    const row = await screen.findByTestId('verdict-signature');
    expect(screen.getByTestId('verdict-audience')).toBeTruthy();
    await waitFor(() => expect(row.dataset.outcome).toBe('ok'));
    expect(row.textContent).toContain('The signature is right');
    // The sentence names the key; it is not said twice.
    expect(row.textContent.match(/sandboxKeyThumbprint/g)).toHaveLength(1);
    expect(row.textContent).toContain('This is a diagnosis');
    expect(row.textContent).toContain('treat access tokens as opaque');
    expect(callsOf(host, 'check_signature')).toEqual([{ text: null }]);
  });

  it('says that it is being checked while the keys are fetched', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'setup');
    let answer = (): void => undefined;
    const keys = new Promise<void>((go) => (answer = go));
    const invoke = host.invoke.bind(host);
    vi.spyOn(host, 'invoke').mockImplementation(async (command, request, onEvent) => {
      if (command === 'check_signature') {
        await keys;
      }
      return invoke(command, request, onEvent);
    });
    await user.click(screen.getByTestId('nav-token'));
    const row = await screen.findByTestId('verdict-signature');
    expect(row.dataset.outcome).toBe('checking');
    expect(within(row).getByRole('status').textContent).toContain('Checking');
    answer();
    await waitFor(() => expect(row.dataset.outcome).toBe('ok'));
  });

  it('cannot tell when the check fails, and offers another try', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'setup');
    host.failNext('check_signature', { code: 'NETWORK_UNREACHABLE', message: 'The sign-in service cannot be reached.' });
    await user.click(screen.getByTestId('nav-token'));
    const row = await screen.findByTestId('verdict-signature');
    await waitFor(() => expect(row.dataset.outcome).toBe('cannotTell'));
    expect(row.textContent).toContain('The sign-in service cannot be reached.');
    await user.click(within(row).getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(row.dataset.outcome).toBe('ok'));
  });

  it('is checked for a pasted token too', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'token');
    await inspect(user, APPLICATION_TOKEN);
    const row = screen.getByTestId('verdict-signature');
    await waitFor(() => expect(row.dataset.outcome).toBe('cannotTell'));
    expect(row.textContent).toContain('not among the tenant');
    expect(callsOf(host, 'check_signature')).toEqual([{ text: APPLICATION_TOKEN }]);
  });
});

describe('the signing key', () => {
  it('is named where the finding does not', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'token');
    await inspect(user, encode({ header: { alg: 'HS256', kid: 'oddKey' }, payload: {} }));
    const row = screen.getByTestId('verdict-signature');
    await waitFor(() => expect(row.dataset.outcome).toBe('problem'));
    expect(row.textContent).toContain('Key ID oddKey');
  });
});

describe('a token of an application', () => {
  it('is explained beside its verdicts', async () => {
    const { user } = await openWindow({ start: 'signedIn' }, 'token');
    await screen.findByTestId('token-summary');
    expect(screen.queryByTestId('contexts-explained')).toBeNull();
    const checks = await inspect(user, APPLICATION_TOKEN);
    const box = within(checks).getByTestId('contexts-explained');
    expect(box.textContent).toContain('Delegated tokens carry scp, application tokens carry roles');
    expect(within(checks).getByTestId('verdict-delegated').dataset.outcome).toBe('problem');
    expect(await violations()).toEqual([]);
  });
});

describe('copies', () => {
  it('shows the one for a ticket with the names of what is masked, and copies what is shown', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'token');
    await user.click(await screen.findByTestId('redact-token'));
    const json = await screen.findByTestId('redacted-json');
    expect(json.textContent).toContain('"scp": "Alert.Read Machine.Read Score.Read"');
    expect(json.textContent).toContain('"signature": "[removed]"');
    expect(json.textContent).not.toContain('Lindqvist');
    expect(screen.getByTestId('masked-claims').textContent).toMatch(/^\d+ claims are masked: .*\bupn\b/);
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('copy-redacted'));
    await waitFor(() => expect(callsOf(host, 'copy_text')).toEqual([{ text: json.textContent }]));
    await user.click(screen.getByTestId('hide-redacted'));
    expect(screen.queryByTestId('redacted-json')).toBeNull();
  });

  it('copies the whole as JSON only after warning of personal claims', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'token');
    await user.click(await screen.findByTestId('copy-token-json'));
    expect(screen.getByRole('dialog', { name: 'Copy everything the token says?' }).textContent).toContain('personal claims');
    expect(callsOf(host, 'copy_token_json')).toEqual([]);
    await user.click(screen.getByTestId('confirm-copy-json'));
    expect(await screen.findByText('Copied as JSON, with personal claims. The clipboard is cleared after 60 seconds.')).toBeTruthy();
    expect(callsOf(host, 'copy_token_json')).toEqual([{ text: null }]);
    // The backend puts it there; the window never holds it.
    expect(callsOf(host, 'copy_text')).toEqual([]);
    expect(screen.queryByTestId('redacted-json')).toBeNull();
  });

  it('are made of a pasted token, and say why when they cannot be', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'token');
    await inspect(user, APPLICATION_TOKEN);
    host.failNext('redact_token', { code: 'INTERNAL', message: 'The copy could not be made.' });
    await user.click(screen.getByTestId('redact-token'));
    expect((await screen.findByTestId('error-banner')).textContent).toContain('The copy could not be made.');
    await user.click(screen.getByTestId('redact-token'));
    expect((await screen.findByTestId('masked-claims')).textContent).toBe('Nothing had to be masked.');
    expect(callsOf(host, 'redact_token')).toEqual([{ text: APPLICATION_TOKEN }, { text: APPLICATION_TOKEN }]);
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    expect(screen.queryByTestId('redacted-json')).toBeNull();
  });

  it('stay as they are where they are no JSON on one line', () => {
    expect(readable('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(readable('{\n"a":1}')).toBe('{\n"a":1}');
    expect(readable('not JSON')).toBe('not JSON');
  });
});

describe('the views', () => {
  it('are chosen with the arrow keys, and take one stop of the Tab key', async () => {
    const { user } = await openWindow({ start: 'signedIn' }, 'token');
    await screen.findByTestId('token-summary');
    const chosen = (): (string | undefined)[] =>
      screen.getAllByRole('tab', { selected: true }).map((tab) => tab.dataset.testid);
    const tab = (name: string): HTMLElement => screen.getByTestId(`token-tab-${name}`);
    tab('checks').focus();
    await user.keyboard('{ArrowLeft}');
    expect(chosen()).toEqual(['token-tab-compare']);
    expect(document.activeElement).toBe(tab('compare'));
    expect(screen.getByRole('tabpanel', { name: 'Compare' })).toBeTruthy();
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(chosen()).toEqual(['token-tab-coverage']);
    expect(screen.getAllByRole('tab').map(({ tabIndex }) => tabIndex)).toEqual([-1, 0, -1]);
    await user.keyboard('{End}{Home}x');
    expect(chosen()).toEqual(['token-tab-checks']);
  });
});

describe('coverage', () => {
  async function openCoverage(): Promise<OpenWindow> {
    const window = await openWindow({ start: 'signedIn' }, 'token');
    await screen.findByTestId('token-summary');
    await window.user.click(screen.getByTestId('token-tab-coverage'));
    await screen.findByTestId('coverage');
    return window;
  }

  it('tells for each operation what opens it, which permission is missing and which role it takes', async () => {
    const { host } = await openCoverage();
    expect(screen.queryByTestId('token-summary')).toBeNull();
    const allowed = screen.getByTestId('coverage-row-listAlerts');
    expect(allowed.dataset.state).toBe('allowed');
    expect(allowed.textContent).toContain('GET /api/alerts');
    expect(allowed.textContent).toContain('Alert.Read');
    expect(allowed.textContent).toContain('View data');
    const missing = screen.getByTestId('coverage-row-isolateMachine');
    expect(missing.dataset.state).toBe('missing');
    expect(missing.textContent).toContain('NeedsMachine.Isolate');
    expect(screen.getByTestId('coverage-row-cancelMachineAction').textContent).toContain('Needs one of');
    expect(screen.getByTestId('coverage-row-deleteIndicator').textContent).toContain('None documented');
    expect(screen.getByTestId('coverage-caveat').textContent).toContain('device groups');
    expect(callsOf(host, 'get_coverage')).toEqual([{ text: null }]);
    expect(await violations()).toEqual([]);
  });

  it('filters by state, group and text, and shows all again', async () => {
    const { user } = await openCoverage();
    const shown = (): string => screen.getByTestId('coverage-count').textContent;
    const rows = (): number => screen.queryAllByTestId(/^coverage-row-/).length;
    const all = rows();
    expect(shown()).toBe(`All ${all} operations`);
    const undocumented = screen.getByTestId('coverage-state-notDocumented');
    expect(undocumented.textContent).toBe('Not documented: 3');
    await user.click(undocumented);
    expect(undocumented.getAttribute('aria-pressed')).toBe('true');
    expect(rows()).toBe(3);
    expect(shown()).toBe(`3 of ${all} operations`);
    await user.click(screen.getByTestId('coverage-group'));
    await user.click(await screen.findByTestId('coverage-group-Indicators'));
    expect(rows()).toBe(2);
    fireEvent.change(screen.getByTestId('coverage-search'), { target: { value: 'batchdelete' } });
    expect(rows()).toBe(1);
    fireEvent.change(screen.getByTestId('coverage-search'), { target: { value: 'nothing is called this' } });
    expect(screen.getByText('No operation matches.')).toBeTruthy();
    await user.click(screen.getByTestId('coverage-all'));
    expect(rows()).toBe(all);
  });

  it('leads to Set up, where permissions are chosen', async () => {
    const { user } = await openCoverage();
    await user.click(screen.getByTestId('coverage-to-setup'));
    expect(await screen.findByTestId('profile-bar')).toBeTruthy();
  });

  it('offers another try when it cannot be had', async () => {
    const { host, user } = await openWindow({ start: 'signedIn' }, 'token');
    await screen.findByTestId('token-summary');
    host.failNext('get_coverage', { code: 'INTERNAL', message: 'The operations could not be read.' });
    await user.click(screen.getByTestId('token-tab-coverage'));
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('coverage')).toBeTruthy();
  });

  it('is there for a pasted token', async () => {
    const { host, user } = await openWindow({ start: 'profile' }, 'token');
    await inspect(user, APPLICATION_TOKEN);
    await user.click(screen.getByTestId('token-tab-coverage'));
    await screen.findByTestId('coverage');
    const allowed = screen.getByTestId('coverage-row-listAlerts');
    expect(allowed.dataset.state).toBe('allowed');
    expect(allowed.textContent).toContain('Alert.Read.All');
    expect(screen.getByTestId('coverage-caveat').textContent).toContain('application permissions');
    expect(callsOf(host, 'get_coverage')).toEqual([{ text: APPLICATION_TOKEN }]);
  });
});

describe('compare', () => {
  async function openCompare(window: OpenWindow): Promise<void> {
    await screen.findByTestId('token-summary');
    await window.user.click(screen.getByTestId('token-tab-compare'));
    await screen.findByTestId('compare-tokens');
  }

  /** A window in which the session's token has been renewed with other permissions than its predecessor's. */
  async function afterConsent(): Promise<OpenWindow> {
    let now = Date.UTC(2026, 10, 23, 12);
    const window = await openWindow({ start: 'signedIn', now: () => now }, 'token');
    const { profiles } = await window.host.invoke('get_app_state', null);
    const [profile] = profiles;
    if (profile === undefined) {
      throw new Error('The fake host begins with a profile.');
    }
    await window.host.invoke('save_profile', { ...profile, wantedPermissions: ['Alert.Read', 'Machine.Isolate'] });
    now += 60_000;
    await window.user.click(await screen.findByTestId('renew-token'));
    return window;
  }

  it('says so when the session has had one token only', async () => {
    const window = await openWindow({ start: 'signedIn' }, 'token');
    await openCompare(window);
    await window.user.click(screen.getByTestId('compare-tokens'));
    const banner = await screen.findByTestId('error-banner');
    expect(banner.textContent).toContain('There is no earlier token of this session to compare with.');
    expect(banner.textContent).toContain('paste the earlier one');
    // Another choice, and the complaint about the last one is gone.
    await window.user.click(screen.getByTestId('compare-before-session'));
    expect(screen.queryByTestId('error-banner')).toBeNull();
  });

  it('shows what came and went since the token before, and folds the routine away', async () => {
    const window = await afterConsent();
    await openCompare(window);
    await window.user.click(screen.getByTestId('compare-tokens'));
    const scp = await screen.findByTestId('difference-scp');
    expect(scp.dataset.change).toBe('changed');
    expect(within(scp).getByTestId('member-added-Machine.Isolate').textContent).toContain('added Machine.Isolate');
    expect(within(scp).getByTestId('member-removed-Machine.Read').textContent).toContain('removed Machine.Read');
    expect(scp.textContent).toContain('Delegated permissions');
    expect(screen.getByTestId('compare-summary').textContent).toContain('1 member differs.');
    const differences = screen.getByRole('region', { name: 'Differences' });
    expect(differences.textContent).toContain("The session's token before this one, issued 2026-11-23 12:00:00 UTC");
    expect(screen.queryByTestId('difference-exp')).toBeNull();
    const routine = screen.getByTestId('compare-routine');
    expect(routine.textContent).toBe('4 members that differ in any two tokens');
    await window.user.click(routine);
    expect(routine.getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByTestId('difference-uti').textContent).toContain('Before');
    expect(callsOf(window.host, 'compare_tokens')).toEqual([
      { before: { source: 'previous', text: null }, after: { source: 'session', text: null } },
    ]);
    expect(await violations()).toEqual([]);
  });

  it('compares the session with a pasted token', async () => {
    const window = await openWindow({ start: 'signedIn' }, 'token');
    await openCompare(window);
    await window.user.click(screen.getByTestId('compare-before-session'));
    await window.user.click(screen.getByTestId('compare-after-pasted'));
    const button = screen.getByTestId('compare-tokens');
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.change(screen.getByTestId('compare-after-text'), { target: { value: APPLICATION_TOKEN } });
    await window.user.click(button);
    expect((await screen.findByTestId('difference-roles')).dataset.change).toBe('added');
    expect(screen.getByTestId('difference-scp').dataset.change).toBe('removed');
    expect(screen.getByTestId('difference-header.kid').textContent).toContain('anotherKey');
    expect(screen.getByTestId('difference-upn').textContent).toContain('maya.lindqvist@sandbox.example');
  });

  it('says when nothing tells two tokens apart', async () => {
    const window = await openWindow({ start: 'signedIn' }, 'token');
    await openCompare(window);
    await window.user.click(screen.getByTestId('compare-before-session'));
    await window.user.click(screen.getByTestId('compare-tokens'));
    expect((await screen.findByTestId('compare-summary')).textContent).toContain('Nothing differs that tells these tokens apart.');
    expect(screen.queryByTestId('compare-routine')).toBeNull();
  });

  it('begins with the pasted token beside the own one', async () => {
    const window = await openWindow({ start: 'signedIn' }, 'token');
    await screen.findByTestId('token-summary');
    await inspect(window.user, APPLICATION_TOKEN);
    await window.user.click(tabOf('Views of the pasted token', 'compare'));
    await window.user.click(await screen.findByTestId('compare-tokens'));
    await screen.findByTestId('difference-roles');
    expect(callsOf(window.host, 'compare_tokens')).toEqual([
      { before: { source: 'session', text: null }, after: { source: 'pasted', text: APPLICATION_TOKEN } },
    ]);
  });

  it('offers pasted tokens alone where nobody is signed in', async () => {
    const { user } = await openWindow({ start: 'profile' }, 'token');
    await inspect(user, APPLICATION_TOKEN);
    await user.click(screen.getByTestId('token-tab-compare'));
    await screen.findByTestId('compare-before-text');
    expect(screen.queryByTestId('compare-before-session')).toBeNull();
    fireEvent.change(screen.getByTestId('compare-before-text'), { target: { value: 'no token' } });
    await user.click(screen.getByTestId('compare-tokens'));
    expect((await screen.findByTestId('error-banner')).dataset.code).toBe('TOKEN_NOT_A_JWT');
  });

  it('forgets pasted text when it is left', async () => {
    const window = await openWindow({ start: 'signedIn' }, 'token');
    await openCompare(window);
    await window.user.click(screen.getByTestId('compare-after-pasted'));
    fireEvent.change(screen.getByTestId('compare-after-text'), { target: { value: APPLICATION_TOKEN } });
    await window.user.click(screen.getByTestId('token-tab-checks'));
    await screen.findByTestId('token-summary');
    await window.user.click(screen.getByTestId('token-tab-compare'));
    await screen.findByTestId('compare-tokens');
    await window.user.click(screen.getByTestId('compare-after-pasted'));
    expect(screen.getByTestId<HTMLTextAreaElement>('compare-after-text').value).toBe('');
  });
});
