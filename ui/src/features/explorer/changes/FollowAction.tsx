import { Button, makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components';
import { ArrowUndoRegular, CheckmarkCircleFilled, CircleRegular, DismissCircleFilled, EyeRegular } from '@fluentui/react-icons';
import type { OperationRefDto } from '../../../ipc/generated/contract';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { Time } from '../../../shared/Time';
import type { Following } from '../store';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  steps: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalXL, rowGap: tokens.spacingVerticalXS, listStyleType: 'none' },
  step: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  icon: { display: 'flex', fontSize: '18px' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginLeft: 'auto' },
});

type Props = {
  following: Following;
  undoneBy: OperationRefDto | null;
  onUndo: () => void;
  onStop: () => void;
  onFollow: () => void;
};

/** How far a machine action is, step by step to its end. */
export function FollowAction({ following, undoneBy, onUndo, onStop, onFollow }: Props) {
  const styles = useStyles();
  const { states, running, failure } = following;
  const last = states.at(-1);
  return (
    <section className={styles.root} aria-label="Machine action" data-testid="following" data-ended={last?.ended ?? false}>
      <div className={styles.head}>
        <Text weight="semibold" role="status">
          {last === undefined ? 'Asking how the action goes' : `${last.kind} on ${last.device}: ${last.status}`}
        </Text>
        {running ? <Spinner size="extra-tiny" aria-label="Following the action" /> : null}
        <span className={styles.actions}>
          {undoneBy === null ? null : (
            <Button size="small" icon={<ArrowUndoRegular />} onClick={onUndo} data-testid="undo-action">
              {undoneBy.title}
            </Button>
          )}
          {running ? (
            <Button size="small" onClick={onStop} data-testid="stop-following">
              Stop following
            </Button>
          ) : last?.ended === true ? null : (
            <Button size="small" icon={<EyeRegular />} onClick={onFollow} data-testid="follow-again">
              Follow
            </Button>
          )}
        </span>
      </div>
      <ol className={styles.steps} aria-label="Steps of the action">
        {states.map((state) => (
          <li key={state.status} className={styles.step}>
            <span
              className={mergeClasses(styles.icon, !state.ended ? styles.quiet : state.succeeded ? styles.good : styles.bad)}
              aria-hidden="true"
            >
              {!state.ended ? <CircleRegular /> : state.succeeded ? <CheckmarkCircleFilled /> : <DismissCircleFilled />}
            </span>
            <Text>{state.status}</Text>
            {state.updated === null ? null : (
              <Text size={200} className={styles.quiet}>
                <Time at={state.updated} seconds />
              </Text>
            )}
          </li>
        ))}
      </ol>
      {failure === null ? null : <ErrorBanner failure={failure} intent="warning" onRetry={onFollow} />}
    </section>
  );
}
