import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { BracesRegular, EyeOffRegular, TicketDiagonalRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import type { CopiedTokenDto, RedactedTokenDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { ConfirmRisk } from '../../shared/ConfirmRisk';
import { CopyButton } from '../../shared/CopyButton';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Section } from '../../shared/Page';
import type { TokenSubject } from './subject';
import { useTextBoxStyles } from './textBox';

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
  ticket: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  names: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
});

/** The same JSON on several lines, for people. */
export function readable(json: string): string {
  if (json.includes('\n')) {
    return json;
  }
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

/** What of a token may be handed on, because it opens nothing. */
export function TokenCopies({ subject }: { subject: TokenSubject }) {
  const styles = useStyles();
  const host = useHost();
  const redact = useMutation<RedactedTokenDto, CommandFailure>({
    mutationFn: () => host.invoke('redact_token', subject.request),
    gcTime: 0,
  });
  const copy = useMutation<CopiedTokenDto, CommandFailure>({
    mutationFn: () => host.invoke('copy_token_json', subject.request),
    gcTime: 0,
  });
  const failure = redact.error ?? copy.error;
  return (
    <Section
      title="Copies without the signature"
      lead="Nobody can call an API with them. Use the one for a ticket wherever others read along."
    >
      {failure === null ? null : <ErrorBanner failure={failure} />}
      <div className={styles.actions}>
        {redact.data === undefined ? (
          <Button
            icon={<TicketDiagonalRegular />}
            disabledFocusable={redact.isPending}
            onClick={() => redact.mutate()}
            data-testid="redact-token"
          >
            Copy for a ticket
          </Button>
        ) : (
          <Button icon={<EyeOffRegular />} onClick={redact.reset} data-testid="hide-redacted">
            Hide the copy for a ticket
          </Button>
        )}
        <ConfirmRisk
          trigger={{ icon: <BracesRegular />, children: 'Copy as JSON', 'data-testid': 'copy-token-json' }}
          title="Copy everything the token says?"
          confirm="Copy as JSON"
          onConfirm={() => copy.mutate()}
          data-testid="confirm-copy-json"
        >
          The copy holds personal claims: the name, the sign-in name and the address of whoever the token is about. Do not put
          it into a ticket or a chat; Copy for a ticket masks them.
        </ConfirmRisk>
        <span role="status" className={styles.quiet}>
          {copy.data === undefined
            ? null
            : `Copied as JSON, with personal claims. The clipboard is cleared after ${copy.data.clearAfterSeconds} seconds.`}
        </span>
      </div>
      {redact.data === undefined ? null : <Ticket copy={redact.data} />}
    </Section>
  );
}

function Ticket({ copy }: { copy: RedactedTokenDto }) {
  const styles = useStyles();
  const box = useTextBoxStyles();
  const text = readable(copy.json);
  const count = copy.masked.length;
  return (
    <div className={styles.ticket} role="group" aria-label="Copy for a ticket">
      <Text block role="status" data-testid="masked-claims">
        {count === 0 ? 'Nothing had to be masked.' : `${count} ${count === 1 ? 'claim is' : 'claims are'} masked: `}
        <span className={styles.names}>{copy.masked.join(', ')}</span>
      </Text>
      <pre
        className={mergeClasses(box.box, box.high)}
        tabIndex={0}
        aria-label="Token for a ticket, as JSON"
        data-testid="redacted-json"
      >
        {text}
      </pre>
      <div className={styles.actions}>
        <CopyButton text={text} what="the text for a ticket" size="medium" appearance="primary" data-testid="copy-redacted">
          Copy
        </CopyButton>
      </div>
    </div>
  );
}
