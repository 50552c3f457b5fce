/**
 * The seam between the window and its host.
 *
 * Owns: how a command is called, and what its failure looks like.
 * Refuses to know: Tauri (`tauri.ts`), the fake (`fake/`), and what any command means.
 * Invariant: a call made through a `Host` rejects with a `CommandFailure` and with nothing else.
 */
import type { CommandError, Commands } from './generated/contract';

export type CommandName = keyof Commands;
export type Request<K extends CommandName> = Commands[K]['request'];
export type Response<K extends CommandName> = Commands[K]['response'];
export type Event<K extends CommandName> = Commands[K]['event'];

/** Commands whose channel carries events. Adding one to the contract without adding it here does not compile. */
type EventfulCommand = { [K in CommandName]: [Event<K>] extends [never] ? never : K }[CommandName];
const EVENTFUL: Record<EventfulCommand, true> = {
  watch_app_state: true,
  start_sign_in: true,
  start_device_sign_in: true,
  load_alerts: true,
  check_everything: true,
  run_call: true,
  continue_call: true,
  fetch_files: true,
  export_rows: true,
  follow_action: true,
  run_bulk: true,
};

/** Whether the backend expects a channel with this command. */
export function hasEvents(command: CommandName): command is EventfulCommand {
  return command in EVENTFUL;
}

export interface Host {
  /**
   * Calls a command of the backend.
   *
   * @param onEvent called in order for each event while the command runs; ignored by commands without events.
   * @throws CommandFailure
   */
  invoke<K extends CommandName>(
    command: K,
    request: Request<K>,
    onEvent?: (event: Event<K>) => void,
  ): Promise<Response<K>>;
}

/** A command's refusal, as the backend worded it. */
export class CommandFailure extends Error {
  constructor(readonly detail: CommandError) {
    super(detail.message);
    this.name = 'CommandFailure';
  }
}

/** Gives every rejection the one shape that the window shows. */
export function toCommandFailure(reason: unknown): CommandFailure {
  if (reason instanceof CommandFailure) {
    return reason;
  }
  if (isCommandError(reason)) {
    return new CommandFailure(reason);
  }
  return new CommandFailure({
    code: 'INTERNAL',
    message: 'Something went wrong inside the program.',
    hint: 'Try again. If it happens again, report it with what you did before.',
    field: null,
    correlationId: null,
    httpStatus: null,
    retryAfterSeconds: null,
    serviceMessage: reason instanceof Error ? reason.message : typeof reason === 'string' ? reason : null,
  });
}

function isCommandError(value: unknown): value is CommandError {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<CommandError>).code === 'string' &&
    typeof (value as Partial<CommandError>).message === 'string'
  );
}
