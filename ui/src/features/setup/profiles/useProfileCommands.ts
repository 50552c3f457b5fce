/** What the list of profiles can do, one thing at a time, and what came of the last. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AppStateDto, ProfileDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import { CommandFailure } from '../../../ipc/host';
import { replaceAppState } from '../../../shared/appState';

export type Outcome =
  | { kind: 'nothingToSay' }
  | { kind: 'duplicated'; name: string }
  | { kind: 'exported'; path: string }
  | { kind: 'imported'; added: string[]; leftOut: string[] };

const NOTHING: Outcome = { kind: 'nothingToSay' };

/** What the backend takes and a byte more: enough for it to refuse a file that is too large, without reading it all. */
const READ_BYTES = 1024 * 1024 + 1;

export type ProfileCommands = {
  busy: boolean;
  failure: CommandFailure | null;
  outcome: Outcome;
  /** Takes away what is said about the last one. */
  dismiss: () => void;
  use: (profile: ProfileDto, then: () => void) => void;
  useSandbox: (then: () => void) => void;
  duplicate: (profile: ProfileDto) => void;
  remove: (profile: ProfileDto, then: () => void) => void;
  /** @param profiles none stands for all. */
  exportTo: (profiles: readonly ProfileDto[]) => void;
  importFrom: (file: File) => void;
};

export function useProfileCommands(): ProfileCommands {
  const host = useHost();
  const client = useQueryClient();
  const work = useMutation<Outcome, CommandFailure, () => Promise<Outcome>>({ mutationFn: (todo) => todo() });

  const take = async (answer: Promise<AppStateDto>): Promise<AppStateDto> => {
    const state = await answer;
    replaceAppState(client, state);
    return state;
  };
  const change = (answer: () => Promise<AppStateDto>, then: () => void): void => {
    work.mutate(
      async () => {
        await take(answer());
        return NOTHING;
      },
      { onSuccess: then },
    );
  };

  return {
    busy: work.isPending,
    failure: work.error,
    outcome: work.data ?? NOTHING,
    dismiss: () => work.reset(),
    use: ({ id }, then) => change(() => host.invoke('select_profile', { profileId: id }), then),
    useSandbox: (then) => change(() => host.invoke('use_sandbox', null), then),
    remove: ({ id }, then) => change(() => host.invoke('delete_profile', { profileId: id }), then),
    duplicate: ({ id, name }) => {
      work.mutate(async () => {
        const { profiles, activeProfileId } = await take(host.invoke('duplicate_profile', { profileId: id }));
        const copy = profiles.find((profile) => profile.id === activeProfileId);
        return { kind: 'duplicated', name: copy?.name ?? name };
      });
    },
    exportTo: (profiles) => {
      work.mutate(async () => {
        const { path } = await host.invoke('export_profiles', { profileIds: profiles.map(({ id }) => id) });
        return path === null ? NOTHING : { kind: 'exported', path };
      });
    },
    importFrom: (file) => {
      work.mutate(async () => {
        const { state, added, leftOut } = await host.invoke('import_profiles', { text: await read(file) });
        replaceAppState(client, state);
        return { kind: 'imported', added, leftOut };
      });
    },
  };
}

async function read(file: File): Promise<string> {
  try {
    return await file.slice(0, READ_BYTES).text();
  } catch {
    throw new CommandFailure({
      code: 'IMPORT_UNREADABLE',
      message: `The file ${file.name} could not be read.`,
      hint: 'Check that it still exists and that you may open it.',
      field: null,
      correlationId: null,
      httpStatus: null,
      retryAfterSeconds: null,
      serviceMessage: null,
    });
  }
}
