import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { EvidenceDto, EvidenceKind } from '../../../ipc/generated/contract';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { Section } from '../../../shared/Page';
import { Prose } from '../../../shared/Prose';
import { RelativeTime } from '../../../shared/Time';
import { ErrorPageEvidence } from './ErrorPageEvidence';
import { ManifestEvidence } from './ManifestEvidence';
import { useChecklist, useChecklistCommand } from './useChecklist';
import { EVIDENCE_NAMES } from './words';

const useStyles = makeStyles({
  places: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(320px, 1fr))',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXL}`,
  },
  list: { display: 'flex', flexDirection: 'column', listStyleType: 'none' },
  item: {
    display: 'grid',
    gridTemplateColumns: '172px minmax(0, 1fr) max-content 72px',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    minHeight: '36px',
    ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  summary: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Kept elsewhere, and changed there: the profile's values, and the session's token. */
const STAYING: readonly EvidenceKind[] = ['profile', 'token'];

/** What the checks stand on: what is at hand, and what only the admin can give. */
export function Evidence() {
  const styles = useStyles();
  const { checklist } = useChecklist();
  const clear = useChecklistCommand('clear_evidence');
  return (
    <Section
      title="Evidence"
      lead="The app takes most of it by itself. The app manifest and an error page are yours to give; both are read on this computer and kept until the app is closed."
    >
      <div className={styles.places}>
        <ManifestEvidence />
        <ErrorPageEvidence />
      </div>
      {clear.error === null ? null : <ErrorBanner failure={clear.error} />}
      {checklist.evidence.length === 0 ? (
        <Text className={styles.quiet}>No evidence at hand yet.</Text>
      ) : (
        <ul className={styles.list} aria-label="Evidence at hand">
          {checklist.evidence.map((evidence) => (
            <Item
              key={evidence.kind}
              evidence={evidence}
              busy={clear.isPending}
              onForget={() => clear.mutate({ kind: evidence.kind })}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Item({ evidence, busy, onForget }: { evidence: EvidenceDto; busy: boolean; onForget: () => void }) {
  const styles = useStyles();
  const { kind, takenAt, summary } = evidence;
  return (
    <li className={styles.item} data-testid={`evidence-${kind}`}>
      <Text weight="semibold">{EVIDENCE_NAMES[kind]}</Text>
      <Text className={styles.summary}>
        <Prose text={summary} />
      </Text>
      <Text size={200} className={styles.quiet}>
        <RelativeTime at={takenAt} />
      </Text>
      {STAYING.includes(kind) ? null : (
        <Button
          size="small"
          appearance="subtle"
          disabledFocusable={busy}
          aria-label={`Forget ${EVIDENCE_NAMES[kind]}`}
          onClick={onForget}
          data-testid={`evidence-${kind}-forget`}
        >
          Forget
        </Button>
      )}
    </li>
  );
}
