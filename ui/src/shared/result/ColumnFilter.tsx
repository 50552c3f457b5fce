import { Button, Checkbox, Divider, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { ArrowSortDownRegular, ArrowSortUpRegular, EyeOffRegular, GroupListRegular } from '@fluentui/react-icons';
import { useEffect, useState, type SubmitEvent } from 'react';
import type { ColumnKind, ColumnTest, FacetDto } from '../../ipc/generated/contract';
import { AnchoredDialog } from '../AnchoredDialog';
import { SearchField } from '../SearchField';
import { useStore } from '../store';
import { conditionProblem, testLabel, testsOf, typedValue, valuesOf } from './conditions';
import { withColumn } from './layout';
import { columnTitle, valueLabel } from './rowKind';
import type { ResultView } from './view';

const useStyles = makeStyles({
  actions: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: tokens.spacingVerticalXS },
  action: { justifyContent: 'flex-start' },
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  submit: { alignSelf: 'end' },
  // Of one height, counted or not: the dialog must not move under the pointer when the values arrive.
  values: { display: 'flex', flexDirection: 'column', height: '220px', overflowY: 'auto', marginTop: tokens.spacingVerticalXS },
  value: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
  label: { overflowWrap: 'anywhere' },
  search: { width: '100%' },
  count: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums', paddingRight: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** More are found by typing; a list of thousands is no list to choose from. */
const MOST_VALUES = 200;

type Props = { view: ResultView; column: string; beside: HTMLElement; onClose: () => void };

/** What can be done with one column: order, narrow down, group, hide. */
export function ColumnFilter({ view, column, beside, onClose }: Props) {
  const styles = useStyles();
  const state = useStore(view);
  const kind = state.columns.find(({ name }) => name === column)?.kind ?? 'text';
  const title = columnTitle(view.rows, column);
  // Texts and numbers have values to tick; moments and lists are hardly ever the same twice.
  const ticked = kind === 'text' || kind === 'boolean' || kind === 'number';
  useEffect(() => {
    view.count(ticked ? column : null);
    return () => view.count(null);
  }, [view, column, ticked]);
  const close = (then: () => void) => (): void => {
    onClose();
    then();
  };
  return (
    <AnchoredDialog title={title} beside={beside} onClose={onClose} data-testid="column-filter">
      <div className={styles.actions}>
        <Button
          size="small"
          appearance="subtle"
          className={styles.action}
          icon={<ArrowSortUpRegular />}
          onClick={close(() => view.setSort([{ column, descending: false }]))}
        >
          {kind === 'time' ? 'Earliest first' : kind === 'number' ? 'Smallest first' : 'A to Z'}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          className={styles.action}
          icon={<ArrowSortDownRegular />}
          onClick={close(() => view.setSort([{ column, descending: true }]))}
        >
          {kind === 'time' ? 'Latest first' : kind === 'number' ? 'Largest first' : 'Z to A'}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          className={styles.action}
          icon={<GroupListRegular />}
          onClick={close(() => view.group(column))}
          data-testid="group-by-column"
        >
          {kind === 'time' ? 'Count by period' : 'Count by value'}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          className={styles.action}
          icon={<EyeOffRegular />}
          onClick={close(() => view.setLayout({ ...state.layout, shown: withColumn(view.shown(), column, false) }))}
          data-testid="hide-column"
        >
          Hide column
        </Button>
      </div>
      <Divider />
      <ConditionForm key={kind} view={view} column={column} title={title} kind={kind} onAdded={onClose} />
      {ticked ? (
        <>
          <Divider />
          <Values
            facet={state.facets.find((one) => one.column === column)}
            chosen={state.chosen[column] ?? []}
            label={(value) => valueLabel(view.rows, column, value)}
            title={title}
            onChange={(values) => view.setChosen(column, values)}
          />
        </>
      ) : null}
    </AnchoredDialog>
  );
}

type FormProps = { view: ResultView; column: string; title: string; kind: ColumnKind; onAdded: () => void };

function ConditionForm({ view, column, title, kind, onAdded }: FormProps) {
  const styles = useStyles();
  const tests = testsOf(kind);
  const [test, setTest] = useState<ColumnTest>(tests[0] ?? 'present');
  const [typed, setTyped] = useState(['', '']);
  const [tried, setTried] = useState(false);
  const values = typed.slice(0, valuesOf(test)).map((text) => typedValue(kind, text));
  const problem = conditionProblem(kind, test, values);

  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (problem === null) {
      onAdded();
      view.addConditions({ column, test, values });
    }
  };
  return (
    <form className={styles.form} onSubmit={add}>
      <Field label={`Keep rows where ${title}`}>
        <Select value={test} onChange={(_, data) => setTest(data.value as ColumnTest)} data-testid="condition-test">
          {tests.map((candidate) => (
            <option key={candidate} value={candidate}>
              {testLabel(candidate, kind)}
            </option>
          ))}
        </Select>
      </Field>
      {values.map((_, position) => (
        <Field
          key={position}
          label={values.length === 2 ? (position === 0 ? 'From' : 'To, included') : kind === 'time' ? 'Your local time' : 'Value'}
          {...(tried && problem !== null && position === values.length - 1 ? { validationMessage: problem } : {})}
        >
          {kind === 'boolean' ? (
            <Select
              value={typed[position] ?? ''}
              onChange={(__, data) => setTyped((before) => before.map((text, other) => (other === position ? data.value : text)))}
              data-testid={`condition-value-${position}`}
            >
              <option value="">Choose</option>
              <option value="true">Yes</option>
              <option value="false">No</option>
            </Select>
          ) : (
            <Input
              type={kind === 'time' ? 'datetime-local' : 'text'}
              inputMode={kind === 'number' ? 'decimal' : undefined}
              value={typed[position] ?? ''}
              onChange={(__, data) => setTyped((before) => before.map((text, other) => (other === position ? data.value : text)))}
              data-testid={`condition-value-${position}`}
            />
          )}
        </Field>
      ))}
      <Button type="submit" size="small" appearance="primary" className={styles.submit} data-testid="add-condition">
        Add filter
      </Button>
    </form>
  );
}

type ValuesProps = {
  /** Absent until the values have been counted. */
  facet: FacetDto | undefined;
  chosen: readonly string[];
  label: (value: string) => string;
  title: string;
  onChange: (values: string[]) => void;
};

function Values({ facet, chosen, label, title, onChange }: ValuesProps) {
  const styles = useStyles();
  const [text, setText] = useState('');
  const counted = facet?.values ?? [];
  const gone = chosen.filter((value) => !counted.some((other) => other.value === value)).map((value) => ({ value, count: 0 }));
  const found = [...counted, ...gone].filter(({ value }) => label(value).toLowerCase().includes(text.toLowerCase()));
  return (
    <div role="group" aria-label={`Values of ${title}`}>
      <SearchField className={styles.search} value={text} onChange={setText} label="Find a value" testId="find-value" />
      {facet === undefined ? (
        <div className={styles.values}>
          <Text className={styles.quiet}>Counting …</Text>
        </div>
      ) : (
        <div className={styles.values}>
          {found.slice(0, MOST_VALUES).map(({ value, count }) => (
            <div key={value} className={styles.value}>
              <Checkbox
                size="medium"
                checked={chosen.includes(value)}
                onChange={(_, { checked }) => onChange(checked === true ? [...chosen, value] : chosen.filter((other) => other !== value))}
                label={<span className={styles.label}>{label(value)}</span>}
                data-testid={`value-${value}`}
              />
              <span className={styles.count}>{count.toLocaleString()}</span>
            </div>
          ))}
          {found.length > MOST_VALUES ? (
            <Text className={styles.quiet}>{(found.length - MOST_VALUES).toLocaleString()} more. Type to find one.</Text>
          ) : facet.more > 0 ? (
            <Text className={styles.quiet}>{facet.more.toLocaleString()} rarer values are not listed. A condition above finds them.</Text>
          ) : found.length === 0 ? (
            <Text className={styles.quiet}>No such value.</Text>
          ) : null}
        </div>
      )}
    </div>
  );
}
