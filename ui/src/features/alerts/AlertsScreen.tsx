import { Button, makeStyles, mergeClasses, MessageBar, MessageBarBody, Spinner, tokens } from '@fluentui/react-components';
import { AlertUrgentRegular, FilterDismissRegular, PersonKeyRegular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { SessionDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import { activeProfile, refreshAppState, useAppState } from '../../shared/appState';
import { DataTable } from '../../shared/DataTable';
import { EmptyState } from '../../shared/EmptyState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { useMedia } from '../../shared/media';
import { navigate } from '../../shared/navigation';
import { Page } from '../../shared/Page';
import { useStore } from '../../shared/store';
import { parseInstant } from '../../shared/instants';
import { Time } from '../../shared/Time';
import { AlertDetails } from './AlertDetails';
import { AlertsToolbar } from './AlertsToolbar';
import { SeverityBadge, statusLabel } from './badges';
import { orderColumns, storedColumns, tableColumns } from './columns';
import { LoadProgress } from './LoadProgress';
import { defaultQuery, toRequest, type AlertQuery } from './query';
import { QueryBar } from './QueryBar';
import { alertsOf, type AlertsState, type AlertsStore } from './store';

/** Below this the details lie over the table instead of beside it. */
const OVERLAY = '(max-width: 1199px)';

const useStyles = makeStyles({
  split: { display: 'flex', flexGrow: 1, minHeight: 0, gap: tokens.spacingHorizontalM, position: 'relative' },
  table: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0 },
  pane: { width: '420px', flexShrink: 0, minHeight: 0 },
  overlay: { position: 'absolute', top: 0, right: 0, bottom: 0, width: 'min(480px, 100%)', zIndex: 2, boxShadow: tokens.shadow28 },
});

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

/** What was last asked for, per store, so that leaving the screen does not forget it. */
const queries = new WeakMap<AlertsStore, AlertQuery>();

function Alerts({ store, session }: { store: AlertsStore; session: SessionDto }) {
  const client = useQueryClient();
  const appState = useAppState();
  const state = useStore(store);
  const [query, setQuery] = useState<AlertQuery>(
    () => queries.get(store) ?? defaultQuery(activeProfile(appState)?.cloud === 'sandbox'),
  );
  const changeQuery = (next: AlertQuery): void => {
    queries.set(store, next);
    setQuery(next);
  };
  useEffect(() => store.setVisibleColumns(storedColumns(window.localStorage)), [store]);

  const load = (): void => {
    void store.load(toRequest(query, crypto.randomUUID(), Date.now())).then(() => {
      // The backend may have renewed the token on the way, or found the session ended.
      refreshAppState(client);
    });
  };

  return (
    <Page title="Alerts" layout="filling">
      <QueryBar query={query} onChange={changeQuery} onLoad={load} loading={state.phase === 'loading'} />
      {state.phase === 'loading' ? <LoadProgress state={state} onCancel={() => void store.cancel()} /> : null}
      {state.loadFailure === null ? null : <ErrorBanner failure={state.loadFailure} onRetry={load} />}
      {state.viewFailure === null ? null : <ErrorBanner failure={state.viewFailure} />}
      {state.phase === 'done' && state.loaded?.complete === false ? (
        <MessageBar intent="warning">
          <MessageBarBody>The load was stopped. The table holds the alerts that had arrived.</MessageBarBody>
        </MessageBar>
      ) : null}
      {state.resultId === null ? (
        <BeforeRows state={state} />
      ) : (
        <>
          <AlertsToolbar state={state} store={store} />
          <Rows state={state} store={store} profileId={session.profileId} />
        </>
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

function renderCell(column: string, value: string): ReactNode {
  if (column === 'severity') {
    return <SeverityBadge severity={value} />;
  }
  if (column === 'status') {
    return statusLabel(value);
  }
  const instant = parseInstant(value);
  return instant === null ? <span title={value}>{value}</span> : <Time at={instant} />;
}

function Rows({ state, store, profileId }: { state: AlertsState; store: AlertsStore; profileId: string }) {
  const styles = useStyles();
  const overlay = useMedia(OVERLAY);
  const frame = useRef<HTMLDivElement>(null);
  const columns = tableColumns(orderColumns(state.columns), state.visibleColumns);
  const columnKey = columns.map(({ name }) => name).join(' ');
  const [stableColumns, setStableColumns] = useState({ key: columnKey, columns });
  if (stableColumns.key !== columnKey) {
    // Pages bring the same columns as new objects; the rows must not be drawn anew for that.
    setStableColumns({ key: columnKey, columns });
  }
  const close = (): void => {
    store.closeRow();
    frame.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  };

  if (state.viewId === null) {
    return <Spinner label="Waiting for the first alerts" />;
  }
  if (state.totalRows === 0 && state.phase === 'done') {
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
  if (state.matchedRows === 0 && state.totalRows > 0) {
    return (
      <EmptyState
        icon={<FilterDismissRegular />}
        title="No loaded alert matches"
        text="Change the text or the chosen values above."
        action={<Button onClick={() => store.clearFilters()}>Clear filters</Button>}
      />
    );
  }
  return (
    <div className={styles.split} ref={frame}>
      <div className={styles.table}>
        <DataTable
          label="Alerts"
          columns={stableColumns.columns}
          rowCount={state.matchedRows}
          version={state.version}
          rowAt={store.rowAt}
          onVisible={store.show}
          renderCell={renderCell}
          sort={state.sort}
          onSort={(column) => store.toggleSort(column)}
          activeIndex={state.activeIndex}
          openIndex={state.open?.index ?? null}
          onActivate={store.activate}
          onOpen={store.openRow}
          onEscape={store.closeRow}
          initialTopRow={store.topRow}
          onTopRow={store.rememberTop}
          resetKey={state.arrangement}
          busy={state.phase === 'loading'}
          data-testid="alerts-grid"
        />
      </div>
      {state.open === null || state.resultId === null ? null : (
        <div className={mergeClasses(styles.pane, overlay && styles.overlay)}>
          <AlertDetails resultId={state.resultId} rowId={state.open.rowId} profileId={profileId} onClose={close} />
        </div>
      )}
    </div>
  );
}
