import { makeStyles, MessageBar, MessageBarBody, tokens } from '@fluentui/react-components';
import { LockClosedRegular } from '@fluentui/react-icons';
import { ErrorBanner } from '../ErrorBanner';
import { AllowChanges } from './AllowChanges';
import { useSetGuard } from './guard';

const useStyles = makeStyles({
  body: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM, whiteSpace: 'normal', padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXS} 0` },
  text: { flex: '1 1 200px' },
});

type Props = {
  /** One sentence: what cannot be done yet. */
  text: string;
  /** Names the notice; its button is the same and `-allow`. */
  testId: string;
};

/** Says that the profile is read-only, and offers to allow changes. */
export function LockNotice({ text, testId }: Props) {
  const styles = useStyles();
  const guard = useSetGuard();
  return (
    <>
      <MessageBar icon={<LockClosedRegular />} layout="multiline" data-testid={testId}>
        <MessageBarBody className={styles.body}>
          <span className={styles.text}>{text}</span>
          <AllowChanges guard={guard} testId={`${testId}-allow`} />
        </MessageBarBody>
      </MessageBar>
      {guard.error === null ? null : <ErrorBanner failure={guard.error} />}
    </>
  );
}
