import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular, KeyRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useHost } from '../../ipc/HostContext';
import type { SessionDto, TokenReportDto } from '../../ipc/generated/contract';
import type { CommandFailure } from '../../ipc/host';
import { useAppState, useStateCommand } from '../../shared/appState';
import { EmptyState } from '../../shared/EmptyState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { navigate } from '../../shared/navigation';
import { Page, Section } from '../../shared/Page';
import { InspectToken } from './InspectToken';
import { RawToken } from './RawToken';
import { ofSession, type TokenSubject } from './subject';
import { TokenCopies } from './TokenCopies';
import { TokenReport } from './TokenReport';
import { TokenTabs } from './TokenTabs';

const useStyles = makeStyles({
  foot: { display: 'flex', justifyContent: 'flex-end', gap: tokens.spacingHorizontalS },
});

export default function TokenScreen() {
  const { session } = useAppState();
  return (
    <Page
      title="Token"
      lead="What Microsoft Entra ID put into your access token, and whether it fits what you want to do. This is diagnosis only: the API decides what the token is good for."
    >
      {session === null ? (
        <Section title="Your token">
          <EmptyState
            icon={<KeyRegular />}
            title="No token yet"
            text="Sign in to get an access token, or paste one below to look at it."
            action={
              <Button appearance="primary" onClick={() => navigate('sign-in')}>
                Sign in
              </Button>
            }
          />
        </Section>
      ) : (
        <SessionToken session={session} />
      )}
      <InspectToken />
    </Page>
  );
}

function SessionToken({ session }: { session: SessionDto }) {
  const subject = ofSession(session);
  return (
    // Another account, other views; a renewed token is looked at where its predecessor was.
    <TokenTabs key={session.profileId} subject={subject} label="Views of your token">
      <SessionChecks session={session} subject={subject} />
    </TokenTabs>
  );
}

function SessionChecks({ session, subject }: { session: SessionDto; subject: TokenSubject }) {
  const styles = useStyles();
  const host = useHost();
  const renew = useStateCommand('renew_token');
  const report = useQuery<TokenReportDto, CommandFailure>({
    queryKey: ['token-report', ...subject.key],
    queryFn: () => host.invoke('get_token_report', null),
    gcTime: 0,
  });
  const renewButton = session.renewable ? (
    <Button
      icon={<ArrowSyncRegular />}
      disabledFocusable={renew.isPending}
      onClick={() => renew.mutate(null)}
      data-testid="renew-token"
    >
      Renew
    </Button>
  ) : null;

  return (
    <>
      {renew.error === null ? null : <ErrorBanner failure={renew.error} />}
      {report.error === null ? null : <ErrorBanner failure={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending ? <Spinner label="Decoding the token" /> : null}
      {report.data === undefined ? null : (
        <>
          <TokenReport report={report.data} subject={subject} title="Checks" aside={renewButton} />
          <RawToken key={session.expiresAt} />
          <TokenCopies key={`copies of ${session.expiresAt}`} subject={subject} />
          <div className={styles.foot}>
            <span className="visually-hidden">Next step</span>
            <Button appearance="primary" onClick={() => navigate('alerts')} data-testid="next-step">
              Load alerts with this token
            </Button>
          </div>
        </>
      )}
    </>
  );
}
