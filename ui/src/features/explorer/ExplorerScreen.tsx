import { Button, makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular, CompassNorthwestRegular, DocumentTableRegular, HistoryRegular, NotepadRegular, PersonAddRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ExplorerDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import { useAppState } from '../../shared/appState';
import { LazyBulkDialog } from '../../shared/bulk/LazyBulkDialog';
import type { BulkStart } from '../../shared/bulk/start';
import { EmptyState } from '../../shared/EmptyState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { useMedia } from '../../shared/media';
import { takeHandedOver } from '../../shared/handOver';
import { navigate, partOf } from '../../shared/navigation';
import { Page } from '../../shared/Page';
import { useStore } from '../../shared/store';
import { GuardBar } from './changes/GuardBar';
import { ChangeLogDialog } from './history/ChangeLogDialog';
import { HistoryDialog } from './history/HistoryDialog';
import { OperationChooser } from './list/OperationChooser';
import { OperationList } from './list/OperationList';
import type { Wanted } from './list/search';
import { Operation } from './operation/Operation';
import { explorerOf } from './store';
import { useExplorerQuery } from './useExplorer';

/** Below this the list of operations is behind a button. */
const NO_ROOM = '(max-width: 1099px)';

const useStyles = makeStyles({
  top: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  guard: { flex: '1 1 360px', minWidth: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  split: { display: 'flex', flexGrow: 1, minHeight: 0, gap: tokens.spacingHorizontalL },
  // The page scrolls as a whole: there is no height to spare for what stands still.
  stacked: { flexDirection: 'column', flexShrink: 0, minHeight: 'auto', gap: tokens.spacingVerticalS },
  flowing: { overflowY: 'visible', minHeight: 'auto', paddingBottom: tokens.spacingVerticalM },
  list: { width: '330px', flexShrink: 0, minHeight: 0 },
  // Without anchoring: what comes above the answer must not push away what sending has brought up.
  right: { overflowAnchor: 'none', display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0, overflowY: 'auto', gap: tokens.spacingVerticalS },
  back: { alignSelf: 'flex-start' },
});

export default function ExplorerScreen() {
  const { activeProfileId, session } = useAppState();
  const store = explorerOf(useHost());
  const explorer = useExplorerQuery();
  const key = session === null ? activeProfileId : `${session.profileId} ${session.tenantId} ${session.objectId}`;
  useEffect(() => store.useSession(key), [store, key]);

  if (activeProfileId === null) {
    return (
      <Page title="Explorer">
        <EmptyState
          icon={<PersonAddRegular />}
          title="Make a profile first"
          text="Calls go to a profile's tenant. Make one on Set up, or use the sandbox tenant."
          action={
            <Button appearance="primary" onClick={() => navigate('setup')}>
              Go to Set up
            </Button>
          }
        />
      </Page>
    );
  }
  return (
    <Page title="Explorer" layout="filling">
      {explorer.data !== undefined ? (
        <Explorer explorer={explorer.data} />
      ) : explorer.error === null ? (
        <Spinner label="Opening the operations" />
      ) : (
        <ErrorBanner failure={explorer.error} onRetry={() => void explorer.refetch()} />
      )}
    </Page>
  );
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The operation in the address; it keeps the browser's way back. */
function useAddressed(): string | null {
  return useSyncExternalStore(subscribe, () => partOf(window.location.hash));
}

const FROM_A_FILE: BulkStart = { from: 'file' };

type Panel = 'none' | 'history' | 'changes' | 'file';

function Explorer({ explorer }: { explorer: ExplorerDto }) {
  const styles = useStyles();
  const store = explorerOf(useHost());
  const { operationId } = useStore(store);
  const addressed = useAddressed();
  const noRoom = useMedia(NO_ROOM);
  const right = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<Wanted>({ text: '', onlyReady: false });
  const [choosing, setChoosing] = useState(operationId === null && addressed === null);
  const [panel, setPanel] = useState<Panel>('none');
  // Where pivots led away from, the latest last.
  const [trail, setTrail] = useState<readonly string[]>([]);
  const rowOf = (id: string | null) => explorer.operations.find(({ operation }) => operation.id === id);
  const chosen = rowOf(operationId)?.operation ?? null;

  useEffect(() => {
    const handedOver = takeHandedOver();
    if (handedOver !== null) {
      store.fill(handedOver.operation.id, handedOver.values, handedOver.operation.effect === 'read');
    } else if (addressed !== null) {
      store.select(addressed);
    }
  }, [store, addressed]);

  const open = useCallback(
    (id: string): void => {
      store.select(id);
      navigate('explorer', id);
      setChoosing(false);
      if (right.current !== null) {
        right.current.scrollTop = 0;
        right.current.parentElement?.scrollIntoView({ block: 'nearest' });
      }
    },
    [store],
  );
  const back = rowOf(trail.at(-1) ?? null)?.operation ?? null;
  const list = (
    <OperationList
      operations={explorer.operations}
      chosen={operationId}
      onChoose={(id) => {
        setTrail([]);
        open(id);
      }}
      wanted={wanted}
      onWanted={setWanted}
    />
  );

  return (
    <>
      <div className={styles.top}>
        <div className={styles.guard}>
          <GuardBar guard={explorer.guard} />
        </div>
        <Button icon={noRoom ? undefined : <HistoryRegular />} onClick={() => setPanel('history')} data-testid="open-history">
          History
        </Button>
        <Button icon={noRoom ? undefined : <NotepadRegular />} onClick={() => setPanel('changes')} data-testid="open-change-log">
          Change log
        </Button>
        <Button icon={noRoom ? undefined : <DocumentTableRegular />} onClick={() => setPanel('file')} data-testid="change-from-file">
          Change from a file…
        </Button>
      </div>
      <div className={mergeClasses(styles.split, noRoom && styles.stacked)}>
        {noRoom ? (
          <OperationChooser title={chosen?.title ?? null} open={choosing} onOpen={setChoosing}>
            {list}
          </OperationChooser>
        ) : (
          <div className={styles.list}>{list}</div>
        )}
        <div ref={right} className={mergeClasses(styles.right, noRoom && styles.flowing)}>
          {back === null ? null : (
            <Button
              className={styles.back}
              appearance="subtle"
              icon={<ArrowLeftRegular />}
              onClick={() => {
                setTrail(trail.slice(0, -1));
                open(back.id);
              }}
              data-testid="back"
            >
              Back to {back.title}
            </Button>
          )}
          {chosen === null ? (
            <EmptyState
              icon={<CompassNorthwestRegular />}
              title="Choose an operation"
              text="Every documented operation is in the list, with its permission, its form and its limits."
            />
          ) : (
            <Operation
              key={chosen.id}
              operationId={chosen.id}
              explorer={explorer}
              onOpen={(id) => {
                setTrail([...trail, chosen.id]);
                open(id);
              }}
            />
          )}
        </div>
      </div>
      {panel === 'history' ? (
        <HistoryDialog
          onRerun={({ operation, values }) => {
            setPanel('none');
            setTrail([]);
            store.fill(operation.id, values);
            open(operation.id);
          }}
          onClose={() => setPanel('none')}
        />
      ) : panel === 'changes' ? (
        <ChangeLogDialog onClose={() => setPanel('none')} />
      ) : panel === 'file' ? (
        <LazyBulkDialog start={FROM_A_FILE} onClose={() => setPanel('none')} />
      ) : null}
    </>
  );
}
