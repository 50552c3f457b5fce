import { Button, makeStyles, Radio, RadioGroup, Spinner, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ManifestForm, SandboxFaultDto, TextDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { CopyButton } from '../../shared/CopyButton';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Section } from '../../shared/Page';

const useStyles = makeStyles({
  toggle: { alignSelf: 'flex-start', paddingLeft: 0 },
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  forms: { flexWrap: 'wrap' },
  text: {
    maxHeight: '320px',
    overflow: 'auto',
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

const FORMS: Record<ManifestForm, string> = { graph: 'Microsoft Graph form', azureAd: 'Older Azure AD form' };

type Props = {
  /** A fault may change the registration, and with it the manifest. */
  faults: readonly SandboxFaultDto[];
};

/** The registration's manifest as its portal would show it, to be pasted into the checklist. */
export function SandboxManifest({ faults }: Props) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  return (
    <Section
      title="Manifest of the app registration"
      lead="As the portal of the sandbox tenant would show it. Copy it, and paste it on Set up to have it checked."
    >
      <Button
        className={styles.toggle}
        appearance="transparent"
        icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        data-testid="show-manifest"
      >
        {open ? 'Hide the manifest' : 'Show the manifest'}
      </Button>
      {open ? <Manifest faults={faults} /> : null}
    </Section>
  );
}

function Manifest({ faults }: Props) {
  const styles = useStyles();
  const host = useHost();
  const [form, setForm] = useState<ManifestForm>('graph');
  const on = faults.filter((fault) => fault.on).map(({ id }) => id);
  const manifest = useQuery<TextDto, CommandFailure>({
    queryKey: ['sandbox-manifest', form, on],
    queryFn: () => host.invoke('get_sandbox_manifest', { form }),
    gcTime: 0,
  });
  return (
    <>
      <div className={styles.tools}>
        <RadioGroup
          layout="horizontal"
          className={styles.forms}
          aria-label="Form of the manifest"
          value={form}
          onChange={(_, { value }) => setForm(value as ManifestForm)}
          data-testid="manifest-form"
        >
          {Object.entries(FORMS).map(([value, label]) => (
            <Radio key={value} value={value} label={label} data-testid={`manifest-form-${value}`} />
          ))}
        </RadioGroup>
        {manifest.data === undefined ? null : (
          <CopyButton text={manifest.data.text} what="manifest" data-testid="copy-manifest">
            Copy
          </CopyButton>
        )}
      </div>
      {manifest.error === null ? null : <ErrorBanner failure={manifest.error} onRetry={() => void manifest.refetch()} />}
      {manifest.isPending ? <Spinner size="tiny" label="Reading the manifest" /> : null}
      {manifest.data === undefined ? null : (
        <pre className={styles.text} tabIndex={0} aria-label={`Manifest, ${FORMS[form]}`} data-testid="manifest-text">
          {manifest.data.text}
        </pre>
      )}
    </>
  );
}
