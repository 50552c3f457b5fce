import { Badge, Button, Field, makeStyles, Text, tokens, type FieldProps } from '@fluentui/react-components';
import { CertificateRegular, DismissRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { RootCertificateDto, RootsDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import { CommandFailure } from '../../ipc/host';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { localDate } from '../../shared/instants';

/** What the backend takes at most; nothing larger is read. */
const LARGEST_BYTES = 256 * 1024;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalS, minWidth: 0 },
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, listStyleType: 'none', width: '100%' },
  item: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  text: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  about: { color: tokens.colorNeutralForeground3 },
});

type Props = {
  roots: readonly RootCertificateDto[];
  onChange: (roots: readonly RootCertificateDto[]) => void;
  problem: Pick<FieldProps, 'validationState' | 'validationMessage'>;
};

/** Certificate authorities of the admin's own, for proxies that inspect. */
export function RootCertificates({ roots, onChange, problem }: Props) {
  const styles = useStyles();
  const host = useHost();
  const file = useRef<HTMLInputElement>(null);
  const read = useMutation<RootsDto, CommandFailure, File>({
    mutationFn: async (chosen) => host.invoke('read_roots', { content: await base64(chosen) }),
    onSuccess: ({ roots: found }) => {
      const known = new Set(roots.map(({ der }) => der));
      onChange([...roots, ...found.filter(({ der }) => !known.has(der))]);
    },
    gcTime: 0,
  });

  return (
    <div className={styles.root} role="group" aria-label="Further root certificates">
      <Field
        label="Further root certificates"
        hint="Trusted beside those of the system: for a proxy that reads the traffic and is not in this computer's trust store."
        {...problem}
      >
        <span>
          <Button icon={<CertificateRegular />} disabledFocusable={read.isPending} onClick={() => file.current?.click()} data-testid="add-roots">
            Add from a file
          </Button>
        </span>
      </Field>
      <input
        ref={file}
        type="file"
        accept=".pem,.crt,.cer,.der"
        hidden
        aria-label="File with root certificates"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          // The same file may be chosen again after a change.
          event.target.value = '';
          if (chosen !== undefined) {
            read.mutate(chosen);
          }
        }}
        data-testid="roots-file"
      />
      {read.error === null ? null : <ErrorBanner failure={read.error} onDismiss={() => read.reset()} />}
      {roots.length === 0 ? null : (
        <ul className={styles.list} aria-label="Root certificates" data-testid="roots">
          {roots.map((root) => (
            <li key={root.der} className={styles.item}>
              <div className={styles.text}>
                <Text weight="semibold">{root.subject}</Text>{' '}
                {root.expired ? (
                  <Badge appearance="tint" color="danger">
                    Not valid now
                  </Badge>
                ) : null}
                <Text block size={200} className={styles.about}>
                  {root.issuer === root.subject ? 'Self-signed' : `Issued by ${root.issuer}`} · valid until {localDate(root.validUntil)}
                </Text>
              </div>
              <Button
                size="small"
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={`Remove ${root.subject}`}
                title="Remove"
                onClick={() => onChange(roots.filter(({ der }) => der !== root.der))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function notRead(message: string, hint: string): CommandFailure {
  return new CommandFailure({
    code: 'NETWORK_SETTINGS_INVALID',
    message,
    hint,
    field: 'roots',
    correlationId: null,
    httpStatus: null,
    retryAfterSeconds: null,
    serviceMessage: null,
  });
}

/** A file's bytes as Base64. @throws CommandFailure */
function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    if (file.size > LARGEST_BYTES) {
      reject(notRead(`${file.name} is larger than 256 KiB and was not read.`, 'Choose the file with the root certificate alone.'));
      return;
    }
    const reader = new FileReader();
    reader.onerror = () => reject(notRead(`${file.name} could not be read.`, 'Check that you may read it, then try again.'));
    // data:…;base64,…
    reader.onload = () => resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : '');
    reader.readAsDataURL(file);
  });
}
