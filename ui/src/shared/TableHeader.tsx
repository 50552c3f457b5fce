/**
 * The grid's header.
 *
 * A title sorts; with Shift it becomes a further key. Its other keys are those of spreadsheets: Alt+Down opens the column's
 * menu, Alt+Left and Alt+Right change the width. The menu's own button is left out of the tab order, or a wide table would
 * have twice as many stops before its rows.
 */
import { mergeClasses } from '@fluentui/react-components';
import { ArrowSortDownRegular, ArrowSortUpRegular, ChevronDownRegular, FilterFilled } from '@fluentui/react-icons';
import { memo, type KeyboardEvent, type PointerEvent } from 'react';
import type { SortOrder, TableColumn } from './DataTable';
import { HEADER_HEIGHT, type TableStyles } from './tableStyles';

/** What a key press adds to a width or takes from it. */
const WIDTH_STEP = 24;

export type HeaderActions = {
  onSort: (column: string, also: boolean) => void;
  /** A width was set, in CSS pixels; `done` once the handle has been let go. */
  onResize?: (column: string, width: number, done: boolean) => void;
  /** The column's menu is wanted beside this element. */
  onMenu?: (column: string, beside: HTMLElement) => void;
};

type Props = HeaderActions & {
  columns: readonly TableColumn[];
  template: string;
  minWidth: number;
  sort: readonly SortOrder[];
  styles: TableStyles;
};

export const TableHeader = memo(function TableHeader({ columns, template, minWidth, sort, styles, ...actions }: Props) {
  return (
    <div role="rowgroup" className={styles.header} style={{ minWidth }}>
      <div role="row" aria-rowindex={1} className={styles.line} style={{ gridTemplateColumns: template, height: HEADER_HEIGHT - 1 }}>
        {columns.map((column, position) => (
          <HeaderCell key={column.name} column={column} position={position} sort={sort} styles={styles} {...actions} />
        ))}
      </div>
    </div>
  );
});

type CellProps = HeaderActions & { column: TableColumn; position: number; sort: readonly SortOrder[]; styles: TableStyles };

function HeaderCell({ column, position, sort, styles, onSort, onResize, onMenu }: CellProps) {
  const rank = sort.findIndex((key) => key.column === column.name);
  const key = sort[rank];
  const order = key === undefined ? 'none' : key.descending ? 'descending' : 'ascending';

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (!event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const cell = event.currentTarget.parentElement ?? event.currentTarget;
    if (event.key === 'ArrowDown' && onMenu !== undefined) {
      event.preventDefault();
      onMenu(column.name, cell);
    } else if ((event.key === 'ArrowLeft' || event.key === 'ArrowRight') && onResize !== undefined) {
      // Alt+Left would go back a page.
      event.preventDefault();
      const width = cell.getBoundingClientRect().width || column.width;
      onResize(column.name, width + (event.key === 'ArrowRight' ? WIDTH_STEP : -WIDTH_STEP), true);
    }
  };
  const shortcuts = [onMenu === undefined ? '' : 'Alt+ArrowDown', onResize === undefined ? '' : 'Alt+ArrowLeft Alt+ArrowRight'];

  return (
    <div
      role="columnheader"
      aria-colindex={position + 1}
      // Only the first key counts there; the others say their number.
      aria-sort={rank > 0 ? 'none' : order}
      data-column={column.name}
      data-sort-rank={key === undefined ? undefined : rank + 1}
      className={styles.head}
    >
      <button
        type="button"
        className={styles.headButton}
        onClick={(event) => onSort(column.name, event.shiftKey)}
        onKeyDown={onKeyDown}
        title={`Sort by ${column.title}. With Shift: also by ${column.title}.`}
        aria-keyshortcuts={shortcuts.join(' ').trim() || undefined}
      >
        <span className={styles.ellipsis}>{column.title}</span>
        {order === 'ascending' ? <ArrowSortUpRegular aria-hidden="true" /> : null}
        {order === 'descending' ? <ArrowSortDownRegular aria-hidden="true" /> : null}
        {key !== undefined && sort.length > 1 ? (
          <>
            <span className={styles.keyNumber} aria-hidden="true">
              {rank + 1}
            </span>
            <span className="visually-hidden">
              , sort key {rank + 1}, {order}
            </span>
          </>
        ) : null}
      </button>
      {onMenu === undefined ? null : (
        <button
          type="button"
          tabIndex={-1}
          className={mergeClasses(styles.menuButton, column.filtered === true && styles.filtered)}
          aria-haspopup="dialog"
          aria-label={`Filter ${column.title}${column.filtered === true ? ', filtered' : ''}`}
          title={`Filter and more: ${column.title} (Alt+Down)`}
          onClick={(event) => onMenu(column.name, event.currentTarget.parentElement ?? event.currentTarget)}
          data-testid={`column-menu-${column.name}`}
        >
          {column.filtered === true ? <FilterFilled aria-hidden="true" /> : <ChevronDownRegular aria-hidden="true" />}
        </button>
      )}
      {onResize === undefined ? null : <Handle column={column} styles={styles} onResize={onResize} />}
    </div>
  );
}

type HandleProps = { column: TableColumn; styles: TableStyles; onResize: NonNullable<HeaderActions['onResize']> };

/** For the pointer alone; the keyboard has Alt+Left and Alt+Right on the title. */
function Handle({ column, styles, onResize }: HandleProps) {
  const start = (event: PointerEvent<HTMLElement>): void => {
    const handle = event.currentTarget;
    const cell = handle.parentElement;
    if (event.button !== 0 || cell === null) {
      return;
    }
    event.preventDefault();
    const from = event.clientX;
    const width = cell.getBoundingClientRect().width || column.width;
    const at = (moved: globalThis.PointerEvent): number => width + moved.clientX - from;
    const move = (moved: globalThis.PointerEvent): void => onResize(column.name, at(moved), false);
    const end = (moved: globalThis.PointerEvent): void => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      onResize(column.name, at(moved), true);
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  };
  return <span className={styles.handle} aria-hidden="true" onPointerDown={start} data-testid={`resize-${column.name}`} />;
}
