import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { ArrowClockwiseRegular, SendRegular, TableDismissRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { CallRequest, OperationDetailDto, PivotDto } from '../../../ipc/generated/contract';
import { CommandFailure } from '../../../ipc/host';
import { EmptyState } from '../../../shared/EmptyState';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { ResultPanel } from '../../../shared/result/ResultPanel';
import { Tabs, type Tab } from '../../../shared/Tabs';
import type { Call } from '../store';
import { CallProgress } from './CallProgress';
import { CompareDialog } from './CompareDialog';
import { Exchange } from './Exchange';
import { Snippets } from './Snippets';
import { StatusLine } from './StatusLine';
import { TextTab } from './TextTab';

type View = 'table' | 'json' | 'raw' | 'headers' | 'timing' | 'request' | 'snippets';

const TABS: readonly Tab<View>[] = [
  { name: 'table', title: 'Table' },
  { name: 'json', title: 'JSON' },
  { name: 'raw', title: 'Raw' },
  { name: 'headers', title: 'Headers' },
  { name: 'timing', title: 'Timing' },
  { name: 'request', title: 'Request as sent' },
  { name: 'snippets', title: 'Snippets' },
];

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  // A table and a long text scroll inside; the whole of them is as high as most of the window.
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0, minHeight: 0 },
  high: { height: 'max(340px, calc(100vh - 300px))' },
  // So that there is room for the answer as soon as the call is sent, and nothing jumps when it comes.
  tabs: { minHeight: 'max(340px, calc(100vh - 300px))' },
  request: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere', color: tokens.colorNeutralForeground2 },
});

type Props = {
  detail: OperationDetailDto;
  call: Call | null;
  /** The form as it stands, for the snippets. */
  request: CallRequest;
  onCancel: () => void;
  onMore: (allPages: boolean) => void;
  onFiles: () => void;
  onRepeat: () => void;
  onPivot: (pivot: PivotDto) => void;
};

/** What came back, and everything there is to know about how. A failed call has its body, headers and timing, too. */
export function Answer({ detail, call, request, onCancel, onMore, onFiles, onRepeat, onPivot }: Props) {
  const styles = useStyles();
  const [view, setView] = useState<View>('table');
  const [comparing, setComparing] = useState(false);
  const failure = call === null || call.running ? null : failureOf(call);
  const called = call?.called ?? null;
  const sent = call?.sent ?? null;

  return (
    <section className={styles.root} aria-label="Answer" data-testid="answer" data-running={call?.running ?? false}>
      {sent === null ? null : (
        <Text className={styles.request} data-testid="sent">
          {sent}
        </Text>
      )}
      {call?.running === true ? <CallProgress call={call} onCancel={onCancel} /> : null}
      {call === null || called === null ? null : (
        <StatusLine called={called} busy={call.running} onMore={onMore} onFiles={onFiles} onCompare={() => setComparing(true)} />
      )}
      {failure === null ? null : <ErrorBanner failure={failure} intent={called !== null && called.rows > 0 ? 'warning' : 'error'} />}
      <Tabs label="Views of the answer" tabs={TABS} selected={view} onSelect={setView} panelClassName={mergeClasses(styles.panel, styles.tabs)} testId="answer-tab">
        {view === 'snippets' ? (
          <Snippets request={request} />
        ) : call === null ? (
          <NotSent />
        ) : view === 'table' ? (
          <TableView key={call.request.callId} detail={detail} call={call} onRepeat={onRepeat} onPivot={onPivot} />
        ) : called === null ? (
          <Text>{call.running ? 'The answer is not complete yet.' : 'The call came to no answer.'}</Text>
        ) : view === 'json' || view === 'raw' ? (
          <div className={mergeClasses(styles.panel, styles.high)}>
            <TextTab call={call} pretty={view === 'json'} />
          </div>
        ) : (
          <Exchange call={call} part={view} />
        )}
      </Tabs>
      {comparing && called !== null ? <CompareDialog callId={called.callId} onClose={() => setComparing(false)} /> : null}
    </section>
  );
}

/** Why a call did not come to its end; stopping it oneself is no failure. */
function failureOf(call: Call): CommandFailure | null {
  const failure = call.failure ?? (call.called?.failure === null || call.called === null ? null : new CommandFailure(call.called.failure));
  return failure?.detail.code === 'LOAD_CANCELLED' ? null : failure;
}

function NotSent() {
  return (
    <EmptyState
      icon={<SendRegular />}
      title="Not sent yet"
      text="Fill in the form and send the call. The answer is shown here as a table and as it came."
    />
  );
}

type TableProps = { detail: OperationDetailDto; call: Call; onRepeat: () => void; onPivot: (pivot: PivotDto) => void };

function TableView({ detail, call, onRepeat, onPivot }: TableProps) {
  const styles = useStyles();
  const [gone, setGone] = useState(false);
  const { called, running, resultId, rows, pages } = call;
  const { operation } = detail;
  if (gone) {
    return (
      <EmptyState
        icon={<ArrowClockwiseRegular />}
        title="These rows are no longer held"
        text="The program holds the latest answers only."
        action={operation.effect === 'read' ? <Button onClick={onRepeat}>Send again</Button> : undefined}
      />
    );
  }
  const shape = called?.shape ?? 'table';
  const status = called?.status ?? null;
  if (running && pages === 0) {
    return <Text>No row has arrived yet.</Text>;
  }
  if (!running && shape === 'scalar') {
    return <TextTab call={call} pretty />;
  }
  const nothing = called === null && rows === 0;
  if (resultId === null || (!running && (nothing || shape === 'empty' || shape === 'other'))) {
    return (
      <EmptyState
        icon={<TableDismissRegular />}
        title={status === null ? 'No answer' : shape === 'empty' ? 'The answer is empty' : 'The answer is not a table'}
        text={
          status === null
            ? (call.failure?.detail ?? called?.failure)?.code === 'LOAD_CANCELLED'
              ? 'The call was stopped before anything came back.'
              : 'Nothing came back. The message above says why.'
            : shape === 'empty'
              ? 'The service took the call and sent nothing back.'
              : 'Raw shows it as it came.'
        }
      />
    );
  }
  return (
    <div className={mergeClasses(styles.panel, styles.high)}>
      <ResultPanel
        resultId={resultId}
        label={operation.title}
        columnsKey={operation.id}
        busy={running}
        version={`${rows} ${call.version}`}
        incomplete={called !== null && (called.more || called.failure !== null)}
        onPivot={onPivot}
        onGone={() => setGone(true)}
        empty={
          <EmptyState
            icon={<TableDismissRegular />}
            title="The service has no such rows"
            text="Nothing matches what was asked for, or your account may not see it."
          />
        }
        name="answer"
      />
    </div>
  );
}
