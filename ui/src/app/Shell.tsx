import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { Suspense, useState } from 'react';
import { SandboxBanner } from '../features/sandbox/SandboxBanner';
import { activeProfile, useAppState, useWatchedAppState } from '../shared/appState';
import { useScreen } from '../shared/navigation';
import { Header } from './Header';
import { Navigation } from './Navigation';
import { Notices } from './Notices';
import { firstScreen, SCREEN_COMPONENTS } from './screens';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gridTemplateRows: 'max-content max-content minmax(0, 1fr)',
    height: '100%',
    color: tokens.colorNeutralForeground1,
  },
  across: { gridColumn: '1 / -1' },
  main: { display: 'flex', flexDirection: 'column', minWidth: 0, minHeight: 0 },
  notices: { flexShrink: 0 },
  scroll: { flexGrow: 1, minHeight: 0, overflowY: 'auto', position: 'relative' },
  waiting: { display: 'grid', placeItems: 'center', height: '100%' },
});

/** The frame: header, banner, navigation, notices, and one screen. */
export function Shell() {
  const styles = useStyles();
  const state = useAppState();
  useWatchedAppState();
  const [first] = useState(() => firstScreen(state));
  const screen = useScreen() ?? first;
  const Screen = SCREEN_COMPONENTS[screen];
  return (
    <div className={styles.root}>
      <div className={styles.across}>
        <Header />
      </div>
      <div className={styles.across}>{activeProfile(state)?.cloud === 'sandbox' ? <SandboxBanner /> : null}</div>
      <Navigation current={screen} />
      <main className={styles.main}>
        <div className={styles.notices}>
          <Notices />
        </div>
        <div className={styles.scroll}>
          <Suspense
            fallback={
              <div className={styles.waiting}>
                <Spinner label="Opening" />
              </div>
            }
          >
            <Screen key={screen} />
          </Suspense>
        </div>
      </main>
    </div>
  );
}
