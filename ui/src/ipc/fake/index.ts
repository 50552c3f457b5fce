/**
 * A host without a backend, for tests and for `npm run dev` in a plain browser.
 *
 * Owns: believable, deterministic answers to every command, and the means to make any of them fail.
 * Refuses to know: the rules that live in Rust. It checks no more than the screens need to show their errors.
 * Never part of the shipped bundle: `app/start.tsx` loads it only in development.
 */
import type { AppStateDto, CommandError, Commands, ErrorCode } from '../generated/contract';
import type { CommandFailure, CommandName, Event, Host, Response } from '../host';
import { FakeBulk } from './bulk';
import { fakeChecklist } from './checklist';
import { fakeExplorer, type FakeExplorer } from './explorer';
import { faultHandlers } from './faults';
import { networkHandlers } from './network';
import { operationHandlers } from './operations';
import { profileHandlers } from './profiles';
import { fakeResults } from './results';
import { savedViewHandlers } from './savedViews';
import { fakeSession } from './session';
import { tokenToolHandlers } from './tokenTools';
import { pause, refusal, World, type FakeOptions, type Handlers } from './world';

export type { FakeOptions } from './world';

export type FakeHost = Host & {
  /** Commands called so far, oldest first. */
  readonly calls: { command: CommandName; request: unknown }[];
  /** Makes the next call of a command fail. */
  failNext: (command: CommandName, error: Partial<CommandError> & { code: ErrorCode }) => void;
  /** Tells the window that the state has changed by itself. */
  changeState: (change: Partial<AppStateDto>) => void;
  /** Lets the sign-in that is under way succeed. */
  finishSignIn: () => void;
  /** Lets the sign-in with a device code ask once more, at this pace from then on. */
  askAgain: (intervalSeconds: number) => void;
  /** Holds pages of a load back until `releasePages`. */
  holdPages: () => void;
  releasePages: () => void;
  /** The text last put on the clipboard by copying rows. */
  copiedRows: () => string | null;
  /** Holds an export back after its first rows until `releaseExport`. */
  holdExport: () => void;
  releaseExport: () => void;
  /** Calls of the explorer, to hold, throttle and break them. */
  readonly explorerCalls: FakeExplorer['calls'];
  /** Machine actions, to hold them between their stages. */
  readonly machineActions: FakeExplorer['changes'];
  /** Changes for many targets, to hold, throttle, refuse and break them. */
  readonly bulk: FakeBulk;
  /** Holds *Check everything* back before each piece of evidence, until `releaseChecks`. */
  holdChecks: () => void;
  releaseChecks: () => void;
};

export function createFakeHost(options: FakeOptions = {}): FakeHost {
  const world = new World(options);
  const results = fakeResults(world);
  const explorer = fakeExplorer(world, results.tables);
  const bulk = new FakeBulk(world, results.tables, explorer);
  const session = fakeSession(world, results.forget);
  const checklist = fakeChecklist(world);
  const failures = new Map<CommandName, CommandFailure>();
  const calls: FakeHost['calls'] = [];
  const watches: (() => void)[] = [];

  const handlers: Handlers = {
    get_app_state: () => world.state,
    watch_app_state: (_, emit) => {
      watches.push(() => emit({ event: 'changed' }));
      return new Promise<never>(() => undefined);
    },
    set_theme: ({ theme }) => world.update({ theme }),
    dismiss_notice: ({ id }) => world.update({ notices: world.state.notices.filter((notice) => notice.id !== id) }),
    copy_text: () => null,
    open_link: () => null,
    ...profileHandlers(world),
    ...checklist.handlers,
    ...operationHandlers(world),
    ...faultHandlers(world),
    ...networkHandlers(world),
    ...session.handlers,
    ...tokenToolHandlers(world, session),
    ...results.handlers,
    ...explorer.handlers,
    ...bulk.handlers,
    ...savedViewHandlers(),
    cancel_load: (request, emit) => {
      bulk.cancel(request.loadId);
      explorer.cancel(request.loadId);
      return results.handlers.cancel_load(request, emit);
    },
  };

  world.begin();
  session.begin();

  return {
    calls,
    failNext: (command, { code, message = 'This failed on demand.', ...more }) => {
      failures.set(command, refusal(code, message, more));
    },
    changeState: (change) => {
      world.update(change);
      watches.forEach((tell) => tell());
    },
    finishSignIn: session.finishSignIn,
    askAgain: session.askAgain,
    holdPages: results.holdPages,
    releasePages: results.releasePages,
    copiedRows: results.tools.copied,
    holdExport: results.tools.holdExport,
    releaseExport: results.tools.releaseExport,
    explorerCalls: explorer.calls,
    machineActions: explorer.changes,
    bulk,
    holdChecks: checklist.holdChecks,
    releaseChecks: checklist.releaseChecks,
    async invoke<K extends CommandName>(
      command: K,
      request: Commands[K]['request'],
      onEvent?: (event: Event<K>) => void,
    ): Promise<Response<K>> {
      calls.push({ command, request });
      await pause(world.latency);
      const failure = failures.get(command);
      if (failure !== undefined) {
        failures.delete(command);
        throw failure;
      }
      return handlers[command](request, (event) => onEvent?.(event));
    },
  };
}
