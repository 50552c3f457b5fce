import {
  Button,
  Field,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ArrowRightRegular, ShieldTaskRegular, StopRegular } from '@fluentui/react-icons';
import type { CauseDto, ChecklistDto } from '../../../ipc/generated/contract';
import { useAppState } from '../../../shared/appState';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { navigate } from '../../../shared/navigation';
import { Section } from '../../../shared/Page';
import { Prose } from '../../../shared/Prose';
import { useStore } from '../../../shared/store';
import { RelativeTime, Time } from '../../../shared/Time';
import type { CheckRunState } from './checkRun';
import { StateIcon } from './StateIcon';
import { summarise } from './summary';
import { useChecklist } from './useChecklist';
import { EVIDENCE_DOINGS, EVIDENCE_NAMES, stepName } from './words';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  summary: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  progress: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  field: { flexGrow: 1 },
  bar: { whiteSpace: 'normal', paddingTop: tokens.spacingVerticalXS, paddingBottom: tokens.spacingVerticalS },
  title: { display: 'block' },
  line: { margin: `${tokens.spacingVerticalXXS} 0 0`, overflowWrap: 'anywhere' },
  beside: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  text: { flex: '1 1 40ch', minWidth: 0 },
  fix: { fontWeight: tokens.fontWeightSemibold },
});

/** How the whole checklist stands, the button that finds out, and what to mend first. */
export function Head() {
  const styles = useStyles();
  const { checklist, run, check, goToEvidence } = useChecklist();
  const progress = useStore(run);
  const running = progress.phase !== 'idle';
  const summary = summarise(checklist);
  const doing = running ? whatIsDone(progress) : null;
  const names = checklist.evidence.map(({ kind }) => EVIDENCE_NAMES[kind]).join(', ');

  return (
    <Section
      title="Checklist for the app registration"
      lead={checklist.checkedAt === null ? 'Ten steps to a token that works. Each is verified, and says how.' : undefined}
      aside={
        <Button
          appearance="primary"
          size="large"
          icon={<ShieldTaskRegular />}
          disabledFocusable={running}
          onClick={() => void check()}
          data-testid="check-everything"
        >
          Check everything
        </Button>
      }
    >
      <span
        className="visually-hidden"
        role="status"
        data-testid="checklist-status"
        data-checked-at={running ? '' : (checklist.checkedAt ?? 0)}
      >
        {doing ?? (progress.finished > 0 ? [summary.text, causeTitle(checklist)].join(' ').trim() : '')}
      </span>
      {running ? (
        <div className={styles.progress} data-testid="check-progress">
          <Field className={styles.field} validationMessage={doing} validationState="none">
            <ProgressBar
              aria-label="Checking everything"
              {...(progress.kinds.length > 0 ? { value: progress.taken / progress.kinds.length } : {})}
            />
          </Field>
          <Button
            icon={<StopRegular />}
            disabledFocusable={progress.phase === 'stopping'}
            onClick={() => void run.cancel()}
            data-testid="cancel-check"
          >
            Cancel
          </Button>
        </div>
      ) : null}
      <div className={styles.row}>
        <span className={styles.summary} data-testid="checklist-summary" data-outcome={summary.outcome}>
          <StateIcon state={summary.outcome} />
          <Text size={400} weight="semibold">
            {summary.text}
          </Text>
        </span>
        {checklist.checkedAt === null ? null : (
          <Text className={styles.quiet}>
            Last checked <Time at={checklist.checkedAt} /> (<RelativeTime at={checklist.checkedAt} />)
          </Text>
        )}
      </div>
      <div className={styles.row}>
        <Text className={styles.quiet}>{names === '' ? 'No evidence at hand.' : `Evidence at hand: ${names}.`}</Text>
        <Button size="small" onClick={() => goToEvidence('manifest')} data-testid="add-evidence">
          Add evidence
        </Button>
      </div>
      {progress.failure === null ? null : <ErrorBanner failure={progress.failure} onDismiss={() => run.dismiss()} />}
      {progress.stopped ? (
        <MessageBar>
          <MessageBarBody>The check was stopped. What was found until then is kept.</MessageBarBody>
        </MessageBar>
      ) : null}
      {checklist.cause === null ? null : <Cause cause={checklist.cause} steps={checklist.steps} />}
      {summary.outcome === 'ok' ? <AllWell /> : null}
    </Section>
  );
}

function whatIsDone({ phase, kinds, taking, taken }: CheckRunState): string {
  if (phase === 'stopping') {
    return 'Stopping';
  }
  if (taking === null) {
    return kinds.length > 0 && taken === kinds.length ? 'Judging what was found' : 'Getting ready';
  }
  return `${EVIDENCE_DOINGS[taking]}, ${Math.min(taken + 1, kinds.length)} of ${kinds.length}`;
}

function causeTitle({ cause, steps }: Pick<ChecklistDto, 'cause' | 'steps'>): string {
  const step = steps.find(({ id }) => id === cause?.step);
  return cause === null || step === undefined ? '' : `${cause.certain ? 'The cause' : 'The likeliest cause'}: ${stepName(step)}`;
}

function Cause({ cause, steps }: { cause: CauseDto; steps: ChecklistDto['steps'] }) {
  const styles = useStyles();
  const { goTo } = useChecklist();
  const step = steps.find(({ id }) => id === cause.step);
  return (
    <MessageBar
      intent={cause.certain ? 'error' : 'warning'}
      layout="multiline"
      data-testid="checklist-cause"
      data-step={cause.step}
      data-check={cause.checkId}
      data-certain={cause.certain}
    >
      <MessageBarBody className={styles.bar}>
        <div className={styles.beside}>
          <div className={styles.text}>
            <MessageBarTitle className={styles.title}>
              {causeTitle({ cause, steps })}
            </MessageBarTitle>
            <p className={styles.line}>
              <Prose text={cause.what} />
            </p>
            <p className={mergeClasses(styles.line, styles.fix)}>
              <Prose text={cause.fix} />
            </p>
          </div>
          <Button
            appearance="primary"
            icon={<ArrowRightRegular />}
            iconPosition="after"
            onClick={() => goTo(cause.step)}
            data-testid="open-cause"
          >
            {step === undefined || step.number === 0 ? 'Open this step' : `Open step ${step.number}`}
          </Button>
        </div>
      </MessageBarBody>
    </MessageBar>
  );
}

function AllWell() {
  const styles = useStyles();
  const { session } = useAppState();
  return (
    <MessageBar intent="success" layout="multiline" data-testid="checklist-all-ok">
      <MessageBarBody className={styles.bar}>
        <div className={styles.beside}>
          <div className={styles.text}>
            <MessageBarTitle className={styles.title}>The connection works</MessageBarTitle>
            <p className={styles.line}>
              Registration, consent and token fit together, and the API answered.
            </p>
          </div>
          {session === null ? (
            <Button onClick={() => navigate('sign-in')}>Sign in</Button>
          ) : (
            <>
              <Button onClick={() => navigate('token')}>Read the token</Button>
              <Button appearance="primary" onClick={() => navigate('alerts')}>
                Load alerts
              </Button>
            </>
          )}
        </div>
      </MessageBarBody>
    </MessageBar>
  );
}
