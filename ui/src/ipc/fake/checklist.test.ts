import { describe, expect, it } from 'vitest';
import type { ChecklistDto, CheckEvent } from '../generated/contract';
import { createFakeHost, type FakeHost } from './index';

const states = (checklist: ChecklistDto): Set<string> => new Set(checklist.steps.flatMap(({ checks }) => checks.map(({ state }) => state)));

const check = (host: FakeHost, checkId = 'a'): Promise<ChecklistDto> => host.invoke('check_everything', { checkId });

describe("the fake host's checklist", () => {
  it('starts as the options say', async () => {
    const at = async (checklist: 'nothingChecked' | 'allGreen' | 'fault' | 'mixed'): Promise<ChecklistDto> =>
      createFakeHost({ start: 'profile', checklist }).invoke('get_checklist', null);
    const nothing = await at('nothingChecked');
    expect(nothing.steps.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect([...states(nothing)]).toEqual(['notChecked']);
    expect(nothing.advice).toBeNull();
    expect([...states(await at('allGreen'))]).toEqual(['ok']);
    expect((await at('fault')).cause).toMatchObject({ step: 'register', checkId: 'redirect-platform', certain: true });
    expect([...states(await at('mixed'))].sort()).toEqual(['cannotTell', 'notChecked', 'ok', 'wrong']);
  });

  it('finds a fault at the next check, and forgets it at the one after it is switched off', async () => {
    const host = createFakeHost({ start: 'signedIn' });
    expect((await check(host)).cause).toBeNull();
    await host.invoke('set_sandbox_faults', { faults: ['consent-one-missing'] });
    expect((await host.invoke('get_checklist', null)).cause).toBeNull();
    const found = await check(host);
    expect(found.cause?.step).toBe('consent');
    expect(found.consent.find(({ permission }) => permission === 'Machine.Read')?.inToken).toBe('no');
    await host.invoke('set_sandbox_faults', { faults: [] });
    expect((await check(host)).cause).toBeNull();
  });

  it('says what it takes, one by one, and stops when it is told to', async () => {
    const host = createFakeHost({ start: 'profile' });
    const events: CheckEvent[] = [];
    await host.invoke('check_everything', { checkId: 'a' }, (event) => events.push(event));
    expect(events.map(({ event }) => event)).toEqual(['planned', 'taking', 'taken', 'taking', 'taken', 'taking', 'taken']);

    host.holdChecks();
    const stopped = check(host, 'b');
    await host.invoke('cancel_check', { checkId: 'b' });
    await expect(stopped).rejects.toMatchObject({ detail: { code: 'CHECK_CANCELLED' } });
  });

  it('reads a manifest and an error page, and refuses what is neither', async () => {
    const host = createFakeHost({ start: 'profile', faults: ['redirect-under-web'] });
    for (const form of ['graph', 'azureAd'] as const) {
      const { text } = await host.invoke('get_sandbox_manifest', { form });
      expect((await host.invoke('submit_evidence', { kind: 'manifest', text })).cause?.checkId).toBe('redirect-platform');
      expect((await host.invoke('clear_evidence', { kind: 'manifest' })).cause).toBeNull();
    }
    const page = await host.invoke('submit_evidence', { kind: 'errorPage', text: "AADSTS700016: Application with identifier 'x' was not found" });
    expect(page.cause).toMatchObject({ step: 'ids', checkId: 'client-id-known' });
    await expect(host.invoke('submit_evidence', { kind: 'manifest', text: '{}' })).rejects.toMatchObject({ detail: { code: 'MANIFEST_UNREADABLE' } });
    await expect(host.invoke('submit_evidence', { kind: 'errorPage', text: 'Sorry' })).rejects.toMatchObject({ detail: { code: 'ERROR_PAGE_UNREADABLE' } });
  });

  it('keeps answers and advises by them', async () => {
    const host = createFakeHost({ start: 'profile' });
    const { answers } = await host.invoke('get_checklist', null);
    const saved = await host.invoke('save_answers', { answers: { ...answers, unattended: true, personPresent: false, ticked: ['roles'] } });
    expect(saved.advice?.access).toBe('applicationContext');
    expect((await host.invoke('get_checklist', null)).steps.find(({ id }) => id === 'roles')?.ticked).toBe(true);
    const person = await host.invoke('save_answers', { answers: { ...answers, personPresent: true } });
    expect(person.advice?.access).toBe('userContext');
  });

  it('picks the least permissions and says what has none', async () => {
    const host = createFakeHost({ start: 'profile' });
    const { operations } = await host.invoke('get_operations', null);
    expect(operations.length).toBeGreaterThan(12);
    const picked = await host.invoke('pick_permissions', { operations: ['listAlerts', 'updateAlert', 'listMachines', 'deleteIndicator'] });
    expect(picked.permissions.map(({ value }) => value)).toEqual(['Alert.ReadWrite', 'Machine.Read']);
    expect(picked.withoutPermission).toEqual(['Delete an indicator']);
    expect(picked.roles.map(({ name }) => name)).toEqual(['View data', 'Alerts investigation']);
  });
});
