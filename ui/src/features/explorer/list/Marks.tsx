/** State and effect of an operation as marks. The words always stand beside a mark or are said with it. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  DismissCircleRegular,
  FlashRegular,
  PersonProhibitedRegular,
  ProhibitedRegular,
  QuestionCircleRegular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { OperationEffect, OperationState } from '../../../ipc/generated/contract';
import { EFFECT_WORDS, STATE_WORDS } from '../words';

const useStyles = makeStyles({
  icon: { display: 'inline-flex', flexShrink: 0, fontSize: '16px' },
  ready: { color: tokens.colorStatusSuccessForeground1 },
  missing: { color: tokens.colorStatusDangerForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  effect: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXXS,
    flexShrink: 0,
    padding: `0 ${tokens.spacingHorizontalXS}`,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    whiteSpace: 'nowrap',
  },
  write: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorStatusWarningForeground3,
    border: `1px solid ${tokens.colorStatusWarningBorder1}`,
  },
  act: {
    backgroundColor: tokens.colorStatusDangerBackground1,
    color: tokens.colorStatusDangerForeground3,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
  },
});

const ICONS: Record<OperationState, ReactElement> = {
  ready: <CheckmarkCircleRegular />,
  missing: <DismissCircleRegular />,
  notDocumented: <ProhibitedRegular />,
  cannotTell: <QuestionCircleRegular />,
  signedOut: <PersonProhibitedRegular />,
};

type StateProps = {
  state: OperationState;
  /** The words do not stand beside it, so the mark says them. */
  said?: boolean;
};

export function StateMark({ state, said = true }: StateProps) {
  const styles = useStyles();
  const look = state === 'ready' ? styles.ready : state === 'missing' ? styles.missing : styles.quiet;
  return (
    <span
      className={mergeClasses(styles.icon, look)}
      title={STATE_WORDS[state]}
      {...(said ? { role: 'img', 'aria-label': STATE_WORDS[state] } : { 'aria-hidden': true })}
    >
      {ICONS[state]}
    </span>
  );
}

export function EffectMark({ effect }: { effect: OperationEffect }) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.effect, effect === 'write' && styles.write, effect === 'act' && styles.act)}>
      {effect === 'act' ? <FlashRegular aria-hidden="true" /> : null}
      {EFFECT_WORDS[effect]}
    </span>
  );
}
