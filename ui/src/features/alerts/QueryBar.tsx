import { Button, Field, Input, Label, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { CheckMenu } from '../../shared/CheckMenu';
import { severityLabel } from './badges';
import { PRESETS, queryProblem, SEVERITIES, withChosenDays, type AlertQuery, type Preset } from './query';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'start', gap: tokens.spacingHorizontalM },
  bar: { flexGrow: 1, minWidth: 0, display: 'flex', flexWrap: 'wrap', alignItems: 'start', gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}` },
  preset: { width: '150px' },
  date: { width: '164px' },
  // As far down as a label is high, so that it stands in line with the controls.
  load: { marginTop: `calc(${tokens.lineHeightBase300} + 3 * ${tokens.spacingVerticalXXS})` },
  problem: { flexBasis: '100%', color: tokens.colorStatusDangerForeground1 },
  severity: { display: 'flex', flexDirection: 'column' },
  // As Field sets its labels, so that they stand in one line.
  severityLabel: { padding: `${tokens.spacingVerticalXXS} 0`, marginBottom: tokens.spacingVerticalXXS },
});

type Props = {
  query: AlertQuery;
  onChange: (query: AlertQuery) => void;
  onLoad: () => void;
  loading: boolean;
  /** What sets all of it at once; first in the bar. */
  children: ReactNode;
};

/** What to ask the service for. These filters run at the service, so that a large tenant isn't fetched whole. */
export function QueryBar({ query, onChange, onLoad, loading, children }: Props) {
  const styles = useStyles();
  const problem = queryProblem(query);

  return (
    <div className={styles.root}>
      {children}
      <form
        className={styles.bar}
        aria-label="Which alerts to load"
        onSubmit={(event) => {
          event.preventDefault();
          onLoad();
        }}
      >
        <Field label="Created" className={styles.preset}>
          <Select
            value={query.preset}
            onChange={(_, { value }) =>
              onChange(value === 'custom' ? withChosenDays(query, Date.now()) : { ...query, preset: value as Preset })
            }
            data-testid="query-preset"
          >
            {Object.entries(PRESETS).map(([preset, { label }]) => (
              <option key={preset} value={preset}>
                {label}
              </option>
            ))}
            <option value="custom">Chosen days</option>
          </Select>
        </Field>
        {query.preset === 'custom' ? (
          // Only with chosen days: WebKit draws an empty date input as if it held today.
          <>
            <Field label="From" className={styles.date} hint={query.from === '' ? 'No limit' : undefined}>
              <Input
                type="date"
                value={query.from}
                onChange={(_, { value }) => onChange({ ...query, from: value })}
                data-testid="filter-from"
              />
            </Field>
            <Field label="To" className={styles.date} hint={query.to === '' ? 'No limit' : undefined}>
              <Input
                type="date"
                value={query.to}
                onChange={(_, { value }) => onChange({ ...query, to: value })}
                data-testid="filter-to"
              />
            </Field>
          </>
        ) : null}
        <div className={styles.severity}>
          <Label aria-hidden="true" className={styles.severityLabel}>Severity</Label>
          <CheckMenu
            label="Severity"
            labelledElsewhere
            choices={SEVERITIES.map((value) => ({ value, label: severityLabel(value) }))}
            chosen={query.severities}
            onChange={(severities) => onChange({ ...query, severities })}
            none="All"
            reset="All severities"
            data-testid="query-severity"
          />
        </div>
        <Button
          className={styles.load}
          type="submit"
          appearance="primary"
          icon={<ArrowDownloadRegular />}
          disabledFocusable={loading || problem !== null}
          data-testid="load-alerts"
        >
          Load alerts
        </Button>
        {problem === null ? null : (
          <Text role="alert" size={200} className={styles.problem}>
            {problem}
          </Text>
        )}
      </form>
    </div>
  );
}
