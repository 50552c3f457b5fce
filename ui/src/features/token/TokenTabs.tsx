import { makeStyles, Spinner, Tab, TabList, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useId, useState, type ReactNode } from 'react';
import type { TokenSubject } from './subject';

// Only opened tabs need them; the first view stays light without.
const Coverage = lazy(() => import('./coverage/Coverage'));
const Compare = lazy(() => import('./compare/Compare'));

const useStyles = makeStyles({
  tabs: { flexWrap: 'wrap', marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})` },
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
});

const TABS = [
  { id: 'checks', title: 'Checks and claims' },
  { id: 'coverage', title: 'What can this token do?' },
  { id: 'compare', title: 'Compare' },
] as const;
type TabId = (typeof TABS)[number]['id'];

type Props = {
  subject: TokenSubject;
  /** Whose views these are, for screen readers. */
  label: string;
  /** The first view. */
  children: ReactNode;
};

/** The views of one token. */
export function TokenTabs({ subject, label, children }: Props) {
  const styles = useStyles();
  const id = useId();
  const [tab, setTab] = useState<TabId>('checks');
  return (
    <>
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_, { value }) => setTab(value as TabId)}
        aria-label={label}
      >
        {TABS.map(({ id: name, title }) => (
          <Tab
            key={name}
            id={`${id}-${name}`}
            value={name}
            aria-controls={name === tab ? `${id}-panel` : undefined}
            data-testid={`token-tab-${name}`}
          >
            {title}
          </Tab>
        ))}
      </TabList>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tab}`} className={styles.panel}>
        <Suspense fallback={<Spinner size="tiny" label="Opening" />}>
          {tab === 'checks' ? children : tab === 'coverage' ? <Coverage subject={subject} /> : <Compare subject={subject} />}
        </Suspense>
      </div>
    </>
  );
}
