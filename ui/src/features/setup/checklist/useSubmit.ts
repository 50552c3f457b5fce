import { useState } from 'react';
import type { EvidenceKind } from '../../../ipc/generated/contract';
import { useChecklistCommand } from './useChecklist';

/** A field for pasted evidence: its text, and what became of it. */
export function useSubmit(kind: Extract<EvidenceKind, 'manifest' | 'errorPage'>) {
  const submit = useChecklistCommand('submit_evidence');
  const [text, setText] = useState('');
  return {
    text,
    change: (next: string): void => {
      setText(next);
      submit.reset();
    },
    /** Sends a text, which is shown meanwhile and taken away once it was read. */
    send: (next: string): void => {
      setText(next);
      submit.mutate({ kind, text: next }, { onSuccess: () => setText('') });
    },
    busy: submit.isPending,
    failure: submit.error,
    /** What was read, in the backend's words; `null` until then. */
    read: submit.data?.evidence.find((evidence) => evidence.kind === kind)?.summary ?? null,
  };
}
