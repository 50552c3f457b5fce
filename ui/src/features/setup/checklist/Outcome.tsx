import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { CommandFailure } from '../../../ipc/host';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { Prose } from '../../../shared/Prose';
import { useChecklist } from './useChecklist';

const useStyles = makeStyles({
  read: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  problem: { color: tokens.colorStatusDangerForeground1 },
});

type Props = {
  /** What was read, in the backend's words. */
  read: string | null;
  /** Why a file was not even sent. */
  problem: string | null;
  failure: CommandFailure | null;
};

/** What became of pasted evidence, and the way to what it shows. */
export function Outcome({ read, problem, failure }: Props) {
  const styles = useStyles();
  const { checklist, goTo } = useChecklist();
  const { cause } = checklist;
  const step = checklist.steps.find(({ id }) => id === cause?.step);
  return (
    <>
      <div role="status" className={styles.read}>
        {read === null ? null : (
          <>
            <Text weight="semibold">
              Read: <Prose text={read} />
            </Text>
            {step === undefined ? null : (
              <Button size="small" onClick={() => goTo(step.id)}>
                {step.number === 0 ? 'Show the cause' : `Show the cause, step ${step.number}`}
              </Button>
            )}
          </>
        )}
      </div>
      {problem === null ? null : (
        <Text role="alert" className={styles.problem}>
          {problem}
        </Text>
      )}
      {failure === null ? null : <ErrorBanner failure={failure} />}
    </>
  );
}
