import { Button, Field, makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { StopRegular } from '@fluentui/react-icons';
import type { AlertsState } from './store';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  field: { flexGrow: 1 },
});

/** How far the load is, and the way to stop it. */
export function LoadProgress({ state, onCancel }: { state: AlertsState; onCancel: () => void }) {
  const styles = useStyles();
  const { expected, arrived, waiting } = state;
  const known = expected !== null && expected > 0;
  const count = known
    ? `${arrived.toLocaleString()} of ${expected.toLocaleString()} alerts`
    : arrived > 0
      ? `${arrived.toLocaleString()} alerts so far`
      : 'Asking the service';
  const sofar = known || arrived > 0 ? `${count}. ` : '';
  const message = waiting === null ? count : `${sofar}${waiting.reason} Going on in ${waiting.seconds} s.`;
  return (
    <div className={styles.root} data-testid="load-progress">
      <Field className={styles.field} validationMessage={message} validationState={waiting === null ? 'none' : 'warning'}>
        <ProgressBar aria-label="Loading alerts" {...(known ? { value: Math.min(1, arrived / expected) } : {})} />
      </Field>
      <Button icon={<StopRegular />} onClick={onCancel} data-testid="cancel-load">
        Cancel
      </Button>
    </div>
  );
}
