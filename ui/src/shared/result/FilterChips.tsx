import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useStoreParts } from '../store';
import { conditionText } from './conditions';
import { columnTitle, valueLabel } from './rowKind';
import type { ResultView } from './view';

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, listStyleType: 'none' },
  item: { maxWidth: '100%' },
  chip: { maxWidth: '100%', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

/** More chosen values than these are counted instead of named. */
const MOST_NAMED = 3;

/** What the rows are narrowed down by, beside the text and the toolbar's own menus. Pressing one takes it back. */
export function FilterChips({ view }: { view: ResultView }) {
  const styles = useStyles();
  const { conditions, chosen, columns } = useStoreParts(view, ['conditions', 'chosen', 'columns']);
  const quick = (view.rows.quickFilters ?? []).map(({ column }) => column);
  const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
  const facets = Object.entries(chosen).filter(([column, values]) => values.length > 0 && !quick.includes(column));
  if (conditions.length === 0 && facets.length === 0) {
    return null;
  }
  const chips = [
    ...conditions.map((condition, position) => ({
      key: `condition-${position}`,
      text: conditionText(columnTitle(view.rows, condition.column), condition, kinds.get(condition.column) ?? 'text'),
      remove: () => view.removeCondition(position),
    })),
    ...facets.map(([column, values]) => ({
      key: `values-${column}`,
      text: `${columnTitle(view.rows, column)}: ${
        values.length > MOST_NAMED ? `${values.length} values` : values.map((value) => valueLabel(view.rows, column, value)).join(', ')
      }`,
      remove: () => view.setChosen(column, []),
    })),
  ];
  return (
    <ul className={styles.list} aria-label="Filters" data-testid="filter-chips">
      {chips.map(({ key, text, remove }) => (
        <li key={key} className={styles.item}>
          <Button
            size="small"
            shape="circular"
            icon={<DismissRegular />}
            iconPosition="after"
            className={styles.chip}
            onClick={remove}
            aria-label={`Remove filter: ${text}`}
            title={text}
          >
            {text}
          </Button>
        </li>
      ))}
    </ul>
  );
}
