import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled, DismissCircleFilled, QuestionCircleFilled, WarningFilled } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import type { Outcome } from '../../ipc/generated/contract';
import { Prose } from '../../shared/Prose';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '24px 150px minmax(0, 1fr)',
    alignItems: 'start',
    justifyItems: 'start',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} 0`,
  },
  icon: { display: 'flex', fontSize: '20px' },
  ok: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  problem: { color: tokens.colorStatusDangerForeground1 },
  cannotTell: { color: tokens.colorNeutralForeground3 },
  seen: { justifySelf: 'stretch', overflowWrap: 'anywhere' },
  advice: { marginTop: tokens.spacingVerticalXXS, fontWeight: tokens.fontWeightSemibold },
});

const OUTCOMES: Record<Outcome, { icon: ReactElement; word: string }> = {
  ok: { icon: <CheckmarkCircleFilled />, word: 'OK' },
  warning: { icon: <WarningFilled />, word: 'Warning' },
  problem: { icon: <DismissCircleFilled />, word: 'Problem' },
  cannotTell: { icon: <QuestionCircleFilled />, word: 'Cannot tell' },
};

export function OutcomeIcon({ outcome }: { outcome: Outcome }) {
  const styles = useStyles();
  const { icon, word } = OUTCOMES[outcome];
  return (
    <span className={mergeClasses(styles.icon, styles[outcome])} role="img" aria-label={word} title={word}>
      {icon}
    </span>
  );
}

/** The three parts of a check: how it came out, what was checked, what was seen. */
export function VerdictLine({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <div className={styles.row}>
      {icon}
      <Text weight="semibold">{title}</Text>
      <div className={styles.seen}>{children}</div>
    </div>
  );
}

/** What was seen, and what to do. */
export function VerdictText({ seen, advice }: { seen: string; advice: string | null }) {
  const styles = useStyles();
  return (
    <>
      <Text block>
        <Prose text={seen} />
      </Text>
      {advice === null ? null : (
        <Text block className={styles.advice}>
          <Prose text={advice} />
        </Text>
      )}
    </>
  );
}
