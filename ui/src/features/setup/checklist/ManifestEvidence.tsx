import { Button, Field, makeStyles, mergeClasses, Textarea, tokens } from '@fluentui/react-components';
import { BeakerRegular, DocumentArrowUpRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type DragEvent } from 'react';
import type { TextDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { readDrop, readText, type FileText } from './fileDrop';
import { Outcome } from './Outcome';
import { evidenceId, useChecklist } from './useChecklist';
import { useSubmit } from './useSubmit';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  zone: {
    padding: tokens.spacingHorizontalM,
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  over: { border: `1px dashed ${tokens.colorCompoundBrandStroke}`, backgroundColor: tokens.colorBrandBackground2 },
  text: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** The place for the app manifest: dropped, chosen, pasted, or taken from the sandbox tenant. */
export function ManifestEvidence() {
  const styles = useStyles();
  const host = useHost();
  const { profile } = useChecklist();
  const field = useSubmit('manifest');
  const file = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const sandbox = useMutation<TextDto, CommandFailure>({
    mutationFn: () => host.invoke('get_sandbox_manifest', { form: 'graph' }),
    onSuccess: ({ text }) => field.send(text),
  });

  const take = (found: FileText | null): void => {
    const text = found !== null && 'text' in found ? found.text : null;
    setProblem(found !== null && 'problem' in found ? found.problem : null);
    if (text !== null) {
      field.send(text);
    }
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void readDrop(event.dataTransfer).then(take);
  };

  return (
    <div
      className={mergeClasses(styles.root, styles.zone, over && styles.over)}
      onDragOver={(event) => {
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      data-testid="evidence-manifest-zone"
      data-over={over}
    >
      <Field
        label="App manifest"
        hint="In the portal: App registrations, your app, Manifest. Copy all of it, or download it and drop the file here. It holds no secret."
      >
        <Textarea
          id={evidenceId('manifest')}
          value={field.text}
          onChange={(_, { value }) => {
            field.change(value);
            setProblem(null);
          }}
          rows={4}
          spellCheck={false}
          autoComplete="off"
          placeholder="Paste the manifest, or drop its file"
          textarea={{ className: styles.text, 'data-testid': 'evidence-manifest-text' } as { className: string }}
        />
      </Field>
      <div className={styles.actions}>
        <Button
          disabledFocusable={field.text.trim() === '' || field.busy}
          onClick={() => field.send(field.text)}
          data-testid="evidence-manifest-submit"
        >
          Check this manifest
        </Button>
        <Button icon={<DocumentArrowUpRegular />} onClick={() => file.current?.click()}>
          Choose a file
        </Button>
        <input
          ref={file}
          type="file"
          accept="application/json,.json"
          hidden
          aria-label="Manifest file"
          onChange={(event) => {
            const [chosen] = [...(event.target.files ?? [])];
            // The same file may be chosen again after a change.
            event.target.value = '';
            if (chosen !== undefined) {
              void readText(chosen).then(take);
            }
          }}
          data-testid="evidence-manifest-file"
        />
        {profile.cloud === 'sandbox' ? (
          <Button
            icon={<BeakerRegular />}
            disabledFocusable={sandbox.isPending || field.busy}
            onClick={() => sandbox.mutate()}
            data-testid="evidence-manifest-sandbox"
          >
            Take it from the sandbox
          </Button>
        ) : null}
      </div>
      <Outcome read={field.read} problem={problem} failure={field.failure ?? sandbox.error} />
    </div>
  );
}
