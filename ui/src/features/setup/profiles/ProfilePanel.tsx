import { Button, makeStyles, mergeClasses, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular, ArrowUploadRegular, BeakerRegular, DismissRegular } from '@fluentui/react-icons';
import { useRef, useState, type DragEvent } from 'react';
import type { AppStateDto, ProfileDto } from '../../../ipc/generated/contract';
import { activeProfile } from '../../../shared/appState';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { Section } from '../../../shared/Page';
import { ProfileList } from './ProfileList';
import { useProfileCommands, type Outcome } from './useProfileCommands';

const useStyles = makeStyles({
  zone: {
    display: 'flex',
    flexDirection: 'column',
    borderRadius: tokens.borderRadiusMedium,
    outlineOffset: tokens.spacingHorizontalXS,
    minWidth: 0,
  },
  over: { outline: `2px dashed ${tokens.colorCompoundBrandStroke}`, backgroundColor: tokens.colorBrandBackground2 },
  said: { marginBottom: tokens.spacingVerticalS },
  actions: { marginTop: tokens.spacingVerticalM, display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  body: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingTop: tokens.spacingVerticalXS, paddingBottom: tokens.spacingVerticalS },
  title: { display: 'block' },
  leftOut: { paddingLeft: tokens.spacingHorizontalL },
});

type Props = {
  state: AppStateDto;
  onEdit: (profile: ProfileDto) => void;
  /** Another profile is in use; the list has done its work. */
  onSwitched: () => void;
  /** A profile is gone, and with it the button that had the focus. */
  onRemoved: () => void;
};

/** All profiles, and what can be done with them. An exported file may be dropped anywhere on it. */
export function ProfilePanel({ state, onEdit, onSwitched, onRemoved }: Props) {
  const styles = useStyles();
  const commands = useProfileCommands();
  const file = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const sandboxInUse = state.sandbox !== null && activeProfile(state)?.cloud === 'sandbox';

  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped !== undefined) {
      commands.importFrom(dropped);
    }
  };

  return (
    <Section
      title="Profiles"
      lead="A profile holds no secret, so an exported file can be passed on. To import one, choose the file or drop it here."
    >
      <div
        className={mergeClasses(styles.zone, over && styles.over)}
        onDragOver={(event) => {
          event.preventDefault();
          event.dataTransfer.dropEffect = 'copy';
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        data-testid="import-zone"
        data-over={over}
      >
        {commands.failure === null ? null : <ErrorBanner failure={commands.failure} onDismiss={commands.dismiss} />}
        <div role="status">
          <Said outcome={commands.outcome} onDismiss={commands.dismiss} />
        </div>
        <ProfileList
          profiles={state.profiles}
          activeId={state.activeProfileId}
          clouds={state.clouds}
          signedIn={state.sessions.map(({ profileId }) => profileId)}
          onUse={(profile) => commands.use(profile, onSwitched)}
          onEdit={onEdit}
          onDuplicate={commands.duplicate}
          onExport={(profile) => commands.exportTo([profile])}
          onDelete={(profile) => commands.remove(profile, onRemoved)}
        />
        <div className={styles.actions}>
          <Button
            icon={<ArrowUploadRegular />}
            disabledFocusable={commands.busy}
            onClick={() => file.current?.click()}
            data-testid="import-profiles"
          >
            Import
          </Button>
          <input
            ref={file}
            type="file"
            accept="application/json,.json"
            hidden
            aria-label="File with exported profiles"
            onChange={(event) => {
              const [chosen] = event.target.files ?? [];
              // The same file may be chosen again after a change.
              event.target.value = '';
              if (chosen !== undefined) {
                commands.importFrom(chosen);
              }
            }}
            data-testid="import-file"
          />
          <Button
            icon={<ArrowDownloadRegular />}
            disabledFocusable={commands.busy}
            onClick={() => commands.exportTo([])}
            data-testid="export-profiles"
          >
            Export all
          </Button>
          {sandboxInUse ? null : (
            <Button
              icon={<BeakerRegular />}
              disabledFocusable={commands.busy}
              onClick={() => commands.useSandbox(onSwitched)}
              data-testid="use-sandbox"
            >
              Use the sandbox tenant
            </Button>
          )}
        </div>
      </div>
    </Section>
  );
}

function Said({ outcome, onDismiss }: { outcome: Outcome; onDismiss: () => void }) {
  const styles = useStyles();
  if (outcome.kind === 'nothingToSay') {
    return null;
  }
  const leftOut = outcome.kind === 'imported' ? outcome.leftOut : [];
  return (
    <MessageBar
      className={styles.said}
      intent={leftOut.length === 0 ? 'success' : 'warning'}
      layout="multiline"
      data-testid={`profiles-${outcome.kind}`}
    >
      <MessageBarBody className={styles.body}>
        <MessageBarTitle className={styles.title}>{headline(outcome)}</MessageBarTitle>
        {leftOut.length === 0 ? null : (
          <>
            Left out:
            <ul className={styles.leftOut}>
              {leftOut.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </>
        )}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button appearance="transparent" icon={<DismissRegular />} aria-label="Dismiss this message" title="Dismiss" onClick={onDismiss} />
        }
      />
    </MessageBar>
  );
}

function headline(outcome: Exclude<Outcome, { kind: 'nothingToSay' }>): string {
  switch (outcome.kind) {
    case 'duplicated':
      return `Duplicated. The profile ${outcome.name} is now in use; it has to sign in by itself.`;
    case 'exported':
      return `Saved to ${outcome.path}.`;
    case 'imported':
      return outcome.added.length === 0 ? 'No profile was added.' : `Added: ${outcome.added.join(', ')}.`;
  }
}
