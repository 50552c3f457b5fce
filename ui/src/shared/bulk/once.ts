/** A change for one target, planned and sent in one go: the admin sees what is sent in the form itself. */
import type { BulkChange, BulkSource, FieldProblemDto, FieldValueDto } from '../../ipc/generated/contract';
import { CommandFailure, toCommandFailure, type Host } from '../../ipc/host';
import { asRecord, asText } from '../json';

export type Once = {
  changed: boolean;
  /** The service may have taken it although no answer came. */
  unknown: boolean;
  /** What is wrong with the values; nothing was sent then. */
  problems: FieldProblemDto[];
  /** Why it was not changed, in one sentence. */
  refusal: string | null;
  failure: CommandFailure | null;
};

/** A view that is renewed while it is asked about is there again after this. */
const RENEWAL_MS = 300;

/**
 * @param source asked for anew where the view was renewed meanwhile.
 * @throws CommandFailure
 */
export async function changeOnce(host: Host, change: BulkChange, source: () => BulkSource, values: FieldValueDto[]): Promise<Once> {
  const plan = await planned(host, change, source, values);
  try {
    if (plan.problems.length > 0) {
      return { changed: false, unknown: false, problems: plan.problems, refusal: null, failure: null };
    }
    if (plan.ready === 0) {
      return { changed: false, unknown: false, problems: [], refusal: await reasonOf(host, plan.resultId), failure: null };
    }
    const done = await host.invoke('run_bulk', { planId: plan.planId, runId: crypto.randomUUID() });
    const changed = done.changed > 0;
    return {
      changed,
      unknown: done.unknown > 0,
      problems: [],
      refusal: changed || done.failure !== null ? null : await reasonOf(host, plan.resultId),
      failure: done.failure === null ? null : new CommandFailure(done.failure),
    };
  } finally {
    // A result that is gone already is as good as closed.
    host.invoke('close_result', { resultId: plan.resultId }).catch(() => undefined);
  }
}

async function planned(host: Host, change: BulkChange, source: () => BulkSource, values: FieldValueDto[]) {
  try {
    return await host.invoke('plan_bulk', { change, source: source(), values });
  } catch (reason) {
    if (toCommandFailure(reason).detail.code !== 'RESULT_GONE') {
      throw reason;
    }
    await new Promise((done) => setTimeout(done, RENEWAL_MS));
    return host.invoke('plan_bulk', { change, source: source(), values });
  }
}

/** What the plan's only row says. */
async function reasonOf(host: Host, resultId: string): Promise<string> {
  const row = asRecord((await host.invoke('get_row', { resultId, rowId: 0 })).json);
  const message = row?.message ?? null;
  const status = row?.status ?? null;
  const text = message === null ? 'Nothing was changed.' : asText(message);
  return status === null ? text : `${text} (HTTP ${asText(status)})`;
}
