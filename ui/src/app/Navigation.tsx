import {
  Button,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
  Tooltip,
} from '@fluentui/react-components';
import {
  AlertUrgentFilled,
  AlertUrgentRegular,
  BeakerFilled,
  BeakerRegular,
  CheckmarkCircleRegular,
  ClipboardTaskListLtrFilled,
  ClipboardTaskListLtrRegular,
  CompassNorthwestFilled,
  CompassNorthwestRegular,
  InfoRegular,
  KeyFilled,
  KeyRegular,
  PersonKeyFilled,
  PersonKeyRegular,
  SettingsFilled,
  SettingsRegular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useAppState } from '../shared/appState';
import { useMedia } from '../shared/media';
import { screenHref, SCREENS, type Screen } from '../shared/navigation';

/** Below this the navigation is a rail of icons. */
export const NARROW = '(max-width: 1099px)';

const useStyles = makeStyles({
  nav: {
    display: 'flex',
    flexDirection: 'column',
    width: '200px',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalS,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
    overflowY: 'auto',
  },
  rail: { width: '56px' },
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, listStyleType: 'none' },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    height: '40px',
    boxSizing: 'border-box',
    paddingLeft: tokens.spacingHorizontalMNudge,
    paddingRight: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    borderLeft: '3px solid transparent',
    // Forced colours draw transparent borders; only the current screen's is meant to be seen.
    '@media (forced-colors: active)': { borderLeftColor: 'Canvas' },
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    fontSize: tokens.fontSizeBase300,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover, color: tokens.colorNeutralForeground2Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  railLink: { paddingLeft: tokens.spacingHorizontalS, paddingRight: 0 },
  current: {
    borderLeftColor: tokens.colorCompoundBrandStroke,
    '@media (forced-colors: active)': { borderLeftColor: 'Highlight' },
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    // The high contrast theme turns hover colours round; the current screen's background stays, so its text must.
    ':hover': { backgroundColor: tokens.colorNeutralBackground1, color: tokens.colorNeutralForeground1 },
  },
  icon: { display: 'flex', fontSize: '20px' },
  currentIcon: { color: tokens.colorCompoundBrandForeground1 },
  label: { flexGrow: 1 },
  done: { display: 'flex', fontSize: '16px', color: tokens.colorStatusSuccessForeground1 },
  foot: { marginTop: 'auto', paddingTop: tokens.spacingVerticalL },
  footText: { display: 'block', padding: `0 ${tokens.spacingHorizontalS}`, color: tokens.colorNeutralForeground3 },
});

const ITEMS: Record<Screen, { label: string; icon: ReactElement; currentIcon: ReactElement }> = {
  setup: { label: 'Set up', icon: <ClipboardTaskListLtrRegular />, currentIcon: <ClipboardTaskListLtrFilled /> },
  'sign-in': { label: 'Sign in', icon: <PersonKeyRegular />, currentIcon: <PersonKeyFilled /> },
  token: { label: 'Token', icon: <KeyRegular />, currentIcon: <KeyFilled /> },
  alerts: { label: 'Alerts', icon: <AlertUrgentRegular />, currentIcon: <AlertUrgentFilled /> },
  settings: { label: 'Settings', icon: <SettingsRegular />, currentIcon: <SettingsFilled /> },
  explorer: { label: 'Explorer', icon: <CompassNorthwestRegular />, currentIcon: <CompassNorthwestFilled /> },
  sandbox: { label: 'Sandbox', icon: <BeakerRegular />, currentIcon: <BeakerFilled /> },
};

export function Navigation({ current }: { current: Screen }) {
  const styles = useStyles();
  const state = useAppState();
  const narrow = useMedia(NARROW);
  const done: Partial<Record<Screen, boolean>> = {
    setup: state.setUp,
    'sign-in': state.session !== null,
  };

  return (
    <nav aria-label="Screens" className={mergeClasses(styles.nav, narrow && styles.rail)}>
      <ul className={styles.list}>
        {SCREENS.map((screen) => {
          const item = ITEMS[screen];
          const isCurrent = screen === current;
          const link = (
            <a
              href={screenHref(screen)}
              aria-current={isCurrent ? 'page' : undefined}
              aria-label={done[screen] === true ? `${item.label}, done` : item.label}
              className={mergeClasses(styles.link, narrow && styles.railLink, isCurrent && styles.current)}
              data-testid={`nav-${screen}`}
            >
              <span className={mergeClasses(styles.icon, isCurrent && styles.currentIcon)} aria-hidden="true">
                {isCurrent ? item.currentIcon : item.icon}
              </span>
              {narrow ? null : <span className={styles.label}>{item.label}</span>}
              {!narrow && done[screen] === true ? (
                <span className={styles.done} aria-hidden="true">
                  <CheckmarkCircleRegular />
                </span>
              ) : null}
            </a>
          );
          return (
            <li key={screen}>
              {narrow ? (
                <Tooltip content={item.label} relationship="description" positioning="after">
                  {link}
                </Tooltip>
              ) : (
                link
              )}
            </li>
          );
        })}
      </ul>
      <div className={styles.foot}>
        {narrow ? (
          <Tooltip
            content={`Defender API Workbench ${state.version}. Not affiliated with Microsoft.`}
            relationship="label"
            positioning="after"
          >
            <Button appearance="subtle" icon={<InfoRegular />} />
          </Tooltip>
        ) : (
          <>
            <Text size={200} className={styles.footText}>
              Version {state.version}
            </Text>
            <Text size={200} className={styles.footText}>
              Not affiliated with Microsoft.
            </Text>
          </>
        )}
      </div>
    </nav>
  );
}
