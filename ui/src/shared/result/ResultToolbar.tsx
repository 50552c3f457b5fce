import {
  Button,
  makeStyles,
  Menu,
  MenuButton,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
  ToggleButton,
  tokens,
} from '@fluentui/react-components';
import { DataBarVerticalRegular, FilterDismissRegular, GroupListRegular, MathFormulaRegular, SaveRegular } from '@fluentui/react-icons';
import { memo, useEffect, useState } from 'react';
import type { CopyFormat, FacetDto } from '../../ipc/generated/contract';
import { ChangeMenu } from '../bulk/ChangeMenu';
import type { BulkStart } from '../bulk/start';
import { CheckMenu, type Choice } from '../CheckMenu';
import { SearchField } from '../SearchField';
import { useStoreParts } from '../store';
import { ColumnChooser } from './ColumnChooser';
import { CopyMenu } from './CopyMenu';
import { columnTitle, offeredColumns, valueLabel } from './rowKind';
import { countSelected } from './selection';
import type { ResultState, ResultView } from './view';

/** Typing is sent on after this pause. */
export const TYPING_PAUSE_MS = 80;

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  search: { flex: '1 1 160px', maxWidth: '300px', minWidth: '140px' },
  end: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, marginLeft: 'auto' },
  // One above the other and together as high as a button: selecting a row must not move the table under the pointer.
  counts: { display: 'flex', flexDirection: 'column', alignItems: 'flex-end', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  count: { lineHeight: '18px' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, lineHeight: '14px' },
  tools: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  groups: { maxHeight: '60vh', overflowY: 'auto' },
});

/** Not the rows: they change with every window that arrives. */
const USED = [
  'text',
  'conditions',
  'chosen',
  'facets',
  'columns',
  'groupBy',
  'selection',
  'selectionCut',
  'matchedRows',
  'totalRows',
] as const;

export type Shown = { totals: boolean; chart: boolean };

type Props = {
  view: ResultView;
  /** Prefix of the test ids. */
  name: string;
  busy: boolean;
  incomplete: boolean;
  shown: Shown;
  onShown: (shown: Shown) => void;
  onCopy: (format: CopyFormat) => void;
  onSave: () => void;
  /** A change for many rows begins; none is offered without it. */
  onChange: ((start: BulkStart) => void) | undefined;
  /** What was copied last, in words. */
  copied: string | null;
};

