import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular, BranchCompareRegular, DocumentArrowDownRegular } from '@fluentui/react-icons';
import type { CalledDto } from '../../../ipc/generated/contract';
import { bytesText, count, durationText, SHAPE_WORDS } from '../words';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalM, rowGap: tokens.spacingVerticalXS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginLeft: 'auto' },
});

type Props = {
  called: CalledDto;
  busy: boolean;
  onMore: (allPages: boolean) => void;
  onFiles: () => void;
  onCompare: () => void;
};

/** How a call ended, in one line, and what can be done with it. */
export function StatusLine({ called, busy, onMore, onFiles, onCompare }: Props) {
  const styles = useStyles();
  const { status, shape, rows, pages, duplicates, bytes, elapsedMs, more, links, failure, comparable } = called;
  const isTable = shape === 'table';
  const none = status === null && bytes === 0;
  const stopped = failure?.code === 'LOAD_CANCELLED';
  const facts = [
    ...(none ? [] : [isTable ? count(rows, 'row') : SHAPE_WORDS[shape]]),
    ...(isTable && pages > 0 ? [count(pages, 'page')] : []),
    ...(duplicates > 0 ? [`${count(duplicates, 'duplicate')} dropped`] : []),
    ...(none ? [] : [bytesText(bytes)]),
    durationText(elapsedMs),
  ];
  return (
    <div className={styles.root} data-testid="call-status">
      <Badge appearance="tint" color={none && stopped ? 'informative' : status === null || status >= 400 ? 'danger' : failure === null ? 'success' : 'warning'}>
        {status !== null ? `HTTP ${status}` : stopped ? 'Stopped' : 'No answer'}
      </Badge>
      <Text role="status">{facts.join(' · ')}</Text>
      <span className={styles.actions}>
        {more ? (
          <>
            <Button size="small" icon={<ArrowDownloadRegular />} disabledFocusable={busy} onClick={() => onMore(false)} data-testid="next-page">
              {failure === null ? 'Load more' : 'Resume'}
            </Button>
            <Button size="small" disabledFocusable={busy} onClick={() => onMore(true)} data-testid="all-further-pages">
              {failure === null ? 'Load all pages' : 'Resume with all pages'}
            </Button>
          </>
        ) : null}
        {links.length > 0 ? (
          <Button size="small" icon={<DocumentArrowDownRegular />} disabledFocusable={busy} onClick={onFiles} data-testid="fetch-files">
            Fetch {count(links.length, 'file')} into the table
          </Button>
        ) : null}
        {isTable && comparable ? (
          <Button size="small" icon={<BranchCompareRegular />} disabledFocusable={busy} onClick={onCompare} data-testid="compare-answers">
            Compare with previous
          </Button>
        ) : null}
      </span>
    </div>
  );
}
