import { Button, makeStyles, MessageBar, MessageBarBody, Spinner, Text, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { BulkFormDto, BulkOfferDto, BulkSource } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import { refreshAppState } from '../appState';
import { LockNotice } from '../changes/LockNotice';
import { ErrorBanner } from '../ErrorBanner';
import { valuesOf, type Draft } from '../form/fieldDraft';
import { ModalDialog } from '../ModalDialog';
import { useStore } from '../store';
import { FileSource, type BulkFile } from './FileSource';
import { useBulkOffers } from './offers';
import { PlanStep } from './PlanStep';
import { BulkRun } from './run';
import type { BulkStart } from './start';
import { Steps } from './Steps';
import { WHAT_FORM, WhatStep } from './WhatStep';
import { deedText, isDanger, permissionText } from './words';

const useStyles = makeStyles({
  wrap: { whiteSpace: 'normal' },
  step: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, flexGrow: 1, minWidth: 0, outlineStyle: 'none' },
  danger: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover, color: tokens.colorNeutralForegroundOnBrand },
    ':active': { backgroundColor: tokens.colorStatusDangerBackground3Pressed, color: tokens.colorNeutralForegroundOnBrand },
  },
});

export type BulkDialogProps = {
  start: BulkStart;
  /** A run has ended: rows may read differently. */
  onChanged?: () => void;
  onClose: () => void;
};

/** One change for many targets: what, a look at it, and then the run. */
export default function BulkDialog({ start, onChanged, onClose }: BulkDialogProps) {
  const offers = useBulkOffers(start.from === 'rows' ? start.source.data.resultId : null, true);
  const [chosen, setChosen] = useState<BulkOfferDto | null>(start.from === 'rows' ? start.offer : null);
  const list = offers.data?.offers ?? [];
  // Its state follows the token; which change it is stays.
  const offer = list.find(({ change }) => change === chosen?.change) ?? chosen ?? list[0];
  if (offer === undefined) {
    return (
      <ModalDialog title="Change from a file" size="wide" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>} data-testid="bulk-dialog">
        {offers.error === null ? <Spinner size="small" label="Asking what can be changed" /> : <ErrorBanner failure={offers.error} onRetry={() => void offers.refetch()} />}
      </ModalDialog>
    );
  }
  return (
    <Opened
      start={start}
      offers={list}
      offer={offer}
      onOffer={setChosen}
      allowed={offers.data?.changesAllowed ?? false}
      onChanged={onChanged}
      onClose={onClose}
    />
  );
}

type OpenedProps = {
  start: BulkStart;
  offers: readonly BulkOfferDto[];
  offer: BulkOfferDto;
  onOffer: (offer: BulkOfferDto) => void;
  allowed: boolean;
  onChanged: (() => void) | undefined;
  onClose: () => void;
};

