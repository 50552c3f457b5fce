import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { CallPreviewDto, CallRequest, ExplorerDto, OperationDetailDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import { toCommandFailure, type CommandFailure } from '../../../ipc/host';
import { refreshAppState } from '../../../shared/appState';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { useStore } from '../../../shared/store';
import { Answer } from '../answer/Answer';
import { ActionDialog } from '../changes/ActionDialog';
import { ConfirmWrite } from '../changes/ConfirmWrite';
import { FollowAction } from '../changes/FollowAction';
import { barrierOf, type Barrier } from '../changes/guard';
import { CallForm } from '../form/CallForm';
import { callOf, emptyForm } from '../form/draft';
import { refreshPreviews, usePreview } from '../form/usePreview';
import { explorerOf } from '../store';
import { useOperation } from '../useExplorer';
import { OperationHead } from './OperationHead';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
});

const LOCKED: Record<Barrier, string> = {
  changes: 'This profile is read-only. Choose “Allow changes” above to send calls that change data or act on devices.',
  drastic: 'This call is hard or impossible to undo. Choose “Allow offboarding and live response” above to send it.',
};

type Props = {
  operationId: string;
  explorer: ExplorerDto;
  onOpen: (operationId: string) => void;
};

/** One operation: what it is, its form, its answer. */
export function Operation({ operationId, explorer, onOpen }: Props) {
  const operation = useOperation(operationId);
  if (operation.data === undefined) {
    return operation.error === null ? (
      <Spinner label="Opening the operation" />
    ) : (
      <ErrorBanner failure={operation.error} onRetry={() => void operation.refetch()} />
    );
  }
  return <Opened detail={operation.data} explorer={explorer} onOpen={onOpen} />;
}

/** What is asked before a call is sent. */
type Asking = { kind: 'write'; request: CallRequest; preview: CallPreviewDto } | { kind: 'act'; request: CallRequest };

function Opened({ detail, explorer, onOpen }: { detail: OperationDetailDto } & Omit<Props, 'operationId'>) {
  const styles = useStyles();
  const client = useQueryClient();
  const store = explorerOf(useHost());
  const state = useStore(store);
  const answer = useRef<HTMLDivElement>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [failure, setFailure] = useState<CommandFailure | null>(null);
  const { operation, fields } = detail;
  const { id } = operation;
  const [blank] = useState(() => emptyForm(fields));
  const form = state.forms[id] ?? blank;
  const call = state.calls[id] ?? null;
  const following = state.following[id] ?? null;
  const preview = usePreview(id, fields, form);
  const barrier = barrierOf(explorer.guard, detail);
  const pending = state.pending[id];

  const run = (request: CallRequest): void => {
    void store.run(request).then(() => {
      // The backend may have renewed the token on the way, or found the session ended.
      refreshAppState(client);
      refreshPreviews(client, id);
    });
  };
  const goOn = (work: Promise<void>): void => {
    void work.then(() => {
      refreshAppState(client);
      refreshPreviews(client, id);
    });
  };

  // Sending brings the answer up; coming back to one does not.
  const callId = call?.request.callId ?? null;
  const shownCall = useRef(callId);
  useEffect(() => {
    if (callId !== null && callId !== shownCall.current) {
      answer.current?.scrollIntoView({ block: 'start' });
    }
    shownCall.current = callId;
  }, [callId]);

  // A pivot or an earlier call has filled the form.
  useEffect(() => {
    if (store.prepare(id, fields)) {
      const filled = store.get().forms[id];
      if (filled !== undefined) {
        void store.run(callOf(crypto.randomUUID(), id, fields, filled)).then(() => {
          refreshAppState(client);
          refreshPreviews(client, id);
        });
      }
    }
  }, [store, client, id, fields, pending]);

  const send = async (): Promise<void> => {
    if (call?.running === true || barrier !== null) {
      return;
    }
    setFailure(null);
    store.setForm(id, { ...form, tried: true });
    try {
      const found = await preview.ask();
      if (found.problems.length > 0) {
        focusFirstProblem(found);
        return;
      }
      const request = callOf(crypto.randomUUID(), id, fields, form);
      switch (operation.effect) {
        case 'read':
          run(request);
          break;
        case 'write':
          setAsking({ kind: 'write', request, preview: found });
          break;
        case 'act':
          setAsking({ kind: 'act', request });
          break;
      }
    } catch (reason) {
      setFailure(toCommandFailure(reason));
    }
  };

  return (
    <div className={styles.root} data-testid={`opened-${id}`}>
      <div className={styles.card}>
        <OperationHead
          detail={detail}
          favourite={explorer.operations.find((row) => row.operation.id === id)?.favourite ?? false}
          quota={preview.data?.quota ?? null}
        />
        <CallForm
          detail={detail}
          form={form}
          onChange={(next) => store.setForm(id, next)}
          preview={preview}
          running={call?.running ?? false}
          locked={barrier === null ? null : LOCKED[barrier]}
          onSend={() => void send()}
          onCancel={() => void store.cancel(id)}
        />
        {failure === null ? null : <ErrorBanner failure={failure} />}
      </div>
      <div ref={answer} className={styles.root}>
        {following === null ? null : (
          <FollowAction
            following={following}
            undoneBy={detail.undoneBy}
            onUndo={() => {
              if (detail.undoneBy !== null) {
                // The same target; why it is undone is for the admin to say.
                store.fill(detail.undoneBy.id, (call?.request.values ?? []).filter(({ place }) => place === 'path'));
                onOpen(detail.undoneBy.id);
              }
            }}
            onStop={() => store.stopFollowing(id)}
            onFollow={() => void store.follow(id, following.actionId)}
          />
        )}
        {following === null && call?.called?.actionId !== null && call?.called?.actionId !== undefined ? (
          <Button onClick={() => void store.follow(id, call.called?.actionId ?? '')}>Follow the action</Button>
        ) : null}
        <Answer
          detail={detail}
          call={call}
          request={callOf(call?.request.callId ?? '', id, fields, form)}
          onCancel={() => void store.cancel(id)}
          onMore={(allPages) => goOn(store.goOn(id, allPages))}
          onFiles={() => goOn(store.fetchFiles(id))}
          onRepeat={() => void send()}
          onPivot={(pivot) => {
            store.fill(pivot.operation.id, pivot.values, pivot.operation.effect === 'read');
            onOpen(pivot.operation.id);
          }}
        />
      </div>
      {asking?.kind === 'write' ? (
        <ConfirmWrite detail={detail} preview={asking.preview} onConfirm={() => run(asking.request)} onClose={() => setAsking(null)} />
      ) : asking?.kind === 'act' ? (
        <ActionDialog
          detail={detail}
          request={asking.request}
          onConfirm={(confirmedName) => run({ ...asking.request, confirmedName })}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </div>
  );
}

/** The field that is to be mended first. */
function focusFirstProblem({ problems }: CallPreviewDto): void {
  const [first] = problems;
  if (first !== undefined) {
    document.querySelector<HTMLElement>(`[data-testid="value-${first.place}:${first.name}"]`)?.focus();
  }
}
