import { Button, MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { AlertUrgentRegular, PersonKeyRegular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { AlertQueryDto, SessionDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import { activeProfile, refreshAppState, useAppState } from '../../shared/appState';
import { EmptyState } from '../../shared/EmptyState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { navigate } from '../../shared/navigation';
import { Page } from '../../shared/Page';
import { ResultPanel } from '../../shared/result/ResultPanel';
import { resultView } from '../../shared/result/views';
import { useStore } from '../../shared/store';
import { AlertDetails } from './AlertDetails';
import { SeverityBadge, statusLabel } from './badges';
import { ALERT_ROWS } from './columns';
import { LoadProgress } from './LoadProgress';
import { defaultQuery, fromDto, sameQuestion, toRequest, type AlertQuery } from './query';
import { QueryBar } from './QueryBar';
import { alertsOf, type AlertsState, type AlertsStore } from './store';
import { ViewsMenu } from './views/ViewsMenu';

export default function AlertsScreen() {
  const { session } = useAppState();
  const store = alertsOf(useHost());
  const key = session === null ? null : `${session.profileId} ${session.tenantId} ${session.objectId}`;
  useEffect(() => store.useSession(key), [store, key]);

  if (session === null) {
    return (
      <Page title="Alerts">
        <EmptyState
          icon={<PersonKeyRegular />}
          title="Sign in to load alerts"
          text="Alerts are read on your behalf, with the permission Alert.Read or Alert.ReadWrite."
          action={
            <Button appearance="primary" onClick={() => navigate('sign-in')}>
              Sign in
            </Button>
          }
        />
      </Page>
    );
  }
  return <Alerts key={key} store={store} session={session} />;
}

/** Under which the table's arrangement is kept. */
const VIEW_KEY = 'alerts';

/** What was last asked for, per store, so that leaving the screen does not forget it. */
const queries = new WeakMap<AlertsStore, AlertQuery>();

function Alerts({ store, session }: { store: AlertsStore; session: SessionDto }) {
  const client = useQueryClient();
  const appState = useAppState();
  const state = useStore(store);
  const view = resultView(useHost(), session, VIEW_KEY, ALERT_ROWS);
  const [query, setQuery] = useState<AlertQuery>(
    () => queries.get(store) ?? defaultQuery(activeProfile(appState)?.cloud === 'sandbox'),
  );
  const changeQuery = (next: AlertQuery): void => {
    queries.set(store, next);
    setQuery(next);
  };

  const changed = useCallback((): void => {
    ['alert-row', 'alert'].forEach((key) => void client.invalidateQueries({ queryKey: [key] }));
  }, [client]);
  const loadFor = (wanted: AlertQuery): void => {
    void store.load(toRequest(wanted, crypto.randomUUID(), Date.now()), wanted).then(() => {
      // The backend may have renewed the token on the way, or found the session ended.
      refreshAppState(client);
    });
  };
  const load = (): void => loadFor(query);
  const applyQuery = (kept: AlertQueryDto): AlertQuery => {
    const wanted = fromDto(kept, Date.now());
    changeQuery(wanted);
    const { resultId, asked, phase } = store.get();
    const held = (resultId !== null || phase === 'loading') && asked !== null && sameQuestion(asked, wanted);
    if (!held) {
      loadFor(wanted);
    }
    return wanted;
  };

  return (
    <Page title="Alerts" layout="filling">
      <QueryBar query={query} onChange={changeQuery} onLoad={load} loading={state.phase === 'loading'}>
        <ViewsMenu view={view} query={query} onQuery={applyQuery} />
      </QueryBar>
      {state.phase === 'loading' ? <LoadProgress state={state} onCancel={() => void store.cancel()} /> : null}
      {state.loadFailure === null ? null : <ErrorBanner failure={state.loadFailure} onRetry={load} />}
      {state.goneFailure === null ? null : <ErrorBanner failure={state.goneFailure} />}
      {state.phase === 'done' && state.loaded?.complete === false ? (
        <MessageBar intent="warning">
          <MessageBarBody>The load was stopped. The table holds the alerts that had arrived.</MessageBarBody>
        </MessageBar>
      ) : null}
      {state.resultId === null ? (
        <BeforeRows state={state} />
      ) : (
        <ResultPanel
          resultId={state.resultId}
          label="Alerts"
          columnsKey={VIEW_KEY}
          name="alerts"
          rows={ALERT_ROWS}
          busy={state.phase === 'loading'}
          version={state.arrived}
          incomplete={state.phase === 'done' && state.loaded?.complete !== true}
          renderCell={renderCell}
          detailsFor={(rowId, close) => (
            <AlertDetails resultId={state.resultId ?? ''} rowId={rowId} view={view} session={session} onClose={close} />
          )}
          onChanged={changed}
          onGone={store.resultGone}
          empty={<NoAlerts state={state} />}
        />
      )}
    </Page>
  );
}

function BeforeRows({ state }: { state: AlertsState }) {
  if (state.phase === 'loading') {
    return <Spinner label="Asking the service for alerts" />;
  }
  return (
    <EmptyState
      icon={<AlertUrgentRegular />}
      title="No alerts loaded yet"
      text="Choose a period and, if you like, severities. Then load the alerts; all pages come in one go, and you can stop at any time."
    />
  );
}

function NoAlerts({ state }: { state: AlertsState }) {
  return state.loaded?.complete !== true ? (
    <BeforeRows state={state} />
  ) : (
    <EmptyState
      icon={<AlertUrgentRegular />}
      title="The service has no such alerts"
      text="No alert was created in this period with these severities, or your account may not see them. Try a longer period."
    />
  );
}

function renderCell(column: string, value: string): ReactNode {
  return column === 'severity' ? <SeverityBadge severity={value} /> : column === 'status' ? statusLabel(value) : undefined;
}
