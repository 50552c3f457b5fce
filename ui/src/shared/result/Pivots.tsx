import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowRightRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { PivotDto, PivotsDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { ErrorBanner } from '../ErrorBanner';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  from: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  pivots: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
});

/** Calls that the row fills in, by the value they are filled with. */
export function Pivots({ resultId, rowId, onPivot }: { resultId: string; rowId: number; onPivot: (pivot: PivotDto) => void }) {
  const styles = useStyles();
  const host = useHost();
  const { data, error } = useQuery<PivotsDto, CommandFailure>({
    queryKey: ['result-pivots', resultId, rowId],
    queryFn: () => host.invoke('get_pivots', { resultId, rowId }),
    gcTime: 60_000,
    staleTime: Infinity,
  });
  if (error !== null) {
    return <ErrorBanner failure={error} />;
  }
  const byValue = new Map<string, PivotDto[]>();
  for (const pivot of data?.pivots ?? []) {
    byValue.set(pivot.from, [...(byValue.get(pivot.from) ?? []), pivot]);
  }
  if (byValue.size === 0) {
    return null;
  }
  return (
    <section className={styles.section} aria-label="Go on with" data-testid="pivots">
      <Text as="h3" block weight="semibold">
        Go on with
      </Text>
      {[...byValue].map(([from, pivots]) => (
        <div key={from} role="group" aria-label={from}>
          <Text block size={200} className={styles.from}>
            {from}
          </Text>
          <div className={styles.pivots}>
            {pivots.map((pivot) => (
              <Button
                key={pivot.operation.id}
                size="small"
                icon={<ArrowRightRegular />}
                iconPosition="after"
                onClick={() => onPivot(pivot)}
                title={`${pivot.operation.method} ${pivot.operation.path}`}
                data-testid={`pivot-${pivot.operation.id}`}
              >
                {pivot.operation.title}
              </Button>
            ))}
          </div>
        </div>
      ))}
    </section>
  );
}
