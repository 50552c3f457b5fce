import { Button, Field, makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { StopRegular } from '@fluentui/react-icons';
import type { Call } from '../store';
import { count } from '../words';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  field: { flexGrow: 1 },
});

/** How far a call is, what it waits for, and the way to stop it. */
export function CallProgress({ call, onCancel }: { call: Call; onCancel: () => void }) {
  const styles = useStyles();
  const { rows, pages, expected, waiting } = call;
  const known = expected !== null && expected > 0;
  const far = known
    ? `${rows.toLocaleString('en')} of ${count(expected, 'row')}`
    : pages > 0
      ? `${count(rows, 'row')} on ${count(pages, 'page')} so far`
      : null;
  const message =
    waiting === null ? (far ?? 'Asking the service') : `${far === null ? '' : `${far}. `}${waiting.reason} Going on in ${waiting.seconds} s.`;
  return (
    <div className={styles.root} data-testid="call-progress" data-waiting={waiting !== null}>
      <Field className={styles.field} validationMessage={message} validationState={waiting === null ? 'none' : 'warning'}>
        <ProgressBar aria-label="Call under way" {...(known ? { value: Math.min(1, rows / expected) } : {})} />
      </Field>
      <Button icon={<StopRegular />} onClick={onCancel} data-testid="cancel-call">
        Cancel
      </Button>
    </div>
  );
}
