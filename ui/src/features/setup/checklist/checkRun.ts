/**
 * *Check everything*, and which steps are open.
 *
 * Owns: one run per profile of a host, and the choices on screen that must outlive the screen.
 * Refuses to know: what any evidence means; the checklist comes from the backend.
 * Invariant: a run that was replaced changes nothing any more.
 */
import type { ChecklistDto, EvidenceKind, StepId } from '../../../ipc/generated/contract';
import { toCommandFailure, type CommandFailure, type Host } from '../../../ipc/host';
import { Store } from '../../../shared/store';
import { firstToMend } from './summary';

export type CheckRunState = {
  phase: 'idle' | 'running' | 'stopping';
  /** What is taken, in order. */
  kinds: EvidenceKind[];
  taking: EvidenceKind | null;
  /** How many were taken. */
  taken: number;
  failure: CommandFailure | null;
  /** The last run was stopped on purpose; that is no error. */
  stopped: boolean;
  /** Grows with each run that went through. */
  finished: number;
  openSteps: readonly StepId[];
  /** Operations chosen in the picker, used or not; `null` until the choice is touched. */
  chosenOperations: readonly string[] | null;
};

const QUIET = { phase: 'idle', kinds: [], taking: null, taken: 0, failure: null, stopped: false } as const;

export class CheckRun extends Store<CheckRunState> {
  private checkId: string | null = null;

  constructor(private readonly host: Host) {
    super({ ...QUIET, kinds: [], finished: 0, openSteps: [], chosenOperations: null });
  }

  /** Takes all evidence; each checklist on the way is handed on. At the end the step to mend opens by itself. */
  async start(onChecklist: (checklist: ChecklistDto) => void): Promise<void> {
    const checkId = crypto.randomUUID();
    this.checkId = checkId;
    const isCurrent = (): boolean => this.checkId === checkId;
    this.set({ ...QUIET, kinds: [], phase: 'running' });
    try {
      const checklist = await this.host.invoke('check_everything', { checkId }, (event) => {
        if (!isCurrent()) {
          return;
        }
        switch (event.event) {
          case 'planned':
            this.set({ kinds: event.data.kinds });
            break;
          case 'taking':
            this.set({ taking: event.data.kind });
            break;
          case 'taken':
            this.set({ taken: this.get().taken + 1, taking: null });
            onChecklist(event.data.checklist);
            break;
        }
      });
      if (isCurrent()) {
        onChecklist(checklist);
        this.set({ ...QUIET, kinds: [], finished: this.get().finished + 1 });
        const step = firstToMend(checklist);
        if (step !== null) {
          this.open(step);
        }
      }
    } catch (reason) {
      if (isCurrent()) {
        const failure = toCommandFailure(reason);
        const stopped = failure.detail.code === 'CHECK_CANCELLED';
        this.set({ ...QUIET, kinds: [], stopped, failure: stopped ? null : failure });
      }
    }
  }

  /** Stops the run; what was taken is kept. */
  async cancel(): Promise<void> {
    if (this.checkId === null || this.get().phase !== 'running') {
      return;
    }
    this.set({ phase: 'stopping' });
    try {
      await this.host.invoke('cancel_check', { checkId: this.checkId });
    } catch (reason) {
      this.set({ phase: this.get().phase === 'idle' ? 'idle' : 'running', failure: toCommandFailure(reason) });
    }
  }

  dismiss(): void {
    this.set({ failure: null, stopped: false });
  }

  open(step: StepId): void {
    if (!this.get().openSteps.includes(step)) {
      this.set({ openSteps: [...this.get().openSteps, step] });
    }
  }

  toggle(step: StepId): void {
    const { openSteps } = this.get();
    this.set({ openSteps: openSteps.includes(step) ? openSteps.filter((other) => other !== step) : [...openSteps, step] });
  }

  choose(operations: readonly string[]): void {
    this.set({ chosenOperations: operations });
  }
}

const runs = new WeakMap<Host, Map<string, CheckRun>>();

/** The run of a profile. */
export function checkRunOf(host: Host, profileId: string): CheckRun {
  const ofHost = runs.get(host) ?? new Map<string, CheckRun>();
  runs.set(host, ofHost);
  const known = ofHost.get(profileId);
  if (known !== undefined) {
    return known;
  }
  const made = new CheckRun(host);
  ofHost.set(profileId, made);
  return made;
}
