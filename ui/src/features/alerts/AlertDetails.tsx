import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { KeyboardEvent, ReactNode } from 'react';
import type { JsonValue, RecordDto, SessionDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { CopyButton } from '../../shared/CopyButton';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Facts } from '../../shared/Facts';
import { openInExplorer } from '../../shared/handOver';
import { JsonText } from '../../shared/JsonText';
import { asRecord, asRecords, asText, type JsonRecord } from '../../shared/json';
import { Pivots } from '../../shared/result/Pivots';
import { columnTitle } from '../../shared/result/rowKind';
import type { ResultView } from '../../shared/result/view';
import { useSettled } from '../../shared/settled';
import { SeverityBadge, statusLabel } from './badges';
import { ALERT_ROWS } from './columns';
import { commentTime } from './comments';
import { AlertWork } from './work/AlertWork';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  head: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  headText: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  badges: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalXS },
  body: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    padding: tokens.spacingHorizontalL,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
  },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  card: {
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const SETTLE_MS = 250;

type Props = {
  resultId: string;
  rowId: number;
  /** The table that the row is in. */
  view: ResultView;
  session: SessionDto;
  onClose: () => void;
};

/**
 * Everything about one alert: at once what the load brought, then what the service says about this alert alone, which
 * is where evidence comes from.
 */
export function AlertDetails({ resultId, rowId, view, session, onClose }: Props) {
  const styles = useStyles();
  const host = useHost();
  const row = useQuery<RecordDto, CommandFailure>({
    queryKey: ['alert-row', resultId, rowId],
    queryFn: () => host.invoke('get_row', { resultId, rowId }),
    gcTime: 60_000,
    staleTime: Infinity,
  });
  const loaded = asRecord(row.data?.json);
  const alertId = typeof loaded?.id === 'string' ? loaded.id : null;
  // Holding an arrow key runs through many alerts; the service allows 100 calls a minute.
  const askedFor = useSettled(alertId, SETTLE_MS);
  const full = useQuery<RecordDto, CommandFailure>({
    queryKey: ['alert', session.profileId, alertId],
    queryFn: () => host.invoke('get_alert', { alertId: alertId ?? '' }),
    enabled: alertId !== null && askedFor === alertId,
    gcTime: 60_000,
    staleTime: 60_000,
  });
  const alert = asRecord(full.data?.json) ?? loaded;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
  };

  return (
    <aside className={styles.root} aria-label="Alert details" data-testid="alert-details" onKeyDown={onKeyDown}>
      <div className={styles.head}>
        <div className={styles.headText}>
          <Text as="h2" block size={400} weight="semibold">
            {alert === null ? 'Alert' : asText(alert.title ?? 'Untitled alert')}
          </Text>
          {alert === null ? null : (
            <div className={styles.badges}>
              <SeverityBadge severity={asText(alert.severity ?? '')} />
              <Text size={200}>{statusLabel(asText(alert.status ?? ''))}</Text>
            </div>
          )}
        </div>
        {alertId === null ? null : <CopyButton text={alertId} what="alert ID" size="medium" />}
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label="Close details"
          title="Close (Esc)"
          onClick={onClose}
          data-testid="close-details"
        />
      </div>
      <div className={styles.body} tabIndex={0} role="group" aria-label="Work, properties, comments and evidence">
        {row.error === null ? null : <ErrorBanner failure={row.error} />}
        {full.error === null ? null : (
          <div className={styles.section}>
            <ErrorBanner failure={full.error} intent="warning" onRetry={() => void full.refetch()} />
            <Text size={200}>Shown is what the load brought. Evidence may be missing.</Text>
          </div>
        )}
        {alert !== null ? (
          <Body alert={alert} asking={full.data === undefined && full.error === null}>
            <AlertWork view={view} rowId={rowId} alert={alert} session={session} />
            <Pivots resultId={resultId} rowId={rowId} onPivot={openInExplorer} />
          </Body>
        ) : row.error === null ? (
          <Spinner size="small" label="Reading the alert" />
        ) : null}
      </div>
    </aside>
  );
}

type BodyProps = {
  alert: JsonRecord;
  /** More is on its way. */
  asking: boolean;
  /** What can be done with the alert, and where it leads; after what it is about. */
  children: ReactNode;
};

function Body({ alert, asking, children }: BodyProps) {
  const styles = useStyles();
  const { comments, evidence, ...properties } = alert;
  return (
    <>
      {typeof alert.description === 'string' ? <Text>{alert.description}</Text> : null}
      {children}
      <section className={styles.section} aria-label="Comments" data-testid="alert-comments">
        <Heading>Comments</Heading>
        <Comments comments={asRecords(comments)} />
      </section>
      <section className={styles.section} aria-label="Evidence" data-testid="alert-evidence" aria-busy={asking}>
        <Heading>Evidence</Heading>
        <Evidence evidence={asRecords(evidence)} asking={asking} />
      </section>
      <section className={styles.section} aria-label="Properties">
        <Heading>Properties</Heading>
        <Facts
          narrow
          facts={Object.entries(properties)
            .filter(([name]) => name !== 'description')
            .map(([name, value]) => ({ name: columnTitle(ALERT_ROWS, name), original: name, value: <JsonText value={value ?? null} /> }))}
        />
      </section>
    </>
  );
}

function Heading({ children }: { children: string }) {
  return (
    <Text as="h3" block weight="semibold">
      {children}
    </Text>
  );
}

function Comments({ comments }: { comments: JsonRecord[] }) {
  const styles = useStyles();
  if (comments.length === 0) {
    return <Text className={styles.quiet}>No comments.</Text>;
  }
  return comments.map((comment, position) => (
    <div key={position} className={styles.card}>
      <Text block>{asText(comment.comment ?? '')}</Text>
      <Text block size={200} className={styles.quiet}>
        {asText(comment.createdBy ?? 'Unknown author')} · <JsonText value={commentTime(comment)} />
      </Text>
    </div>
  ));
}

function Evidence({ evidence, asking }: { evidence: JsonRecord[]; asking: boolean }) {
  const styles = useStyles();
  if (evidence.length === 0) {
    return asking ? (
      <Spinner size="extra-tiny" labelPosition="after" label="Asking the service for evidence" />
    ) : (
      <Text className={styles.quiet}>No evidence.</Text>
    );
  }
  return evidence.map((item, position) => {
    const { entityType, ...rest } = item;
    const present = Object.entries(rest).filter((entry): entry is [string, JsonValue] => entry[1] !== null && entry[1] !== undefined && entry[1] !== '');
    return (
      <div key={position} className={styles.card}>
        <Text block weight="semibold">
          {asText(entityType ?? 'Evidence')}
        </Text>
        <Facts narrow facts={present.map(([name, value]) => ({ name: columnTitle(ALERT_ROWS, name), original: name, value: <JsonText value={value} /> }))} />
      </div>
    );
  });
}
