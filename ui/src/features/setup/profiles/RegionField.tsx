import {
  Badge,
  Button,
  Field,
  makeStyles,
  Select,
  Spinner,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
  type FieldProps,
} from '@fluentui/react-components';
import { TopSpeedRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import type { RegionDto, RegionsDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { ErrorBanner } from '../../../shared/ErrorBanner';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  select: { minWidth: '200px', flex: '1 1 200px', maxWidth: '420px' },
  table: { maxWidth: '640px' },
  id: { width: '72px' },
  time: { width: '180px' },
  name: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  host: { overflowWrap: 'anywhere' },
  number: { fontVariantNumeric: 'tabular-nums' },
  error: { color: tokens.colorNeutralForeground3 },
});

type Props = {
  /** The chosen server; `null` for the cloud's own host. */
  region: string | null;
  /** The servers there are, not measured. */
  regions: readonly RegionDto[];
  /** The cloud's own host. */
  ownHost: string;
  onChange: (region: string | null) => void;
  /** Why the choice was refused, as `Field` shows it. */
  problem: Pick<FieldProps, 'validationState' | 'validationMessage'>;
};

/** Which server is called. Any can be chosen by hand; measuring says which is near. */
export function RegionField({ region, regions, ownHost, onChange, problem }: Props) {
  const styles = useStyles();
  const host = useHost();
  const measure = useMutation<RegionsDto, CommandFailure>({ mutationFn: () => host.invoke('measure_regions', null) });
  const nearest = measure.data?.nearest ?? null;
  const measured = measure.data?.regions ?? [];
  const offered = [...new Set([...regions.map(({ id }) => id), ...(region === null ? [] : [region])])];
  const hostOf = (id: string): string | null => regions.find((server) => server.id === id)?.host ?? null;

  return (
    <div className={styles.root}>
      <Field
        label="Server"
        hint="Automatic fits nearly always. A server near you can be faster; measuring says how far each is."
        {...problem}
      >
        {(props) => (
          <div className={styles.row}>
            <Select
              {...props}
              className={styles.select}
              value={region ?? ''}
              onChange={(_, { value }) => onChange(value === '' ? null : value)}
              data-testid="profile-region"
            >
              <option value="">Automatic ({ownHost})</option>
              {offered.map((id) => (
                <option key={id} value={id}>
                  {[id, hostOf(id)].filter((text) => text !== null).join(' – ')}
                </option>
              ))}
            </Select>
            <Button
              icon={<TopSpeedRegular />}
              disabledFocusable={measure.isPending}
              onClick={() => measure.mutate()}
              data-testid="measure-regions"
            >
              Measure
            </Button>
            {measure.data === undefined ? null : (
              <Button
                disabledFocusable={nearest === null || nearest === region}
                onClick={() => onChange(nearest)}
                data-testid="use-nearest"
              >
                Use nearest
              </Button>
            )}
          </div>
        )}
      </Field>
      <div role="status">{measure.isPending ? <Spinner size="tiny" label="Measuring the servers" /> : null}</div>
      {measure.error === null ? null : <ErrorBanner failure={measure.error} onRetry={() => measure.mutate()} />}
      {measured.length === 0 ? null : <Measured regions={measured} nearest={nearest} chosen={region} />}
    </div>
  );
}

function Measured({ regions, nearest, chosen }: { regions: readonly RegionDto[]; nearest: string | null; chosen: string | null }) {
  const styles = useStyles();
  return (
    <Table size="extra-small" aria-label="Measured servers" className={styles.table} data-testid="regions">
      <TableHeader>
        <TableRow>
          <TableHeaderCell className={styles.id}>Server</TableHeaderCell>
          <TableHeaderCell>Host</TableHeaderCell>
          <TableHeaderCell className={styles.time}>Best of three</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {regions.map(({ id, host, latencyMilliseconds, error }) => (
          <TableRow key={id} data-testid={`region-${id}`}>
            <TableCell className={styles.id}>
              <Text size={200} weight={id === chosen ? 'semibold' : 'regular'}>{id}</Text>
            </TableCell>
            <TableCell className={styles.host}>{host}</TableCell>
            <TableCell className={styles.time}>
              <span className={styles.name}>
                {latencyMilliseconds === null ? (
                  <span className={styles.error}>{error ?? 'No answer'}</span>
                ) : (
                  <span className={styles.number}>{Math.round(latencyMilliseconds)} ms</span>
                )}
                {id === nearest ? (
                  <Badge appearance="tint" color="success" size="small">
                    Nearest
                  </Badge>
                ) : null}
              </span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
