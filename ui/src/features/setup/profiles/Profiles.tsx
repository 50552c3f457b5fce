import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useEffect, useRef, useState } from 'react';
import type { ProfileDto } from '../../../ipc/generated/contract';
import { activeProfile, useAppState } from '../../../shared/appState';
import { navigate, partOf } from '../../../shared/navigation';
import { ProfileBar, type OpenPanel } from './ProfileBar';
import { ProfileForm } from './ProfileForm';
import { ProfilePanel } from './ProfilePanel';

const useStyles = makeStyles({
  // Margins and no gap: what is said of a saved profile has a place of its own, which is empty most of the time.
  root: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  below: { marginTop: tokens.spacingVerticalS },
  text: { whiteSpace: 'normal', overflowWrap: 'anywhere' },
});

/** A profile that was just saved. */
export type Saved = { name: string };

type Props = {
  /** Whether this came in the place of something that had the focus. */
  takeFocus: boolean;
  saved: Saved | null;
  onSaved: (saved: Saved | null) => void;
};

/** The profile in use, in one line; the list and the form open under it. */
export function Profiles({ takeFocus, saved, onSaved }: Props) {
  const styles = useStyles();
  const state = useAppState();
  const profile = activeProfile(state);
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLDivElement>(null);
  // Another screen may have sent somebody here to change the profile.
  const [sent] = useState(profile !== null && partOf(window.location.hash) === 'edit');
  const [open, setOpen] = useState<OpenPanel>(profile === null ? 'list' : sent ? 'edit' : 'none');
  const [edited, setEdited] = useState<ProfileDto | null>(profile);

  const show = (panel: OpenPanel, of: ProfileDto | null): void => {
    setOpen(panel);
    setEdited(of);
    onSaved(null);
  };
  const close = (): void => {
    setOpen('none');
    heading.current?.focus();
  };

  // What had the focus is gone, with the form or with the welcome.
  useEffect(() => {
    if (takeFocus || saved !== null) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [takeFocus, saved]);

  // A form opens to be typed in.
  const editing = open === 'edit' || open === 'new';
  useEffect(() => {
    if (editing) {
      form.current?.querySelector('input')?.focus();
    }
  }, [editing, edited]);

  useEffect(() => {
    if (sent) {
      const field = form.current?.querySelector<HTMLElement>('[data-testid="profile-password-sample"]');
      field?.scrollIntoView({ block: 'center' });
      field?.focus({ preventScroll: true });
    }
  }, [sent]);

  return (
    <div className={styles.root}>
      <ProfileBar
        state={state}
        profile={profile}
        open={open === 'edit' && edited?.id !== profile?.id ? 'none' : open}
        onOpen={(panel) => show(panel, panel === 'edit' ? profile : null)}
        heading={heading}
      />
      <div role="status">
        {saved === null ? null : (
          <MessageBar intent="success" className={styles.below} data-testid="profile-saved">
            <MessageBarBody className={styles.text}>Saved. The profile {saved.name} is now in use.</MessageBarBody>
            <MessageBarActions
              containerAction={
                <Button
                  appearance="transparent"
                  icon={<DismissRegular />}
                  aria-label="Dismiss this message"
                  title="Dismiss"
                  onClick={() => onSaved(null)}
                />
              }
            >
              <Button onClick={() => navigate('sign-in')}>Go to Sign in</Button>
            </MessageBarActions>
          </MessageBar>
        )}
      </div>
      {open === 'list' ? (
        <div className={styles.below}>
          <ProfilePanel
            state={state}
            onEdit={(chosen) => show('edit', chosen)}
            onSwitched={close}
            onRemoved={() => heading.current?.focus()}
          />
        </div>
      ) : null}
      {editing ? (
        <div ref={form} className={styles.below}>
          <ProfileForm
            key={edited?.id ?? 'new'}
            profile={edited}
            clouds={state.clouds}
            permissions={state.permissions}
            advanced={sent}
            onSaved={(name) => {
              setOpen('none');
              onSaved({ name });
            }}
            onCancel={close}
          />
        </div>
      ) : null}
    </div>
  );
}
