import { activeProfile, useAppState } from '../appState';
import { ConfirmRisk } from '../ConfirmRisk';
import type { SetGuard } from './guard';

type Props = {
  guard: SetGuard;
  /** Names the button; its confirmation is `confirm-` and the same. */
  testId?: string;
};

/** The button that makes a read-only profile one that may change its tenant. It asks first. */
export function AllowChanges({ guard, testId = 'allow-changes' }: Props) {
  const profile = activeProfile(useAppState());
  if (profile === null) {
    return null;
  }
  return (
    <ConfirmRisk
      trigger={{ size: 'small', children: 'Allow changes', disabledFocusable: guard.isPending, 'data-testid': testId }}
      title={`Allow changes in ${profile.name}?`}
      confirm="Allow changes"
      onConfirm={() => guard.mutate({ profileId: profile.id, changesAllowed: true, drasticAllowed: false })}
      data-testid={`confirm-${testId}`}
    >
      Calls that change data or act on devices can then be sent from this profile, until you lock it again. In the
      Explorer each of them still asks first.
    </ConfirmRisk>
  );
}
