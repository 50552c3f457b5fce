import { Button, Field, makeStyles, Select, Spinner, Text, tokens } from '@fluentui/react-components';
import { SaveRegular } from '@fluentui/react-icons';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccessKind, ArtifactDto, ArtifactKind, SavedDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { CopyButton } from '../../../shared/CopyButton';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { Prose } from '../../../shared/Prose';
import { ACCESS_NAMES } from './Adviser';
import { SavedTo } from '../../../shared/SavedTo';
import { useChecklist } from './useChecklist';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  choices: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  kind: { minWidth: '260px' },
  text: {
    maxHeight: '280px',
    overflow: 'auto',
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    tabSize: 4,
  },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

const KIND_NAMES: Record<ArtifactKind, string> = {
  azureCli: 'Script for the Azure CLI (bash)',
  powerShell: 'Script for Microsoft Graph PowerShell',
  graphRequest: 'Requests to Microsoft Graph',
  requiredResourceAccess: 'Permissions for the app manifest (JSON)',
  consentMail: 'Mail to whoever may grant consent',
};

/** Texts that do the step's work, made for exactly the chosen permissions and account types. */
export default function Artifacts({ first }: { first: ArtifactKind }) {
  const styles = useStyles();
  const host = useHost();
  const { checklist, answers, profile } = useChecklist();
  const [kind, setKind] = useState(first);
  const [chosenAccess, setAccess] = useState<AccessKind | null>(null);
  const access = chosenAccess ?? checklist.advice?.access ?? 'userContext';
  const artifact = useQuery<ArtifactDto, CommandFailure>({
    // Made from the profile and the answers: when they change, so does the text.
    queryKey: ['artifact', kind, access, profile, answers],
    queryFn: () => host.invoke('get_artifact', { kind, access }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const save = useMutation<SavedDto, CommandFailure>({ mutationFn: () => host.invoke('save_artifact', { kind, access }) });
  const { data } = artifact;

  return (
    <div className={styles.root} data-testid="artifacts">
      <div className={styles.choices}>
        <Field label="What" className={styles.kind}>
          <Select
            value={kind}
            onChange={(_, { value }) => {
              setKind(value as ArtifactKind);
              save.reset();
            }}
            data-testid="artifact-kind"
          >
            {Object.entries(KIND_NAMES).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="For">
          <Select
            value={access}
            onChange={(_, { value }) => {
              setAccess(value as AccessKind);
              save.reset();
            }}
            data-testid="artifact-access"
          >
            {Object.entries(ACCESS_NAMES).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {artifact.isPending ? <Spinner size="tiny" label="Writing" /> : null}
      {artifact.error === null ? null : <ErrorBanner failure={artifact.error} onRetry={() => void artifact.refetch()} />}
      {data === undefined ? null : (
        <>
          <Text>
            <Prose text={data.about} />
          </Text>
          <pre className={styles.text} tabIndex={0} aria-label={KIND_NAMES[kind]} data-testid="artifact-text">
            {data.text}
          </pre>
          <div className={styles.actions}>
            <CopyButton text={data.text} what={data.fileName} appearance="secondary" size="medium" data-testid="artifact-copy">
              Copy
            </CopyButton>
            <Button
              icon={<SaveRegular />}
              disabledFocusable={save.isPending}
              onClick={() => save.mutate()}
              data-testid="artifact-save"
            >
              Save as
            </Button>
            <SavedTo saved={save.data} data-testid="artifact-saved" />
          </div>
          {save.error === null ? null : <ErrorBanner failure={save.error} />}
        </>
      )}
    </div>
  );
}
