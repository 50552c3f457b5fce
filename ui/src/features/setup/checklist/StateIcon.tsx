import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled, CircleRegular, DismissCircleFilled, InfoFilled, QuestionCircleFilled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { Mark, StepState } from '../../../ipc/generated/contract';
import { STATE_WORDS } from './words';

const useStyles = makeStyles({
  root: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, whiteSpace: 'nowrap' },
  icon: { display: 'flex', fontSize: '20px' },
  ok: { color: tokens.colorStatusSuccessForeground1 },
  wrong: { color: tokens.colorStatusDangerForeground1 },
  cannotTell: { color: tokens.colorStatusWarningForeground3 },
  notChecked: { color: tokens.colorNeutralForeground3 },
  remark: { color: tokens.colorBrandForeground1 },
});

const ICONS: Record<StepState, ReactElement> = {
  ok: <CheckmarkCircleFilled />,
  wrong: <DismissCircleFilled />,
  cannotTell: <QuestionCircleFilled />,
  notChecked: <CircleRegular />,
};

/** How a step or a check stands, as a sign and a word: colour alone tells nobody enough. */
export function StateMark({ state, className }: { state: StepState; className?: string }) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.root, styles[state], className)}>
      <span className={styles.icon} aria-hidden="true">
        {ICONS[state]}
      </span>
      {STATE_WORDS[state]}
    </span>
  );
}

/** The sign alone; its word is its name. A remark breaks nothing, whatever it found. */
export function StateIcon({ state, remark = false }: { state: StepState; remark?: boolean }) {
  const styles = useStyles();
  const aside = remark && state !== 'ok' && state !== 'notChecked';
  const word = aside ? 'Worth knowing' : STATE_WORDS[state];
  return (
    <span className={mergeClasses(styles.icon, styles[aside ? 'remark' : state])} role="img" aria-label={word} title={word}>
      {aside ? <InfoFilled /> : ICONS[state]}
    </span>
  );
}

const MARKS: Record<Mark, { state: StepState; word: string }> = {
  yes: { state: 'ok', word: 'Yes' },
  no: { state: 'wrong', word: 'No' },
  unknown: { state: 'notChecked', word: 'Unknown' },
};

/** A cell of a table that says yes, no, or that nobody knows. `calm` where a no breaks nothing. */
export function YesNo({ mark, calm }: { mark: Mark; calm: boolean }) {
  const styles = useStyles();
  const { state, word } = MARKS[mark];
  return (
    <span className={mergeClasses(styles.root, styles[calm && mark === 'no' ? 'notChecked' : state])}>
      <span className={styles.icon} aria-hidden="true">
        {mark === 'unknown' ? <QuestionCircleFilled /> : ICONS[state]}
      </span>
      {word}
    </span>
  );
}
