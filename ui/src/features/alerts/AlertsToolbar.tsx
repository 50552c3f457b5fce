import { Button, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ColumnTripleEditRegular, FilterDismissRegular, SearchRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import type { FacetDto } from '../../ipc/generated/contract';
import { CheckMenu, type Choice } from '../../shared/CheckMenu';
import { severityLabel, statusLabel } from './badges';
import { columnTitle, DEFAULT_COLUMNS, orderColumns, storeColumns } from './columns';
import type { AlertsState, AlertsStore, FacetColumn } from './store';

/** Typing is sent on after this pause. */
export const TYPING_PAUSE_MS = 80;

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  search: { flex: '1 1 200px', maxWidth: '340px' },
  count: { marginLeft: 'auto', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

type Props = { state: AlertsState; store: AlertsStore };

/** Narrowing down what was loaded. These filters run on this computer, over all loaded rows. */
export function AlertsToolbar({ state, store }: Props) {
  const styles = useStyles();
  const [typed, setTyped] = useState(state.text);
  useEffect(() => {
    const timer = setTimeout(() => store.setText(typed), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [store, typed]);

  const filtered = state.text !== '' || state.chosen.severity.length > 0 || state.chosen.status.length > 0;
  const available = orderColumns(state.columns);
  const changeColumns = (columns: string[]): void => {
    const kept = columns.length === 0 ? [...DEFAULT_COLUMNS] : columns;
    storeColumns(window.localStorage, kept);
    store.setVisibleColumns(kept);
  };

  return (
    <div className={styles.bar} role="toolbar" aria-label="Filter and columns">
      <Input
        className={styles.search}
        type="search"
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
        contentBefore={<SearchRegular />}
        placeholder="Filter by title, device, owner, category"
        aria-label="Filter the loaded alerts by title, device, owner or category"
        data-testid="alerts-search"
      />
      <FacetMenu label="Severity" column="severity" name={severityLabel} state={state} store={store} />
      <FacetMenu label="Status" column="status" name={statusLabel} state={state} store={store} />
      {filtered ? (
        <Button
          appearance="subtle"
          icon={<FilterDismissRegular />}
          onClick={() => {
            setTyped('');
            store.clearFilters();
          }}
          data-testid="clear-filters"
        >
          Clear filters
        </Button>
      ) : null}
      <Text
        className={styles.count}
        role="status"
        data-testid="alerts-count"
        data-total={state.totalRows}
        data-matched={state.matchedRows}
        data-complete={state.loaded?.complete === true}
      >
        {countText(state)}
      </Text>
      <CheckMenu
        label="Columns"
        choices={available.map((value) => ({ value, label: columnTitle(value) }))}
        chosen={state.visibleColumns.filter((name) => available.includes(name))}
        onChange={changeColumns}
        none="0"
        countOnly
        icon={<ColumnTripleEditRegular />}
        reset="Usual columns"
        onReset={() => changeColumns([...DEFAULT_COLUMNS])}
        data-testid="column-chooser"
      />
    </div>
  );
}

/** E.g. `35 of 1,200 alerts, incomplete`. */
export function countText(state: Pick<AlertsState, 'matchedRows' | 'totalRows' | 'phase' | 'loaded'>): string {
  const total = state.totalRows.toLocaleString();
  const noun = state.totalRows === 1 ? 'alert' : 'alerts';
  const count = state.matchedRows === state.totalRows ? `${total} ${noun}` : `${state.matchedRows.toLocaleString()} of ${total} ${noun}`;
  return state.phase === 'done' && state.loaded?.complete !== true ? `${count}, incomplete` : count;
}

/** Counted values first, chosen ones that no longer occur last, so that they can be taken back. */
export function facetChoices(facet: FacetDto | undefined, chosen: readonly string[], name: (value: string) => string): Choice[] {
  const counted = facet?.values ?? [];
  const gone = chosen.filter((value) => !counted.some((other) => other.value === value));
  return [...counted, ...gone.map((value) => ({ value, count: 0 }))].map(({ value, count }) => ({
    value,
    label: name(value),
    count,
  }));
}

type FacetProps = Props & { label: string; column: FacetColumn; name: (value: string) => string };

function FacetMenu({ label, column, name, state, store }: FacetProps) {
  const chosen = state.chosen[column];
  const facet = state.facets.find((candidate) => candidate.column === column);
  return (
    <CheckMenu
      label={label}
      choices={facetChoices(facet, chosen, name)}
      chosen={chosen}
      onChange={(values) => store.setChosen(column, values)}
      none="all"
      reset="Show all"
      data-testid={`filter-${column}`}
    />
  );
}
