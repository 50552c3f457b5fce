import { Badge, makeStyles, mergeClasses, Select, Text, tokens } from '@fluentui/react-components';
import { ClockRegular, PlugConnectedCheckmarkRegular } from '@fluentui/react-icons';
import type { ProfileDto, SessionDto, Theme } from '../ipc/generated/contract';
import { activeProfile, cloudName, useAppState, useStateCommand } from '../shared/appState';
import { Countdown, urgencyOf } from '../shared/Countdown';
import { useMedia } from '../shared/media';
import { useNow } from '../shared/now';
import { COLOUR_NAMES, ColourBand, ColourDot } from '../shared/ProfileColour';
import { NARROW } from './Navigation';

const useStyles = makeStyles({
  header: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
    height: '56px',
    boxSizing: 'border-box',
    padding: `0 ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  product: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexShrink: 0 },
  productIcon: { display: 'flex', fontSize: '24px', color: tokens.colorCompoundBrandForeground1 },
  facts: { display: 'flex', gap: tokens.spacingHorizontalXL, flexGrow: 1, minWidth: 0, margin: 0 },
  fact: { minWidth: 0, flexShrink: 1 },
  keep: { flexShrink: 0 },
  yield: { flexShrink: 4, minWidth: '72px' },
  name: { fontSize: tokens.fontSizeBase100, lineHeight: tokens.lineHeightBase100, color: tokens.colorNeutralForeground3 },
  value: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  profile: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexShrink: 0 },
  select: { width: '150px' },
  theme: { width: '120px', flexShrink: 0 },
  countdown: { flexShrink: 0, fontVariantNumeric: 'tabular-nums' },
});

const THEMES: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark', highContrast: 'High contrast' };

export function Header() {
  const styles = useStyles();
  const state = useAppState();
  const narrow = useMedia(NARROW);
  const selectProfile = useStateCommand('select_profile');
  const setTheme = useStateCommand('set_theme');
  const profile = activeProfile(state);

  const colour = profile?.colour ?? 'none';
  // The active profile's account stands beside it; groups tell something only where another one is signed in, too.
  const grouped = state.sessions.some(({ profileId }) => profileId !== state.activeProfileId);
  const signedIn = (id: string): boolean => state.sessions.some(({ profileId }) => profileId === id);
  const switcherTitle = [
    'Profile',
    colour === 'none' ? null : COLOUR_NAMES[colour].toLowerCase(),
    grouped ? `signed in to ${state.sessions.length} of ${state.profiles.length}` : null,
  ];

  return (
    <header className={styles.header}>
      {colour === 'none' ? null : <ColourBand colour={colour} />}
      <div className={styles.product}>
        <span className={styles.productIcon} aria-hidden="true">
          <PlugConnectedCheckmarkRegular />
        </span>
        {narrow ? (
          <span className="visually-hidden">Defender API Workbench</span>
        ) : (
          <Text weight="semibold">Defender API Workbench</Text>
        )}
      </div>
      {state.profiles.length === 0 ? null : (
        <div className={styles.profile}>
          {colour === 'none' ? null : <ColourDot colour={colour} />}
          <Select
            className={styles.select}
            size="small"
            aria-label="Profile"
            title={switcherTitle.filter((part) => part !== null).join(', ')}
            value={state.activeProfileId ?? ''}
            onChange={(_, { value }) => selectProfile.mutate({ profileId: value })}
            data-testid="profile-switcher"
          >
            {state.activeProfileId === null ? <option value="">No profile</option> : null}
            {grouped ? (
              <>
                <optgroup label="Signed in">
                  <ProfileOptions profiles={state.profiles.filter(({ id }) => signedIn(id))} />
                </optgroup>
                <optgroup label="Not signed in">
                  <ProfileOptions profiles={state.profiles.filter(({ id }) => !signedIn(id))} />
                </optgroup>
              </>
            ) : (
              <ProfileOptions profiles={state.profiles} />
            )}
          </Select>
        </div>
      )}
      <dl className={styles.facts}>
        {profile === null ? null : (
          <>
            <HeaderFact name="Cloud" value={cloudName(state.clouds, profile.cloud)} testId="header-cloud" shrink="never" />
            <HeaderFact name="Tenant" value={profile.tenant} testId="header-tenant" shrink="first" />
            <HeaderFact name="Account" value={state.session?.username ?? 'Not signed in'} testId="header-account" />
          </>
        )}
      </dl>
      {state.session === null ? null : <TokenCountdown session={state.session} />}
      <Select
        className={styles.theme}
        size="small"
        aria-label="Theme"
        title="Theme"
        value={state.theme}
        onChange={(_, { value }) => setTheme.mutate({ theme: value as Theme })}
        data-testid="theme-select"
      >
        {Object.entries(THEMES).map(([theme, label]) => (
          <option key={theme} value={theme}>
            {label}
          </option>
        ))}
      </Select>
    </header>
  );
}

function ProfileOptions({ profiles }: { profiles: readonly ProfileDto[] }) {
  return profiles.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
}

type HeaderFactProps = { name: string; value: string; testId: string; shrink?: 'never' | 'first' };

function HeaderFact({ name, value, testId, shrink }: HeaderFactProps) {
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.fact, shrink === 'never' && styles.keep, shrink === 'first' && styles.yield)}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value} title={value} data-testid={testId}>
        {value}
      </dd>
    </div>
  );
}

function TokenCountdown({ session }: { session: SessionDto }) {
  const styles = useStyles();
  const urgency = urgencyOf(session.expiresAt, useNow());
  const color = { calm: 'informative', soon: 'warning', over: 'danger' } as const;
  return (
    <Badge
      className={styles.countdown}
      appearance="tint"
      size="large"
      color={color[urgency]}
      icon={<ClockRegular />}
      title="Time until the access token ends"
      data-testid="token-countdown"
      data-urgency={urgency}
    >
      Token&nbsp;
      <Countdown until={session.expiresAt} over="expired" />
    </Badge>
  );
}
