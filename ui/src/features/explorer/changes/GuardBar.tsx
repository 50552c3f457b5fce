import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { LockClosedRegular, LockOpenRegular } from '@fluentui/react-icons';
import type { GuardDto } from '../../../ipc/generated/contract';
import { activeProfile, useAppState } from '../../../shared/appState';
import { AllowChanges } from '../../../shared/changes/AllowChanges';
import { useSetGuard } from '../../../shared/changes/guard';
import { ConfirmRisk } from '../../../shared/ConfirmRisk';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { ColourDot } from '../../../shared/ProfileColour';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  open: { border: `1px solid ${tokens.colorStatusWarningBorder1}`, backgroundColor: tokens.colorStatusWarningBackground1 },
  profile: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minWidth: 0, overflowWrap: 'anywhere' },
  lock: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, fontWeight: tokens.fontWeightSemibold },
  icon: { fontSize: '18px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginLeft: 'auto' },
});

/** Whether the active profile may change anything, and the ways to allow it and to lock it again. */
export function GuardBar({ guard }: { guard: GuardDto }) {
  const styles = useStyles();
  const profile = activeProfile(useAppState());
  const set = useSetGuard();
  const { profileId, changesAllowed, drasticAllowed } = guard;
  if (profileId === null || profile === null) {
    return null;
  }
  return (
    <>
      <div
        className={mergeClasses(styles.root, changesAllowed && styles.open)}
        role="group"
        aria-label="What this profile allows"
        data-testid="guard"
        data-changes={changesAllowed}
        data-drastic={drasticAllowed}
      >
        <span className={styles.profile}>
          {profile.colour === 'none' ? null : <ColourDot colour={profile.colour} />}
          {profile.name}
        </span>
        <span className={styles.lock} role="status">
          {changesAllowed ? (
            <LockOpenRegular className={styles.icon} aria-hidden="true" />
          ) : (
            <LockClosedRegular className={styles.icon} aria-hidden="true" />
          )}
          {drasticAllowed ? 'Changes allowed, also those hard to undo' : changesAllowed ? 'Changes allowed' : 'Read-only'}
        </span>
        <span className={styles.actions}>
          {changesAllowed && !drasticAllowed ? (
            <AllowDrastic
              name={profile.name}
              disabled={set.isPending}
              onConfirm={() => set.mutate({ profileId, changesAllowed: true, drasticAllowed: true })}
            />
          ) : null}
          {drasticAllowed ? (
            <Button
              size="small"
              disabledFocusable={set.isPending}
              onClick={() => set.mutate({ profileId, changesAllowed: true, drasticAllowed: false })}
              data-testid="forbid-drastic"
            >
              Forbid offboarding and live response
            </Button>
          ) : null}
          {changesAllowed ? (
            <Button
              size="small"
              disabledFocusable={set.isPending}
              onClick={() => set.mutate({ profileId, changesAllowed: false, drasticAllowed: false })}
              data-testid="forbid-changes"
            >
              Lock again
            </Button>
          ) : (
            <AllowChanges guard={set} />
          )}
        </span>
      </div>
      {set.error === null ? null : <ErrorBanner failure={set.error} />}
    </>
  );
}

function AllowDrastic({ name, disabled, onConfirm }: { name: string; disabled: boolean; onConfirm: () => void }) {
  return (
    <ConfirmRisk
      trigger={{ size: 'small', children: 'Allow offboarding and live response', disabledFocusable: disabled, 'data-testid': 'allow-drastic' }}
      title={`Allow offboarding and live response in ${name}?`}
      confirm="Allow them, too"
      onConfirm={onConfirm}
      data-testid="confirm-allow-drastic"
    >
      Offboarding a device cannot be undone from here, and live response runs commands on it. Allow them for as long as you need
      them.
    </ConfirmRisk>
  );
}
