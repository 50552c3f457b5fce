import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { AddRegular, ArrowRightRegular, ChevronDownRegular, ChevronUpRegular, EditRegular } from '@fluentui/react-icons';
import type { RefObject } from 'react';
import type { AppStateDto, ProfileDto } from '../../../ipc/generated/contract';
import { cloudName } from '../../../shared/appState';
import { navigate } from '../../../shared/navigation';
import { COLOUR_NAMES, ColourDot } from '../../../shared/ProfileColour';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  about: { flex: '1 1 260px', minWidth: 0 },
  name: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  heading: { outlineStyle: 'none', overflowWrap: 'anywhere' },
  badge: { flexShrink: 0 },
  detail: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

/** What is open under the bar. */
export type OpenPanel = 'none' | 'list' | 'edit' | 'new';

type Props = {
  state: AppStateDto;
  /** The profile in use. */
  profile: ProfileDto | null;
  open: OpenPanel;
  onOpen: (panel: OpenPanel) => void;
  /** Where the focus goes when what had it is gone. */
  heading: RefObject<HTMLHeadingElement | null>;
};

/** The profile in use in one line, and the ways to another. */
export function ProfileBar({ state, profile, open, onOpen, heading }: Props) {
  const styles = useStyles();
  const toggle = (panel: OpenPanel): void => onOpen(open === panel ? 'none' : panel);
  const signedIn = state.session !== null;
  return (
    <section className={styles.root} aria-label="Profile in use" data-testid="profile-bar">
      <div className={styles.about}>
        <div className={styles.name}>
          {profile === null || profile.colour === 'none' ? null : <ColourDot colour={profile.colour} />}
          <Text as="h2" size={400} weight="semibold" ref={heading} tabIndex={-1} className={styles.heading}>
            {profile?.name ?? 'No profile in use'}
            {profile === null || profile.colour === 'none' ? null : (
              <span className="visually-hidden">, {COLOUR_NAMES[profile.colour]}</span>
            )}
          </Text>
          {profile === null ? null : (
            <Badge appearance="tint" color="informative" className={styles.badge}>
              {cloudName(state.clouds, profile.cloud)}
            </Badge>
          )}
        </div>
        <Text block size={200} className={styles.detail}>
          {profile === null ? 'Choose one of the list, or make a new one.' : `Tenant ${profile.tenant}`}
        </Text>
      </div>
      <div className={styles.actions}>
        <Button
          icon={open === 'list' ? <ChevronUpRegular /> : <ChevronDownRegular />}
          iconPosition="after"
          aria-expanded={open === 'list'}
          onClick={() => toggle('list')}
          data-testid="switch-profile"
        >
          Switch
        </Button>
        {profile === null ? null : (
          <Button icon={<EditRegular />} aria-expanded={open === 'edit'} onClick={() => toggle('edit')} data-testid="edit-profile">
            Edit
          </Button>
        )}
        <Button icon={<AddRegular />} aria-expanded={open === 'new'} onClick={() => toggle('new')} data-testid="new-profile">
          New
        </Button>
        {profile === null ? null : (
          <Button
            icon={<ArrowRightRegular />}
            iconPosition="after"
            onClick={() => navigate(signedIn ? 'token' : 'sign-in')}
            data-testid="next-step"
          >
            {signedIn ? 'Read the token' : 'Sign in'}
          </Button>
        )}
      </div>
    </section>
  );
}
