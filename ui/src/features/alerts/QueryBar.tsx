import { Button, Field, Input, Label, makeStyles, Select, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons';
import { CheckMenu } from '../../shared/CheckMenu';
import { useNow } from '../../shared/now';
import { severityLabel } from './badges';
import { PRESETS, queryProblem, SEVERITIES, shownDays, type AlertQuery, type Preset } from './query';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}` },
  preset: { width: '150px' },
  date: { width: '164px' },
  severity: { display: 'flex', flexDirection: 'column' },
  // As Field sets its labels, so that they stand in one line.
  severityLabel: { padding: `${tokens.spacingVerticalXXS} 0`, marginBottom: tokens.spacingVerticalXXS },
});

type Props = {
  query: AlertQuery;
  onChange: (query: AlertQuery) => void;
  onLoad: () => void;
  loading: boolean;
};

/** What to ask the service for. These filters run at the service, so that a large tenant isn't fetched whole. */
export function QueryBar({ query, onChange, onLoad, loading }: Props) {
  const styles = useStyles();
  const days = shownDays(query, useNow());
  const problem = queryProblem(query);
  const setDay = (part: { from?: string; to?: string }): void => onChange({ ...query, preset: 'custom', ...days, ...part });

  return (
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
            onChange(value === 'custom' ? { ...query, preset: 'custom', ...days } : { ...query, preset: value as Preset })
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
      <Field label="From" className={styles.date}>
        <Input type="date" value={days.from} onChange={(_, { value }) => setDay({ from: value })} data-testid="filter-from" />
      </Field>
      <Field
        label="To"
        className={styles.date}
        {...(problem === null ? {} : { validationState: 'error', validationMessage: problem })}
      >
        <Input type="date" value={days.to} onChange={(_, { value }) => setDay({ to: value })} data-testid="filter-to" />
      </Field>
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
        type="submit"
        appearance="primary"
        icon={<ArrowDownloadRegular />}
        disabledFocusable={loading || problem !== null}
        data-testid="load-alerts"
      >
        Load alerts
      </Button>
    </form>
  );
}
