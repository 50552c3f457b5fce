import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { SignatureDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { ErrorBanner } from '../../shared/ErrorBanner';
import type { TokenSubject } from './subject';
import { OutcomeIcon, VerdictLine, VerdictText } from './Verdict';

const useStyles = makeStyles({
  root: { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  key: { fontFamily: tokens.fontFamilyMonospace, fontSize: '0.95em' },
  remark: { marginTop: tokens.spacingVerticalXS, color: tokens.colorNeutralForeground3, maxWidth: '80ch' },
});

/** The check that needs the tenant's keys. It is made after the others are shown, because the keys may be slow to come. */
export function SignatureRow({ subject }: { subject: TokenSubject }) {
  const styles = useStyles();
  const host = useHost();
  const check = useQuery<SignatureDto, CommandFailure>({
    queryKey: ['signature', ...subject.key],
    queryFn: () => host.invoke('check_signature', subject.request),
    gcTime: 0,
  });
  const found = check.data;
  const outcome = found?.outcome ?? (check.isFetching ? null : 'cannotTell');
  return (
    <div className={styles.root} data-testid="verdict-signature" data-outcome={outcome ?? 'checking'}>
      <VerdictLine
        icon={outcome === null ? <Spinner size="extra-tiny" aria-hidden="true" /> : <OutcomeIcon outcome={outcome} />}
        title="Signature"
      >
        <div role="status">
          {outcome === null ? <Text block>Checking it with the tenant&apos;s public keys</Text> : null}
          {found === undefined ? null : <VerdictText seen={found.seen} advice={found.advice} />}
        </div>
        {check.error === null || check.isFetching ? null : (
          <ErrorBanner failure={check.error} intent="warning" onRetry={() => void check.refetch()} />
        )}
        {/* Some sentences name the key themselves. */}
        {found === undefined || found.keyId === null || found.seen.includes(found.keyId) ? null : (
          <Text block>
            Key ID <span className={styles.key}>{found.keyId}</span>
          </Text>
        )}
        <Text block size={200} className={styles.remark}>
          This is a diagnosis, and no call depends on it. Microsoft tells apps to treat access tokens as opaque: only the API
          that a token is for has to check it.
        </Text>
      </VerdictLine>
    </div>
  );
}
