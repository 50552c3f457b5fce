import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular, CopyAddRegular, DeleteRegular, EditRegular } from '@fluentui/react-icons';
import type { CloudDto, ProfileDto } from '../../../ipc/generated/contract';
import { cloudName } from '../../../shared/appState';
import { ConfirmRisk } from '../../../shared/ConfirmRisk';
import { COLOUR_NAMES, ColourDot } from '../../../shared/ProfileColour';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', listStyleType: 'none' },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} 0`,
    ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  text: { flex: '1 1 30ch', minWidth: 0 },
  name: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, overflowWrap: 'anywhere' },
  // In line with the name, past the colour.
  detail: { paddingLeft: `calc(14px + ${tokens.spacingHorizontalS})`, color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  actions: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
});

type Props = {
  profiles: readonly ProfileDto[];
  activeId: string | null;
  clouds: readonly CloudDto[];
  /** Ids of the profiles that hold a session. */
  signedIn: readonly string[];
  onUse: (profile: ProfileDto) => void;
  onEdit: (profile: ProfileDto) => void;
  onDuplicate: (profile: ProfileDto) => void;
  onExport: (profile: ProfileDto) => void;
  onDelete: (profile: ProfileDto) => void;
};

/** What a profile is about, in one line. */
export function describe(profile: ProfileDto, clouds: readonly CloudDto[]): string {
  const wanted = profile.wantedPermissions.length;
  return [
    cloudName(clouds, profile.cloud),
    profile.tenant,
    wanted === 1 ? '1 permission' : `${wanted} permissions`,
    profile.region === null ? null : `server ${profile.region}`,
    profile.endpoints === null ? null : 'own addresses',
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

export function ProfileList({ profiles, activeId, clouds, signedIn, onUse, onEdit, onDuplicate, onExport, onDelete }: Props) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label="Profiles" data-testid="profile-list">
      {profiles.map((profile) => (
        <li key={profile.id} className={styles.item} data-testid={`profile-row-${profile.id}`}>
          <div className={styles.text}>
            <span className={styles.name}>
              <ColourDot colour={profile.colour} />
              <Text weight="semibold">{profile.name}</Text>
              {profile.colour === 'none' ? null : <span className="visually-hidden">, {COLOUR_NAMES[profile.colour]}</span>}
              {profile.id === activeId ? (
                <Badge appearance="tint" color="brand">
                  In use
                </Badge>
              ) : null}
              {signedIn.includes(profile.id) ? (
                <Badge appearance="tint" color="success" data-testid={`signed-in-${profile.id}`}>
                  Signed in
                </Badge>
              ) : null}
            </span>
            <Text block size={200} className={styles.detail}>
              {describe(profile, clouds)}
            </Text>
          </div>
          <div className={styles.actions}>
            {profile.id === activeId ? null : (
              <Button size="small" onClick={() => onUse(profile)} data-testid={`use-profile-${profile.id}`}>
                Use
              </Button>
            )}
            <Button
              size="small"
              appearance="subtle"
              icon={<EditRegular />}
              aria-label={`Edit ${profile.name}`}
              title="Edit"
              onClick={() => onEdit(profile)}
            />
            <Button
              size="small"
              appearance="subtle"
              icon={<CopyAddRegular />}
              aria-label={`Duplicate ${profile.name}`}
              title="Duplicate"
              onClick={() => onDuplicate(profile)}
            />
            <Button
              size="small"
              appearance="subtle"
              icon={<ArrowDownloadRegular />}
              aria-label={`Export ${profile.name}`}
              title="Export"
              onClick={() => onExport(profile)}
            />
            <ConfirmRisk
              trigger={{
                size: 'small',
                appearance: 'subtle',
                icon: <DeleteRegular />,
                'aria-label': `Delete ${profile.name}`,
                title: 'Delete',
              }}
              title={`Delete the profile "${profile.name}"?`}
              confirm="Delete"
              onConfirm={() => onDelete(profile)}
              data-testid="confirm-delete"
            >
              The profile, its checklist and its sign-in are wiped from this computer. Nothing changes in the tenant.
            </ConfirmRisk>
          </div>
        </li>
      ))}
    </ul>
  );
}
