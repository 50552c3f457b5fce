import { makeStyles, MessageBar, MessageBarBody, Spinner, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { BulkFormDto, BulkOfferDto, BulkSource, SessionDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { useSessionKey } from '../../../shared/appState';
import { useBulkOffers } from '../../../shared/bulk/offers';
import { permissionText } from '../../../shared/bulk/words';
import { LockNotice } from '../../../shared/changes/LockNotice';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import type { JsonRecord } from '../../../shared/json';
import type { ResultView } from '../../../shared/result/view';
import { WorkForm } from './WorkForm';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  wrap: { whiteSpace: 'normal' },
});

/** A view that is renewed while it is asked about is there again after this. */
const RENEWAL_MS = 300;

type Props = {
  view: ResultView;
  rowId: number;
  alert: JsonRecord;
  session: SessionDto;
};

/** What an analyst does with an alert: state, owner, verdict, comment. Whether it may be done, the backend decides. */
export function AlertWork({ view, rowId, alert, session }: Props) {
  const styles = useStyles();
  const { resultId } = view.get();
  const offers = useBulkOffers(resultId, resultId !== null);
  const offer = offers.data?.offers.find(({ change }) => change === 'updateAlerts');
  if (resultId === null || (offers.data !== undefined && offer === undefined)) {
    return null;
  }
  return (
    <section className={styles.root} aria-label="Work on this alert" data-testid="alert-work">
      <Text as="h3" block weight="semibold">
        Work on this alert
      </Text>
      {offers.error !== null ? (
        <ErrorBanner failure={offers.error} onRetry={() => void offers.refetch()} />
      ) : offer === undefined || offers.data === undefined ? (
        <Spinner size="extra-tiny" labelPosition="after" label="Asking what can be changed" />
      ) : (
        <>
          <Permission offer={offer} />
          {offers.data.changesAllowed ? (
            <Form view={view} rowId={rowId} alert={alert} session={session} resultId={resultId} />
          ) : (
            <LockNotice text="This profile is read-only: allow changes to work on alerts." testId="work-locked" />
          )}
        </>
      )}
    </section>
  );
}

/** Decoding a token is diagnosis: it is said, and nothing is kept from being tried. */
function Permission({ offer }: { offer: BulkOfferDto }) {
  const styles = useStyles();
  const text = permissionText(offer);
  return text === null ? null : (
    <MessageBar intent="warning" layout="multiline" data-testid="work-permission">
      <MessageBarBody className={styles.wrap}>{text}</MessageBarBody>
    </MessageBar>
  );
}

function Form({ resultId, ...props }: Props & { resultId: string }) {
  const host = useHost();
  const sessionKey = useSessionKey();
  const { view, rowId } = props;
  const source = (): BulkSource => ({ kind: 'rows', data: { resultId, viewId: view.get().viewId ?? 0, rowIds: [rowId] } });
  // The same for every alert of a load: what can be filled in, not what is in it.
  const form = useQuery<BulkFormDto, CommandFailure>({
    queryKey: ['alert-work-form', resultId, sessionKey],
    queryFn: () => host.invoke('get_bulk_form', { change: 'updateAlerts', source: source() }),
    staleTime: Infinity,
    gcTime: 60_000,
    retry: (failed, { detail }) => failed < 2 && detail.code === 'RESULT_GONE',
    retryDelay: RENEWAL_MS,
    placeholderData: (before) => before,
  });
  if (form.data === undefined) {
    return form.error === null ? (
      <Spinner size="extra-tiny" labelPosition="after" label="Opening the form" />
    ) : (
      <ErrorBanner failure={form.error} onRetry={() => void form.refetch()} />
    );
  }
  return <WorkForm key={`${resultId} ${rowId}`} {...props} form={form.data} source={source} resultId={resultId} />;
}
