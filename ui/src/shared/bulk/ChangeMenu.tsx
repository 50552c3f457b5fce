import { makeStyles, Menu, MenuButton, MenuGroup, MenuGroupHeader, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { EditRegular } from '@fluentui/react-icons';
import type { ResultView } from '../result/view';
import { countSelected, rowIdsOf } from '../result/selection';
import { useStoreParts } from '../store';
import { useBulkOffers } from './offers';
import type { BulkStart } from './start';
import { count } from '../quantities';

const useStyles = makeStyles({ button: { minWidth: 'auto' } });

type Props = {
  view: ResultView;
  /** Rows are still on their way: what *all* means is not settled. */
  busy: boolean;
  onBegin: (start: BulkStart) => void;
};

/** What can be changed for the selected rows, or for all of the view. Not there where the rows name nothing to change. */
export function ChangeMenu({ view, busy, onBegin }: Props) {
  const styles = useStyles();
  const { resultId, selection, matchedRows, totalRows } = useStoreParts(view, ['resultId', 'selection', 'matchedRows', 'totalRows']);
  const offers = useBulkOffers(resultId, resultId !== null && totalRows > 0).data?.offers ?? [];
  if (resultId === null || offers.length === 0) {
    return null;
  }
  const { one, many } = view.rows.noun;
  const selected = countSelected(selection, matchedRows);
  const rowIds = rowIdsOf(selection);
  const number = rowIds === null ? matchedRows : selected;
  const rows = rowIds === null ? `all ${count(number, one, many)} in view` : `${number.toLocaleString('en')} selected ${number === 1 ? one : many}`;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton className={styles.button} icon={<EditRegular />} disabledFocusable={busy || number === 0} title={`Change something for ${rows}`} data-testid="change-rows">
          Change…
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader data-testid="change-scope">For {rows}</MenuGroupHeader>
            {offers.map((offer) => (
              <MenuItem
                key={offer.change}
                secondaryContent={offer.state === 'missing' ? 'Permission missing' : undefined}
                onClick={() =>
                  onBegin({
                    from: 'rows',
                    offer,
                    // The view as it is now: it may have been renewed since the menu was drawn.
                    source: { kind: 'rows', data: { resultId, viewId: view.get().viewId ?? 0, rowIds } },
                    rows,
                  })
                }
                data-testid={`change-${offer.change}`}
              >
                {offer.title}…
              </MenuItem>
            ))}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
