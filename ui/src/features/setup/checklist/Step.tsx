import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular, DesktopRegular } from '@fluentui/react-icons';
import { useId } from 'react';
import type { StepDto } from '../../../ipc/generated/contract';
import { useStore } from '../../../shared/store';
import { StateMark } from './StateIcon';
import { StepContent } from './StepContent';
import { toggleId, useChecklist } from './useChecklist';
import { formatDay } from './day';
import { STATE_WORDS } from './words';

const useStyles = makeStyles({
  item: { ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` } },
  // A shadow, so that nothing moves; the word beside the sign says the same.
  wrong: { boxShadow: `inset 3px 0 0 ${tokens.colorStatusDangerBorder2}` },
  heading: { margin: 0, fontSize: 'inherit', fontWeight: 'inherit' },
  toggle: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    width: '100%',
    minHeight: '44px',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    border: 'none',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: 'left',
    cursor: 'pointer',
    scrollMarginTop: tokens.spacingVerticalS,
    // A veil instead of the theme's hover colours, which high contrast turns round under text that keeps its own.
    ':hover': { boxShadow: 'inset 0 0 0 100px rgba(128, 128, 128, 0.1)' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  number: {
    display: 'grid',
    placeItems: 'center',
    flexShrink: 0,
    width: '28px',
    height: '28px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  icon: { fontSize: '18px' },
  text: { flexGrow: 1, minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  // Wide enough for the longest word, so that the signs stand in one column.
  state: { width: '112px', flexShrink: 0 },
  chevron: { display: 'flex', flexShrink: 0, color: tokens.colorNeutralForeground3 },
  content: { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL} calc(${tokens.spacingHorizontalL} + 40px)` },
});

/** One step: how it stands at a glance; opened, all there is to do and to know. */
export function Step({ step }: { step: StepDto }) {
  const styles = useStyles();
  const contentId = useId();
  const { run, answers } = useChecklist();
  const open = useStore(run).openSteps.includes(step.id);
  const remark = open ? null : oneLine(step, answers.ticked.includes(step.id));
  return (
    <li
      className={mergeClasses(styles.item, step.state === 'wrong' && styles.wrong)}
      data-testid={`step-${step.id}`}
      data-state={step.state}
      data-open={open}
    >
      <h3 className={styles.heading}>
        <button
          type="button"
          id={toggleId(step.id)}
          className={styles.toggle}
          aria-expanded={open}
          aria-controls={open ? contentId : undefined}
          onClick={() => run.toggle(step.id)}
          data-testid={`step-${step.id}-toggle`}
        >
          <span className={styles.number}>
            {step.number === 0 ? <DesktopRegular className={styles.icon} aria-hidden="true" /> : step.number}
          </span>
          <span className={styles.text}>
            <Text block weight="semibold">
              {step.title}
            </Text>
            {remark === null ? null : (
              <Text block size={200} className={styles.quiet} truncate wrap={false}>
                {remark}
              </Text>
            )}
          </span>
          <StateMark state={step.state} className={styles.state} />
          <span className={styles.chevron} aria-hidden="true">
            {open ? <ChevronDownRegular /> : <ChevronRightRegular />}
          </span>
        </button>
      </h3>
      {open ? (
        <div id={contentId} className={styles.content} role="group" aria-labelledby={toggleId(step.id)}>
          <StepContent step={step} />
        </div>
      ) : null}
    </li>
  );
}

/** What a closed step says beside its state: what is wrong, how it stood, or that the admin did it. */
function oneLine(step: StepDto, ticked: boolean): string | null {
  const parts: string[] = [];
  if (step.state === 'wrong' || step.state === 'cannotTell') {
    const check = step.checks.find(({ state, remark }) => state === step.state && !remark);
    parts.push(...(check === undefined ? [] : [check.title]));
  }
  if (step.state === 'notChecked' && step.last !== null) {
    parts.push(`Last checked ${formatDay(step.last.at)}: ${STATE_WORDS[step.last.state]}`);
  }
  if (ticked) {
    parts.push('Done, as you said');
  }
  return parts.length === 0 ? null : parts.join(' · ');
}
