import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Tabs } from '../../shared/Tabs';
import type { TokenSubject } from './subject';

// Only opened tabs need them; the first view stays light without.
const Coverage = lazy(() => import('./coverage/Coverage'));
const Compare = lazy(() => import('./compare/Compare'));

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
});

const TABS = [
  { name: 'checks', title: 'Checks and claims' },
  { name: 'coverage', title: 'What can this token do?' },
  { name: 'compare', title: 'Compare' },
] as const;

type View = (typeof TABS)[number]['name'];

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
  const [view, setView] = useState<View>('checks');

  return (
    <Tabs label={label} tabs={TABS} selected={view} onSelect={setView} panelClassName={styles.panel} testId="token-tab">
      <Suspense fallback={<Spinner size="tiny" label="Opening" />}>
        {view === 'checks' ? children : view === 'coverage' ? <Coverage subject={subject} /> : <Compare subject={subject} />}
      </Suspense>
    </Tabs>
  );
}
