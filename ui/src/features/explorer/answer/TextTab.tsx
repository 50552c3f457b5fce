import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, Spinner, Text, tokens } from '@fluentui/react-components';
import { SaveRegular } from '@fluentui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { AnswerTextDto, SavedDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { SavedTo } from '../../../shared/SavedTo';
import type { Call } from '../store';
import { bytesText } from '../words';

// Only an answer that is read needs it; it is the heaviest part of the screen.
const CodeView = lazy(() => import('./CodeView'));

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minHeight: 0, flexGrow: 1 },
  wrap: { whiteSpace: 'normal' },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
});

/** The body of the last answer: pretty where it is JSON, or as it came. */
export function TextTab({ call, pretty }: { call: Call; pretty: boolean }) {
  const styles = useStyles();
  const host = useHost();
  const { callId } = call.request;
  const text = useQuery<AnswerTextDto, CommandFailure>({
    // Further pages bring another body.
    queryKey: ['answer-text', callId, pretty, call.pages],
    queryFn: () => host.invoke('get_answer_text', { callId, pretty }),
    staleTime: Infinity,
    // Bodies are large; the backend has them.
    gcTime: 0,
  });
  const save = useMutation<SavedDto, CommandFailure>({ mutationFn: () => host.invoke('save_answer', { callId }), gcTime: 0 });
  const failure = text.error ?? save.error;
  const saveButton = (
    <Button size="small" icon={<SaveRegular />} disabledFocusable={save.isPending} onClick={() => save.mutate()} data-testid="save-answer">
      Save whole answer
    </Button>
  );

  return (
    <div className={styles.root}>
      {failure === null ? null : <ErrorBanner failure={failure} />}
      {text.isPending ? <Spinner size="tiny" label="Reading the answer" /> : null}
      {text.data === undefined ? null : text.data.bytes === 0 ? (
        <Text data-testid="empty-body">The answer has no body.</Text>
      ) : (
        <>
          {text.data.cut ? (
            <MessageBar intent="info" data-testid="answer-cut">
              <MessageBarBody className={styles.wrap}>
                This is the beginning of {bytesText(text.data.bytes)}. The file has all of it.
              </MessageBarBody>
              <MessageBarActions>{saveButton}</MessageBarActions>
            </MessageBar>
          ) : (
            <div className={styles.bar}>
              {call.pages > 1 ? <Text size={200}>The body of the last of {call.pages} pages, {bytesText(text.data.bytes)}</Text> : <Text size={200}>{bytesText(text.data.bytes)}</Text>}
              {saveButton}
            </div>
          )}
          <SavedTo saved={save.data} data-testid="answer-saved" />
          {pretty && !text.data.json ? <Text>The answer is not JSON; this is how it came.</Text> : null}
          <Suspense fallback={<Spinner size="tiny" label="Opening" />}>
            <CodeView
              label={pretty ? 'Answer as JSON' : 'Answer as it came'}
              text={text.data.text}
              json={pretty && text.data.json}
              testId={pretty ? 'answer-json' : 'answer-raw'}
            />
          </Suspense>
        </>
      )}
    </div>
  );
}