/** Narrowing down what was loaded, and what can be done with it. Filters run on this computer, over all loaded rows. */
export const ResultToolbar = memo(function ResultToolbar({ view, name, busy, incomplete, shown, onShown, onCopy, onSave, onChange, copied }: Props) {
  const styles = useStyles();
  const state = useStoreParts(view, USED);
  const { rows } = view;
  const [typed, setTyped] = useState(state.text);
  const [sent, setSent] = useState(state.text);
  const [seen, setSeen] = useState(state.text);
  if (state.text !== seen) {
    setSeen(state.text);
    if (state.text !== sent) {
      // It was set elsewhere, as by a saved view.
      setSent(state.text);
      setTyped(state.text);
    }
  }
  useEffect(() => {
    const timer = setTimeout(() => setSent(typed), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  // Sent before it is seen: otherwise what was typed could be taken for what was set elsewhere, and be lost.
  useEffect(() => view.setText(sent), [view, sent]);
  const filtered = isFiltered(state);
  const hint = rows.textHint ?? 'text';
  const selected = countSelected(state.selection, state.matchedRows);
  const groupable = offeredColumns(rows, state.columns.filter(({ kind }) => kind !== 'nested'));

  return (
    <div className={styles.bar} role="toolbar" aria-label="Filter and columns">
      <SearchField
        className={styles.search}
        value={typed}
        onChange={setTyped}
        label={`Filter the loaded ${rows.noun.many} by ${hint}`}
        placeholder={`Filter by ${hint}`}
        testId={`${name}-search`}
      />
      {(rows.quickFilters ?? []).map(({ column, label }) => (
        <CheckMenu
          key={column}
          label={label}
          choices={facetChoices(
            state.facets.find((facet) => facet.column === column),
            state.chosen[column] ?? [],
            (value) => valueLabel(rows, column, value),
          )}
          chosen={state.chosen[column] ?? []}
          onChange={(values) => view.setChosen(column, values)}
          none="all"
          reset="Show all"
          data-testid={`filter-${column}`}
        />
      ))}
      {filtered ? (
        <Button
          appearance="subtle"
          icon={<FilterDismissRegular />}
          onClick={() => {
            setTyped('');
            view.clearFilters();
          }}
          data-testid="clear-filters"
        >
          Clear filters
        </Button>
      ) : null}
      <div className={styles.end}>
        <div className={styles.counts}>
          <Text
            className={styles.count}
            role="status"
            data-testid={`${name}-count`}
            data-total={state.totalRows}
            data-matched={state.matchedRows}
            data-complete={!busy && !incomplete}
          >
            {countText(state, rows.noun, incomplete)}
          </Text>
          <Text className={styles.quiet} role="status" data-testid="selected-count">
            {copied ?? (selected === 0 ? '' : `${selected.toLocaleString()} selected${state.selectionCut ? ', the most at once' : ''}`)}
          </Text>
        </div>
        <div className={styles.tools}>
          {onChange === undefined ? null : <ChangeMenu view={view} busy={busy} onBegin={onChange} />}
          <Menu
            checkedValues={{ group: [state.groupBy ?? ''] }}
            onCheckedValueChange={(_, { checkedItems }) => view.group(checkedItems[0] === undefined || checkedItems[0] === '' ? null : checkedItems[0])}
          >
            <MenuTrigger disableButtonEnhancement>
              <MenuButton icon={<GroupListRegular />} aria-label="Group by a column" title="Group by a column" data-testid="group-by" />
            </MenuTrigger>
            <MenuPopover className={styles.groups}>
              <MenuList>
                <MenuItemRadio name="group" value="" data-testid="group-by-none">
                  No groups
                </MenuItemRadio>
                {groupable.map((column) => (
                  <MenuItemRadio key={column} name="group" value={column} data-testid={`group-by-${column}`}>
                    {columnTitle(rows, column)}
                  </MenuItemRadio>
                ))}
              </MenuList>
            </MenuPopover>
          </Menu>
          <ToggleButton
            icon={<MathFormulaRegular />}
            checked={shown.totals}
            onClick={() => onShown({ ...shown, totals: !shown.totals })}
            aria-label="Totals"
            title="Totals under each column"
            data-testid="toggle-totals"
          />
          <ToggleButton
            icon={<DataBarVerticalRegular />}
            checked={shown.chart}
            onClick={() => onShown({ ...shown, chart: !shown.chart })}
            aria-label="Chart"
            title="Chart instead of the rows"
            data-testid="toggle-chart"
          />
          <CopyMenu onCopy={onCopy} rows={selected === 0 ? state.matchedRows : selected} selected={selected > 0} />
          <Button
            icon={<SaveRegular />}
            onClick={onSave}
            disabledFocusable={state.matchedRows === 0}
            aria-label="Save rows to a file"
            title="Save rows to a file"
            data-testid="save-rows"
          />
          <ColumnChooser view={view} />
        </div>
      </div>
    </div>
  );
});

export function isFiltered({ text, conditions, chosen }: Pick<ResultState, 'text' | 'conditions' | 'chosen'>): boolean {
  return text !== '' || conditions.length > 0 || Object.values(chosen).some((values) => values.length > 0);
}

/** E.g. `35 of 1,200 alerts, incomplete`. */
export function countText(
  { matchedRows, totalRows }: Pick<ResultState, 'matchedRows' | 'totalRows'>,
  noun: { one: string; many: string },
  incomplete: boolean,
): string {
  const total = `${totalRows.toLocaleString()} ${totalRows === 1 ? noun.one : noun.many}`;
  const count = matchedRows === totalRows ? total : `${matchedRows.toLocaleString()} of ${total}`;
  return incomplete ? `${count}, incomplete` : count;
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
