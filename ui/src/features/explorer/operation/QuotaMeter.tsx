import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { QuotaDto } from '../../../ipc/generated/contract';
import { count } from '../words';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalXL, rowGap: tokens.spacingVerticalXS },
  meter: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, whiteSpace: 'nowrap' },
  track: {
    display: 'inline-block',
    width: '72px',
    height: '6px',
    overflow: 'hidden',
    // Seen in high contrast alone.
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground6,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  bar: { display: 'block', height: '100%', backgroundColor: tokens.colorCompoundBrandBackground, forcedColorAdjust: 'none' },
  full: { backgroundColor: tokens.colorStatusDangerBackground3 },
});

type Props = { quota: QuotaDto };

/** Calls of an operation against its documented limits, as this program counted them. */
export function QuotaMeter({ quota }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root} data-testid="quota">
      <Meter calls={quota.minute} limit={quota.minuteLimit} period="this minute" />
      <Meter calls={quota.hour} limit={quota.hourLimit} period="this hour" />
      {quota.waiting > 0 ? <Text>{count(quota.waiting, 'call waits', 'calls wait')} for their turn</Text> : null}
      {quota.waitSeconds > 0 ? <Text>The next call fits in {Math.ceil(quota.waitSeconds)} s</Text> : null}
    </div>
  );
}

function Meter({ calls, limit, period }: { calls: number; limit: number | null; period: string }) {
  const styles = useStyles();
  const share = limit === null || limit === 0 ? 0 : Math.min(1, calls / limit);
  return (
    <span className={styles.meter}>
      {limit === null ? null : (
        <span className={styles.track} aria-hidden="true">
          <span className={mergeClasses(styles.bar, share >= 1 && styles.full)} style={{ width: `${share * 100}%` }} />
        </span>
      )}
      <Text>
        {limit === null ? count(calls, 'call') : `${calls.toLocaleString('en')} of ${count(limit, 'call')}`} {period}
      </Text>
    </span>
  );
}
