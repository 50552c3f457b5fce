import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ChevronRightRegular } from '@fluentui/react-icons';
import { Fragment } from 'react';
import type { BulkStep } from './run';

const STEPS: readonly { step: BulkStep; title: string }[] = [
  { step: 'what', title: 'What to change' },
  { step: 'preview', title: 'Preview' },
  { step: 'run', title: 'Send' },
];

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, margin: 0, padding: 0, listStyleType: 'none' },
  step: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, color: tokens.colorNeutralForeground3 },
  current: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  between: { display: 'flex', color: tokens.colorNeutralForeground3 },
});

/** Where one is. */
export function Steps({ step: current }: { step: BulkStep }) {
  const styles = useStyles();
  return (
    <ol className={styles.list} aria-label="Steps" data-testid="bulk-steps" data-step={current}>
      {STEPS.map(({ step, title }, index) => (
        <Fragment key={step}>
          <li className={mergeClasses(styles.step, step === current && styles.current)} aria-current={step === current ? 'step' : undefined}>
            {index === 0 ? null : (
              <span className={styles.between} aria-hidden="true">
                <ChevronRightRegular />
              </span>
            )}
            {index + 1}. {title}
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
