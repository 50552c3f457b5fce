/**
 * One change for many targets, from its plan to its outcome.
 *
 * Owns: at which step it is, the plan, how far the run is, how it ended. It closes the plan's result when it is let go.
 * Refuses to know: rows, rules and limits; the backend plans, sends and counts.
 * Invariants: at most one plan is open; a plan is run at most once; a run that is let go is cancelled, and whatever it
 * changed until then is told; an answer to a plan that was given up changes nothing.
 */
import type { BulkDoneDto, BulkEvent, BulkPlanDto, FieldProblemDto, PlanBulkRequest } from '../../ipc/generated/contract';
import { toCommandFailure, type CommandFailure, type Host } from '../../ipc/host';
import { Store } from '../store';

export type BulkStep = 'what' | 'preview' | 'run';

export type BulkState = {
  step: BulkStep;
  planning: boolean;
  plan: BulkPlanDto | null;
  /** What is wrong with the values for every target. */
  problems: FieldProblemDto[];
  running: boolean;
  /** The admin has asked to stop. */
  stopping: boolean;
  /** Targets with an outcome. */
  progress: { done: number; of: number } | null;
  waiting: { seconds: number; reason: string } | null;
  done: BulkDoneDto | null;
  failure: CommandFailure | null;
};

const BEGIN: BulkState = {
  step: 'what',
  planning: false,
  plan: null,
  problems: [],
  running: false,
  stopping: false,
  progress: null,
  waiting: null,
  done: null,
  failure: null,
};

export class BulkRun extends Store<BulkState> {
  private plansAsked = 0;
  private runId: string | null = null;
  private letGo = false;

  constructor(private readonly host: Host) {
    super(BEGIN);
  }

  /** Plans the change. Nothing is sent. Values that no target can be sent with stay at the form. */
  async plan(request: PlanBulkRequest): Promise<void> {
    this.plansAsked += 1;
    const mine = this.plansAsked;
    this.set({ planning: true, problems: [], failure: null });
    try {
      const plan = await this.host.invoke('plan_bulk', request);
      if (mine !== this.plansAsked || this.letGo) {
        this.close(plan);
        return;
      }
      if (plan.problems.length > 0 && plan.ready === 0) {
        this.close(plan);
        this.set({ planning: false, problems: plan.problems });
        return;
      }
      this.set({ planning: false, plan, problems: plan.problems, step: 'preview' });
    } catch (reason) {
      if (mine === this.plansAsked) {
        this.set({ planning: false, failure: toCommandFailure(reason) });
      }
    }
  }

  /** The field is being mended. */
  forget(name: string): void {
    this.set({ problems: this.get().problems.filter((problem) => problem.name !== name) });
  }

  /** From the preview to the form; the plan is given up. */
  back(): void {
    const { plan, running } = this.get();
    if (running) {
      return;
    }
    this.plansAsked += 1;
    if (plan !== null) {
      this.close(plan);
    }
    this.set(BEGIN);
  }

  /** Sends the plan. Resolves when the run has ended, well or not. */
  async run(): Promise<void> {
    const { plan, running, done } = this.get();
    if (plan === null || running || done !== null) {
      return;
    }
    const runId = crypto.randomUUID();
    this.runId = runId;
    this.set({ step: 'run', running: true, stopping: false, progress: { done: 0, of: plan.ready }, waiting: null, failure: null });
    try {
      const ended = await this.host.invoke('run_bulk', { planId: plan.planId, runId }, (event) => this.hear(event));
      this.set({ running: false, waiting: null, done: ended });
    } catch (reason) {
      // It was not begun, as with a locked profile: the plan can be looked at and tried again.
      this.set({ step: 'preview', running: false, waiting: null, progress: null, failure: toCommandFailure(reason) });
    }
    if (this.letGo) {
      this.close(plan);
    }
  }

  private hear(event: BulkEvent): void {
    if (event.event === 'progress') {
      this.set({ progress: event.data, waiting: null });
    } else {
      this.set({ waiting: event.data });
    }
  }

  /** Stops the run: calls that are not sent yet are not sent any more. */
  async stop(): Promise<void> {
    if (this.runId === null || !this.get().running) {
      return;
    }
    this.set({ stopping: true });
    try {
      await this.host.invoke('cancel_load', { loadId: this.runId });
    } catch (reason) {
      this.set({ stopping: false, failure: toCommandFailure(reason) });
    }
  }

  /** Nobody looks at it any more. */
  leave(): void {
    this.letGo = true;
    const { plan, running } = this.get();
    if (running) {
      void this.stop();
    } else if (plan !== null) {
      this.close(plan);
    }
  }

  private close({ resultId }: BulkPlanDto): void {
    // A result that is gone already is as good as closed.
    this.host.invoke('close_result', { resultId }).catch(() => undefined);
  }
}
