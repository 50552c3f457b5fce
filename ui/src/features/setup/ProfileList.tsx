import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { DeleteRegular, EditRegular } from '@fluentui/react-icons';
import type { CloudDto, ProfileDto } from '../../ipc/generated/contract';
import { cloudName, useStateCommand } from '../../shared/appState';
import { ConfirmRisk } from '../../shared/ConfirmRisk';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Section } from '../../shared/Page';

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
  name: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, overflowWrap: 'anywhere' },
  detail: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  actions: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
});

type Props = {
  profiles: readonly ProfileDto[];
  activeId: string | null;
  clouds: readonly CloudDto[];
  onEdit: (profile: ProfileDto) => void;
};

export function ProfileList({ profiles, activeId, clouds, onEdit }: Props) {
  const styles = useStyles();
  const select = useStateCommand('select_profile');
  const remove = useStateCommand('delete_profile');
  const failure = select.error ?? remove.error;

  return (
    <Section title="Profiles">
      {failure === null ? null : <ErrorBanner failure={failure} />}
      <ul className={styles.list}>
        {profiles.map((profile) => (
          <li key={profile.id} className={styles.item} data-testid={`profile-row-${profile.id}`}>
            <div className={styles.text}>
              <span className={styles.name}>
                <Text weight="semibold">{profile.name}</Text>
                {profile.id === activeId ? (
                  <Badge appearance="tint" color="brand">
                    In use
                  </Badge>
                ) : null}
              </span>
              <Text block size={200} className={styles.detail}>
                {cloudName(clouds, profile.cloud)} · {profile.tenant} ·{' '}
                {profile.wantedPermissions.length === 1 ? '1 permission' : `${profile.wantedPermissions.length} permissions`}
              </Text>
            </div>
            <div className={styles.actions}>
              {profile.id === activeId ? null : (
                <Button size="small" onClick={() => select.mutate({ profileId: profile.id })}>
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
                onConfirm={() => remove.mutate({ profileId: profile.id })}
                data-testid="confirm-delete"
              >
                The profile and its sign-in are wiped from this computer. Nothing changes in the tenant.
              </ConfirmRisk>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
