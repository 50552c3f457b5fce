/** What went over the line for the last request of a call: headers, timing, the request itself. */
import { makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ExchangeDto, HeaderDto, TimingDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { CopyButton } from '../../../shared/CopyButton';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { usePlainTableStyles } from '../../../shared/plainTable';
import { ShortTable } from '../../../shared/ShortTable';
import type { Call } from '../store';
import { durationText } from '../words';
import { TextBox } from '../../../shared/TextBox';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, overflowY: 'auto', minHeight: 0 },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  request: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  barCell: { width: '50%', minWidth: '120px' },
  bar: {
    display: 'block',
    height: '12px',
    minWidth: '2px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorCompoundBrandBackground,
    forcedColorAdjust: 'none',
  },
  quietBar: { backgroundColor: tokens.colorNeutralStrokeAccessible },
});

type Part = 'headers' | 'timing' | 'request';

export function Exchange({ call, part }: { call: Call; part: Part }) {
  const styles = useStyles();
  const host = useHost();
  const { callId } = call.request;
  const exchange = useQuery<ExchangeDto, CommandFailure>({
    queryKey: ['exchange', callId, call.pages, call.running],
    queryFn: () => host.invoke('get_exchange', { callId }),
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const { data } = exchange;
  return (
    <div className={styles.root} data-testid={`exchange-${part}`}>
      {exchange.error === null ? null : <ErrorBanner failure={exchange.error} />}
      {exchange.isPending ? <Spinner size="tiny" label="Reading what was sent" /> : null}
      {data === undefined ? null : part === 'headers' ? (
        <>
          <Text>{data.status === null ? 'No answer came.' : `HTTP ${data.status}`}</Text>
          <Headers label="Headers of the answer" headers={data.headers} />
        </>
      ) : part === 'timing' ? (
        <Timing timing={data.timing} attempts={data.attempts} />
      ) : (
        <RequestSent exchange={data} />
      )}
    </div>
  );
}

function Headers({ label, headers }: { label: string; headers: readonly HeaderDto[] }) {
  const table = usePlainTableStyles();
  if (headers.length === 0) {
    return <Text>None.</Text>;
  }
  return (
    <ShortTable label={label} heads={['Header', 'Value']}>
      <tbody>
        {headers.map(({ name, value }, index) => (
          // A header may come twice.
          <tr key={`${name}-${index}`}>
            <th scope="row" className={mergeClasses(table.cell, table.fixed, table.mono)}>
              {name}
            </th>
            <td className={mergeClasses(table.cell, table.mono)}>{value}</td>
          </tr>
        ))}
      </tbody>
    </ShortTable>
  );
}

function RequestSent({ exchange }: { exchange: ExchangeDto }) {
  const styles = useStyles();
  return (
    <>
      <div className={styles.line}>
        <Text className={styles.request} data-testid="request-line">
          {exchange.method} {exchange.url}
        </Text>
        <CopyButton text={exchange.url} what="address" />
      </div>
      <Headers label="Headers of the request" headers={exchange.requestHeaders} />
      {exchange.requestBody === null ? <Text>No body was sent.</Text> : <TextBox label="Body of the request" text={exchange.requestBody} />}
    </>
  );
}

const PHASES: readonly { name: keyof TimingDto; title: string }[] = [
  { name: 'waited', title: 'Waited for limits and retries' },
  { name: 'dns', title: 'Name resolution' },
  { name: 'connect', title: 'Connect (TCP)' },
  { name: 'tls', title: 'TLS handshake' },
  { name: 'firstByte', title: 'To the first byte' },
  { name: 'transfer', title: 'Transfer' },
  { name: 'decode', title: 'Reading into the table' },
];

function Timing({ timing, attempts }: { timing: TimingDto; attempts: number }) {
  const styles = useStyles();
  const table = usePlainTableStyles();
  const total = PHASES.reduce((sum, { name }) => sum + (timing[name] ?? 0), 0);
  return (
    <>
      <Text>
        {durationText(total)} in all{attempts > 1 ? `, sent ${attempts} times` : ''}
      </Text>
      <ShortTable label="Where the time went" heads={['Phase', 'Time', { title: 'Share', className: styles.barCell }]} testId="timing">
        <tbody>
          {PHASES.map(({ name, title }) => {
            const ms = timing[name];
            return (
              <tr key={name}>
                <th scope="row" className={table.cell}>
                  {title}
                </th>
                <td className={mergeClasses(table.cell, table.fixed, ms === null && table.quiet)}>
                  {ms === null ? 'Not measured' : durationText(ms)}
                </td>
                <td className={table.cell}>
                  {ms === null || ms === 0 ? null : (
                    <span
                      className={mergeClasses(styles.bar, name === 'waited' && styles.quietBar)}
                      style={{ width: `${(ms / total) * 100}%` }}
                      aria-hidden="true"
                    />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </ShortTable>
      <Text size={200}>A connection that was kept open needs no name resolution, connecting or handshake, and the sandbox tenant speaks HTTP without TLS.</Text>
    </>
  );
}
