import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { CheckDto } from '../../../ipc/generated/contract';
import { Prose } from '../../../shared/Prose';
import { StateIcon } from './StateIcon';
import { EVIDENCE_SOURCES } from './words';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(140px, 1fr) minmax(0, 3fr)',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} 0`,
    ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  seen: { overflowWrap: 'anywhere' },
  fix: { marginTop: tokens.spacingVerticalXXS, fontWeight: tokens.fontWeightSemibold },
  source: { marginTop: tokens.spacingVerticalXXS, color: tokens.colorNeutralForeground3 },
  badge: { marginTop: tokens.spacingVerticalXXS },
});

/** One thing that was looked at: how it came out, what was seen, what to do, and how that is known. */
export function CheckRow({ check }: { check: CheckDto }) {
  const styles = useStyles();
  return (
    <li
      className={styles.row}
      data-testid={`check-${check.id}`}
      data-state={check.state}
      data-source={check.source}
      data-remark={check.remark}
    >
      <StateIcon state={check.state} remark={check.remark} />
      <div>
        <Text block weight="semibold">
          {check.title}
        </Text>
        {check.remark && check.state !== 'ok' ? (
          <Badge className={styles.badge} appearance="tint" color="brand">
            Worth knowing
          </Badge>
        ) : null}
      </div>
      <div className={styles.seen}>
        <Text block>
          <Prose text={check.seen} />
        </Text>
        {check.fix === null ? null : (
          <Text block className={styles.fix}>
            <Prose text={check.fix} />
          </Text>
        )}
        {check.state === 'notChecked' ? null : (
          <Text block size={200} className={styles.source}>
            {EVIDENCE_SOURCES[check.source]}.
          </Text>
        )}
      </div>
    </li>
  );
}
