import { Button, Field, makeStyles, MessageBar, MessageBarBody, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { StopRegular } from '@fluentui/react-icons';
import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { BulkFormDto, BulkOfferDto, BulkPlanDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import { CommandFailure } from '../../ipc/host';
import { useAppState } from '../appState';
import { CopyButton } from '../CopyButton';
import { ErrorBanner } from '../ErrorBanner';
import { ResultPanel } from '../result/ResultPanel';
import { forgetResultView, resultView } from '../result/views';
import { TextBox } from '../TextBox';
import { OutcomeBadge } from './OutcomeBadge';
import { planKey, planRows } from './planRows';
import type { BulkRun, BulkState } from './run';
import { outcomes, planRemarks, planText, targets } from './words';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, flexGrow: 1, minWidth: 0 },
  remarks: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
  request: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  summary: { cursor: 'pointer', width: 'fit-content' },
  details: { fontSize: tokens.fontSizeBase200 },
  // Room for some rows also where the rest takes the window's height; the dialog scrolls then.
  table: { display: 'flex', flexDirection: 'column', flex: '1 1 0px', minHeight: '300px' },
  progress: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  bar: { flexGrow: 1 },
  counts: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  wrap: { whiteSpace: 'normal' },
});

type Props = { run: BulkRun; state: BulkState; plan: BulkPlanDto; offer: BulkOfferDto; form: BulkFormDto | null };

/** The planned change, on its way and at its end: one table, whose rows get their outcomes. */
export function PlanStep({ run, state, plan, offer, form }: Props) {
  const styles = useStyles();
  const host = useHost();
  const { session } = useAppState();
  const [rows] = useState(() => planRows(offer.noun, form?.fields ?? []));
  const key = planKey(offer.change);
  const view = resultView(host, session, key, rows);
  useEffect(() => () => forgetResultView(host, key), [host, key]);
  const { progress, done, running } = state;

  /** Escape first closes what is open in the table. */
  const onKeyDownCapture = (event: KeyboardEvent): void => {
    const { open, selection } = view.get();
    if (event.key === 'Escape' && (open !== null || selection.all || selection.ids.size > 0)) {
      event.preventDefault();
    }
  };

  return (
    <div className={styles.root}>
      {state.failure === null ? null : <ErrorBanner failure={state.failure} />}
      {done !== null ? (
        <Ended state={state}>
          {outcomes(offer.change, done).map(({ state: outcome, number, text }) => (
            <Button
              key={outcome}
              size="small"
              shape="circular"
              onClick={() => view.setChosen('state', [outcome])}
              title={`Show these ${targets(number, offer.noun)}`}
              data-testid={`outcome-${outcome.toLowerCase().replace(' ', '-')}`}
              data-count={number}
            >
              {number.toLocaleString('en')} {text}
            </Button>
          ))}
        </Ended>
      ) : running ? (
        <Progress state={state} offer={offer} onStop={() => void run.stop()} />
      ) : (
        <Preview plan={plan} offer={offer} />
      )}
      <div className={styles.table} onKeyDownCapture={onKeyDownCapture}>
        <ResultPanel
          resultId={plan.resultId}
          label={done === null ? offer.title : `${offer.title}, outcome`}
          columnsKey={key}
          rows={rows}
          renderCell={renderCell}
          busy={running}
          version={`${progress?.done ?? 0} ${String(done !== null)}`}
          changes={false}
          name="bulk"
        />
      </div>
    </div>
  );
}

function renderCell(column: string, value: string): ReactNode {
  return column === 'state' ? <OutcomeBadge state={value} /> : undefined;
}

function Preview({ plan, offer }: { plan: BulkPlanDto; offer: BulkOfferDto }) {
  const styles = useStyles();
  const remarks = planRemarks(plan, offer.noun);
  return (
    <>
      <Text weight="semibold" role="status" data-testid="bulk-summary">
        {planText(offer.change, offer.noun, plan)}
      </Text>
      {remarks.length === 0 ? null : (
        <ul className={styles.remarks} data-testid="bulk-remarks">
          {remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
      {plan.firstRequest === null ? null : (
        <div>
          <div className={styles.request}>
            <Text className={styles.mono} data-testid="bulk-request">
              {plan.firstRequest}
            </Text>
            <CopyButton text={plan.firstRequest} what="request" />
          </div>
          {plan.firstBody === null ? null : (
            <details className={styles.details}>
              <summary className={styles.summary}>Body{plan.calls > 1 ? ' of the first call' : ''}</summary>
              <TextBox label="Body of the first call" text={plan.firstBody} low testId="bulk-body" />
            </details>
          )}
        </div>
      )}
    </>
  );
}

function Progress({ state, offer, onStop }: { state: BulkState; offer: BulkOfferDto; onStop: () => void }) {
  const styles = useStyles();
  const { waiting, stopping } = state;
  const { done, of } = state.progress ?? { done: 0, of: 0 };
  const far = `${done.toLocaleString('en')} of ${targets(of, offer.noun)} done.`;
  const message = stopping
    ? `${far} Stopping; the call under way is waited for.`
    : waiting === null
      ? far
      : `${far} ${waiting.reason} Going on in ${waiting.seconds} s.`;
  return (
    <div className={styles.progress} data-testid="bulk-progress" data-waiting={waiting !== null}>
      <Field className={styles.bar} validationMessage={message} validationState={waiting === null ? 'none' : 'warning'}>
        <ProgressBar aria-label={offer.title} value={of === 0 ? 0 : Math.min(1, done / of)} />
      </Field>
      <Button icon={<StopRegular />} disabledFocusable={stopping} onClick={onStop} data-testid="bulk-stop">
        Stop
      </Button>
    </div>
  );
}

function Ended({ state, children }: { state: BulkState; children: ReactNode }) {
  const styles = useStyles();
  const { done } = state;
  if (done === null) {
    return null;
  }
  const whole = done.failure === null && !state.stopping && done.refused + done.unknown + done.unsent === 0;
  return (
    <>
      {done.failure === null ? null : <ErrorBanner failure={new CommandFailure(done.failure)} intent={done.changed > 0 ? 'warning' : 'error'} />}
      <MessageBar intent={whole ? 'success' : 'warning'} layout="multiline" data-testid="bulk-ended">
        <MessageBarBody className={styles.wrap}>
          <span className={styles.counts}>
            <span role="status">{whole ? 'All done.' : state.stopping ? 'Stopped.' : 'Ended.'}</span>
            {children}
          </span>
          {done.unknown > 0 ? (
            <Text block size={200}>
              Without an answer nobody knows whether the service took the change: look before you send it again.
            </Text>
          ) : null}
        </MessageBarBody>
      </MessageBar>
    </>
  );
}
