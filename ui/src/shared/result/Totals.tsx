import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ColumnKind, ColumnSummaryDto } from '../../ipc/generated/contract';
import { formatLocal, parseInstant } from '../instants';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const decimals = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

/** What a column's rows come to, in two lines. */
export function totalsText(kind: ColumnKind, summary: ColumnSummaryDto): [string, string] {
  const { present, distinct, distinctCut, min, max, sum, mean } = summary;
  const filled = `${present.toLocaleString()} filled`;
  if (present === 0) {
    return ['No values', ''];
  }
  if (kind === 'number' && sum !== null && mean !== null) {
    return [`Sum ${decimals.format(sum)}`, `Mean ${decimals.format(mean)}, ${min ?? ''} to ${max ?? ''}`];
  }
  if (kind === 'time' && min !== null && max !== null) {
    return [`From ${spoken(min)}`, `to ${spoken(max)}`];
  }
  if (kind === 'nested') {
    return [filled, ''];
  }
  return [`${distinctCut ? 'More than ' : ''}${distinct.toLocaleString()} different`, filled];
}

function spoken(instant: string): string {
  const ms = parseInstant(instant);
  return ms === null ? instant : formatLocal(ms);
}

type Props = { kind: ColumnKind; summary: ColumnSummaryDto | undefined };

/** A column's totals; three dots until they have been counted. */
export function Totals({ kind, summary }: Props) {
  const styles = useStyles();
  if (summary === undefined) {
    return <span className={styles.quiet}>…</span>;
  }
  const [first, second] = totalsText(kind, summary);
  return (
    <span className={styles.root} title={`${first} ${second}`.trim()}>
      <span className={styles.line}>{first}</span>
      <span className={mergeClasses(styles.line, styles.quiet)}>{second}</span>
    </span>
  );
}
