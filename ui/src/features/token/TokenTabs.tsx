import { makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { TokenSubject } from './subject';

// Only opened tabs need them; the first view stays light without.
const Coverage = lazy(() => import('./coverage/Coverage'));
const Compare = lazy(() => import('./compare/Compare'));

const useStyles = makeStyles({
  tabs: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalXL },
  tab: {
    padding: `${tokens.spacingVerticalS} 0`,
    border: 'none',
    borderBottom: '3px solid transparent',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground1, borderBottomColor: tokens.colorNeutralStroke1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
    // As wide as when it is selected, so that the others stay where they are.
    '::after': {
      content: 'attr(data-title)',
      display: 'block',
      height: 0,
      overflow: 'hidden',
      visibility: 'hidden',
      fontWeight: tokens.fontWeightSemibold,
    },
    // A transparent border is drawn there, which would underline every tab.
    '@media (forced-colors: active)': { borderBottomColor: 'Canvas' },
  },
  selected: {
    borderBottomColor: tokens.colorCompoundBrandStroke,
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    ':hover': { borderBottomColor: tokens.colorCompoundBrandStroke },
    '@media (forced-colors: active)': { borderBottomColor: 'Highlight' },
  },
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
});

const TABS = [
  { name: 'checks', title: 'Checks and claims' },
  { name: 'coverage', title: 'What can this token do?' },
  { name: 'compare', title: 'Compare' },
] as const;

type Props = {
  subject: TokenSubject;
  /** Whose views these are, for screen readers. */
  label: string;
  /** The first view. */
  children: ReactNode;
};

/**
 * The views of one token.
 *
 * Plain buttons with the keys of the ARIA pattern for tabs: Fluent's tab list puts hidden focus catchers into the page.
 */
export function TokenTabs({ subject, label, children }: Props) {
  const styles = useStyles();
  const id = useId();
  const [selected, setSelected] = useState(0);
  const { name: view } = TABS[selected] ?? TABS[0];

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const last = TABS.length - 1;
    const target = {
      ArrowRight: selected === last ? 0 : selected + 1,
      ArrowLeft: selected === 0 ? last : selected - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    setSelected(target);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[target]?.focus();
  };

  return (
    <>
      <div role="tablist" aria-label={label} className={styles.tabs} onKeyDown={onKeyDown}>
        {TABS.map(({ name, title }, index) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={index === selected}
            aria-controls={index === selected ? `${id}-panel` : undefined}
            tabIndex={index === selected ? 0 : -1}
            className={mergeClasses(styles.tab, index === selected && styles.selected)}
            onClick={() => setSelected(index)}
            data-title={title}
            data-testid={`token-tab-${name}`}
          >
            {title}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${view}`} className={styles.panel}>
        <Suspense fallback={<Spinner size="tiny" label="Opening" />}>
          {view === 'checks' ? children : view === 'coverage' ? <Coverage subject={subject} /> : <Compare subject={subject} />}
        </Suspense>
      </div>
    </>
  );
}
