/**
 * The host inside the desktop app. The only module that knows Tauri.
 */
import { Channel, invoke } from '@tauri-apps/api/core';
import { hasEvents, toCommandFailure, type CommandName, type Event, type Host, type Request, type Response } from './host';

export const tauriHost: Host = {
  async invoke<K extends CommandName>(
    command: K,
    request: Request<K>,
    onEvent?: (event: Event<K>) => void,
  ): Promise<Response<K>> {
    const args: Record<string, unknown> = {};
    let answered = false;
    if (request !== null) {
      args.request = request;
    }
    if (hasEvents(command)) {
      const channel = new Channel<Event<K>>();
      channel.onmessage = (event) => {
        // Large events travel apart from the answer and may arrive after it, when they are out of date.
        if (!answered) {
          onEvent?.(event);
        }
      };
      args.onEvent = channel;
    }
    try {
      return await invoke<Response<K>>(command, args);
    } catch (reason) {
      throw toCommandFailure(reason);
    } finally {
      answered = true;
    }
  },
};
