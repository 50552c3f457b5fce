import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { ColumnConditionDto, Period } from '../../ipc/generated/contract';
import { ErrorBanner } from '../ErrorBanner';
import { useStoreParts } from '../store';
import { periodEnd, periodLabel } from './periods';
import { useChart } from './questions';
import { columnTitle, valueLabel } from './rowKind';
import type { ResultView } from './view';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    width: '210px',
    flexShrink: 0,
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    height: '36px',
    flexShrink: 0,
    padding: `0 ${tokens.spacingHorizontalXS} 0 ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  title: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  list: { flexGrow: 1, minHeight: 0, overflowY: 'auto', listStyleType: 'none' },
  group: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    width: '100%',
    minHeight: '32px',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    border: 'none',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    textAlign: 'left',
    overflowWrap: 'anywhere',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  chosen: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    color: tokens.colorNeutralForeground1Selected,
    fontWeight: tokens.fontWeightSemibold,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Selected },
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  count: { fontVariantNumeric: 'tabular-nums' },
  note: { padding: tokens.spacingHorizontalM, color: tokens.colorNeutralForeground3 },
});

type Group = { key: string; label: string; count: number; chosen: boolean; choose: () => void };

/** More groups than this are no overview; the column's own filter finds one by typing. */
const MOST_GROUPS = 500;

/** How many rows have which value of a column. A group keeps its rows alone; pressed again, it lets the others back. */
export function GroupList({ view, column }: { view: ResultView; column: string }) {
  const { columns } = useStoreParts(view, ['columns']);
  const kind = columns.find(({ name }) => name === column)?.kind;
  return kind === 'time' ? <Periods view={view} column={column} /> : <Values view={view} column={column} />;
}

function Values({ view, column }: { view: ResultView; column: string }) {
  const { facets, chosen } = useStoreParts(view, ['facets', 'chosen']);
  const facet = facets.find((candidate) => candidate.column === column);
  const values = facet?.values;
  const now = chosen[column] ?? [];
  const gone = now.filter((value) => values?.some((other) => other.value === value) === false).map((value) => ({ value, count: 0 }));
  const groups = [...(values ?? []), ...gone].map(({ value, count }): Group => ({
    key: value,
    label: valueLabel(view.rows, column, value),
    count,
    chosen: now.includes(value),
    choose: () => view.setChosen(column, now.includes(value) ? now.filter((other) => other !== value) : [...now, value]),
  }));
  return <Groups view={view} column={column} groups={groups} more={facet?.more ?? 0} waiting={values === undefined} />;
}

function Periods({ view, column }: { view: ResultView; column: string }) {
  const { conditions } = useStoreParts(view, ['conditions']);
  const chart = useChart(view, column);
  const { period = null, bars = [] } = chart.data ?? {};
  const groups = bars
    .filter(({ count }) => count > 0)
    .map(({ label, count }): Group => {
      const range = label === '' || period === null ? noValue(column) : rangeOf(column, period, label);
      const chosen = range.every((one) => conditions.some((other) => same(one, other)));
      return {
        key: label,
        label: label === '' ? 'No value' : period === null ? label : periodLabel(period, label),
        count,
        chosen,
        choose: () => view.replaceConditions(column, chosen ? [] : range),
      };
    });
  return (
    <Groups view={view} column={column} groups={groups} waiting={chart.data === undefined} note={period === null ? null : 'Periods are in UTC.'}>
      {chart.error === null || chart.error.detail.code === 'RESULT_GONE' ? null : <ErrorBanner failure={chart.error} />}
    </Groups>
  );
}

function rangeOf(column: string, period: Period, begin: string): ColumnConditionDto[] {
  return [
    { column, test: 'greaterOrEqual', values: [begin] },
    { column, test: 'less', values: [periodEnd(period, begin)] },
  ];
}

function noValue(column: string): ColumnConditionDto[] {
  return [{ column, test: 'empty', values: [] }];
}

function same(one: ColumnConditionDto, other: ColumnConditionDto): boolean {
  return one.column === other.column && one.test === other.test && one.values.join(' ') === other.values.join(' ');
}

type GroupsProps = {
  view: ResultView;
  column: string;
  groups: readonly Group[];
  /** Groups that are not listed. */
  more?: number;
  waiting: boolean;
  note?: string | null;
  children?: ReactNode;
};

function Groups({ view, column, groups, more = 0, waiting, note = null, children }: GroupsProps) {
  const styles = useStyles();
  const title = columnTitle(view.rows, column);
  const unlisted = Math.max(0, groups.length - MOST_GROUPS) + more;
  return (
    <section className={styles.root} aria-label={`Groups by ${title}`} data-testid="group-list">
      <div className={styles.head}>
        <Text size={200} weight="semibold" className={styles.title}>
          By {title}
        </Text>
        <Button
          size="small"
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label="Close groups"
          title="Close groups"
          onClick={() => view.group(null)}
          data-testid="close-groups"
        />
      </div>
      {children}
      <ul className={styles.list} tabIndex={groups.length === 0 ? undefined : -1}>
        {groups.slice(0, MOST_GROUPS).map(({ key, label, count, chosen, choose }) => (
          <li key={key}>
            <button
              type="button"
              aria-pressed={chosen}
              className={mergeClasses(styles.group, chosen && styles.chosen)}
              onClick={choose}
              data-testid={`group-${key}`}
            >
              <span>{label}</span>
              <span className={styles.count}>{count.toLocaleString()}</span>
            </button>
          </li>
        ))}
      </ul>
      {waiting ? <Text className={styles.note}>Counting …</Text> : null}
      {unlisted > 0 ? (
        <Text size={200} className={styles.note}>
          {unlisted.toLocaleString()} rarer values are not listed.
        </Text>
      ) : null}
      {note === null ? null : (
        <Text size={200} className={styles.note}>
          {note}
        </Text>
      )}
    </section>
  );
}
