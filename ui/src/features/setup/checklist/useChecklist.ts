/** The checklist as it was last answered, and the ways to change it. */
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useRef, useState } from 'react';
import type { AnswersDto, ChecklistDto, ProfileDto, StepId } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure, CommandName, Request, Response } from '../../../ipc/host';
import { useAppState } from '../../../shared/appState';
import type { CheckRun } from './checkRun';

const keyOf = (profileId: string): readonly unknown[] => ['checklist', profileId];

/** How many checklists were put in place so far. */
const puts = new WeakMap<QueryClient, number>();

/** Puts an answer in the place of the checklist shown so far, and of one that was asked for before it. */
export function putChecklist(client: QueryClient, checklist: ChecklistDto): void {
  puts.set(client, (puts.get(client) ?? 0) + 1);
  client.setQueryData(keyOf(checklist.profileId), checklist);
}

/** Asks again, after something that may have brought evidence behind the window's back. */
export function refreshChecklist(client: QueryClient, profileId: string): void {
  void client.invalidateQueries({ queryKey: keyOf(profileId) });
}

/** The checklist of the active profile. Another frame state, such as a new session, asks for it again. */
export function useChecklistQuery(profileId: string) {
  const host = useHost();
  const client = useQueryClient();
  const state = useAppState();
  const judged = useRef(state);
  useEffect(() => {
    if (judged.current !== state) {
      judged.current = state;
      refreshChecklist(client, profileId);
    }
  }, [client, profileId, state]);
  return useQuery<ChecklistDto, CommandFailure>({
    queryKey: keyOf(profileId),
    queryFn: async () => {
      const before = puts.get(client);
      const answer = await host.invoke('get_checklist', null);
      // One that was put in place meanwhile is the newer one.
      return puts.get(client) === before ? answer : (client.getQueryData<ChecklistDto>(keyOf(profileId)) ?? answer);
    },
  });
}

/** Commands that answer with the checklist as it is then. */
type ChecklistCommand = Exclude<
  { [K in CommandName]: Response<K> extends ChecklistDto ? K : never }[CommandName],
  'check_everything'
>;

export function useChecklistCommand<K extends ChecklistCommand>(command: K) {
  const host = useHost();
  const client = useQueryClient();
  return useMutation<ChecklistDto, CommandFailure, Request<K>>({
    // One after the other, so that no older answer ends up on screen.
    scope: { id: 'checklist' },
    mutationFn: (request) => host.invoke(command, request),
    onSuccess: (checklist) => putChecklist(client, checklist),
  });
}

export type Answers = {
  /** What is kept, with what is being saved on top. */
  answers: AnswersDto;
  change: (part: Partial<AnswersDto>) => void;
  failure: CommandFailure | null;
};

/** The admin's answers. A change shows at once, and goes back to what is kept when it could not be saved. */
export function useAnswers(checklist: ChecklistDto): Answers {
  const save = useChecklistCommand('save_answers');
  const [pending, setPending] = useState<Partial<AnswersDto>>({});
  const answers = { ...checklist.answers, ...pending };
  return {
    answers,
    change: (part) => {
      setPending({ ...pending, ...part });
      // These callbacks are the last call's alone: earlier answers end under what is still pending.
      save.mutate({ answers: { ...answers, ...part } }, { onSettled: () => setPending({}) });
    },
    failure: save.error,
  };
}

/** What every part of a step may need. */
export type ChecklistAtHand = Answers & {
  checklist: ChecklistDto;
  profile: ProfileDto;
  run: CheckRun;
  /** Runs *Check everything*. */
  check: () => Promise<void>;
  /** Opens a step and puts the focus on it. */
  goTo: (step: StepId) => void;
  /** Puts the focus where a kind of evidence is pasted. */
  goToEvidence: (kind: 'manifest' | 'errorPage') => void;
};

export const ChecklistContext = createContext<ChecklistAtHand | null>(null);

export function useChecklist(): ChecklistAtHand {
  const value = use(ChecklistContext);
  if (value === null) {
    throw new Error('No checklist: wrap the tree in ChecklistContext.');
  }
  return value;
}

/** The element that opens a step. */
export function toggleId(step: StepId): string {
  return `step-${step}-toggle`;
}

/** The field where a kind of evidence is pasted. */
export function evidenceId(kind: 'manifest' | 'errorPage'): string {
  return `evidence-${kind}`;
}