function Opened({ start, offers, offer, onOffer, allowed, onChanged, onClose }: OpenedProps) {
  const styles = useStyles();
  const host = useHost();
  const client = useQueryClient();
  const [run] = useState(() => new BulkRun(host));
  const state = useStore(run);
  const [draft, setDraft] = useState<Draft>({});
  const [form, setForm] = useState<BulkFormDto | null>(null);
  const [file, setFile] = useState<BulkFile | null>(null);
  const [asking, setAsking] = useState(false);
  useEffect(() => () => run.leave(), [run]);
  const { step, plan, running } = state;

  // The next step is read from its beginning.
  const part = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) {
      shown.current = step;
      part.current?.focus();
    }
  }, [step]);

  const source: BulkSource | null =
    start.from === 'rows' ? start.source : file === null ? null : { kind: 'file', data: { fileId: file.fileId } };
  const takeForm = useCallback((next: BulkFormDto | null): void => setForm(next), [setForm]);
  const preview = (): void => {
    if (source !== null && form !== null && !state.planning) {
      void run.plan({ change: offer.change, source, values: valuesOf(form.fields, draft) });
    }
  };
  const send = (): void => {
    void run.run().then(() => {
      onChanged?.();
      // The backend may have renewed the token on the way, or found the session ended.
      refreshAppState(client);
    });
  };
  const close = (): void => (running ? setAsking(true) : onClose());
  const permission = permissionText(offer);
  const ready = plan?.ready ?? 0;

  return (
    <ModalDialog
      title={start.from === 'rows' ? `${offer.title}: ${start.rows}` : 'Change from a file'}
      size="wide"
      onClose={close}
      actions={
        step === 'what' ? (
          <>
            <Button onClick={close} data-testid="bulk-cancel">
              Cancel
            </Button>
            <Button appearance="primary" type="submit" form={WHAT_FORM} disabledFocusable={form === null || state.planning} data-testid="bulk-preview">
              {state.planning ? 'Planning' : 'Preview'}
            </Button>
          </>
        ) : step === 'preview' ? (
          <>
            <Button onClick={() => run.back()} data-testid="bulk-back">
              Back
            </Button>
            <Button onClick={close} data-testid="bulk-cancel">
              Cancel
            </Button>
            <Button
              appearance="primary"
              className={isDanger(offer.change) && allowed && ready > 0 ? styles.danger : undefined}
              disabledFocusable={!allowed || ready === 0}
              onClick={send}
              data-testid="bulk-run"
            >
              {deedText(offer.change, offer.noun, ready)}
            </Button>
          </>
        ) : (
          <Button appearance={running ? 'secondary' : 'primary'} onClick={close} data-testid="bulk-close">
            Close
          </Button>
        )
      }
      data-testid="bulk-dialog"
    >
      <Steps step={step} />
      {allowed || step === 'run' ? null : (
        <LockNotice text="This profile is read-only: you can fill in and preview, and send once changes are allowed." testId="bulk-locked" />
      )}
      {permission === null || step === 'run' ? null : (
        <MessageBar intent="warning" layout="multiline" data-testid="bulk-permission">
          <MessageBarBody className={styles.wrap}>{permission}</MessageBarBody>
        </MessageBar>
      )}
      <div ref={part} tabIndex={-1} role="group" aria-label={step === 'what' ? 'What to change' : step === 'preview' ? 'Preview' : 'Outcome'} className={styles.step}>
        {step === 'what' ? (
          <>
            {start.from === 'file' ? (
              <FileSource
                offers={offers}
                offer={offer}
                onOffer={(next) => {
                  onOffer(next);
                  setDraft({});
                  setForm(null);
                }}
                file={file}
                onFile={setFile}
              />
            ) : null}
            {source === null ? null : (
              <WhatStep
                key={`${offer.change} ${file?.fileId ?? ''}`}
                offer={offer}
                source={source}
                draft={draft}
                problems={state.problems}
                onChange={(next, name) => {
                  setDraft(next);
                  run.forget(name);
                }}
                onForm={takeForm}
                onSubmit={preview}
              />
            )}
            {state.failure === null ? null : <ErrorBanner failure={state.failure} />}
          </>
        ) : plan === null ? null : (
          <PlanStep key={plan.planId} run={run} state={state} plan={plan} offer={offer} form={form} />
        )}
      </div>
      {asking && running ? <AskToStop onGoOn={() => setAsking(false)} onStop={onClose} /> : null}
    </ModalDialog>
  );
}

function AskToStop({ onGoOn, onStop }: { onGoOn: () => void; onStop: () => void }) {
  return (
    <ModalDialog
      title="Stop and close?"
      onClose={onGoOn}
      actions={
        <>
          <Button onClick={onGoOn} data-testid="bulk-go-on">
            Go on
          </Button>
          <Button appearance="primary" onClick={onStop} data-testid="bulk-stop-and-close">
            Stop and close
          </Button>
        </>
      }
      data-testid="bulk-ask"
    >
      <Text>Calls that are not sent yet are dropped. What was changed stays changed; the change log lists it.</Text>
    </ModalDialog>
  );
}
