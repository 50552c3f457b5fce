/**
 * A grid over rows that live elsewhere.
 *
 * Owns: scrolling, which rows are drawn, the keyboard, what a screen reader hears.
 * Refuses to know: where rows come from; sorting and filtering, which it only asks for.
 * Invariants: the focus is on the grid, never on a row (rows come and go while scrolling), and `aria-activedescendant` says
 * which row is meant. A row that has not arrived is drawn as a placeholder of the same height.
 *
 * No virtualiser library: those measure every row up front, and rows of one known height need arithmetic only (`scroll.ts`).
 */
import { mergeClasses } from '@fluentui/react-components';
import {
  memo,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { contentTopOf, geometryOf, revealRow, rowOffset, scrollTopOf, visibleRange } from './scroll';
import { TableHeader, type HeaderActions } from './TableHeader';
import { FOOTER_HEIGHT, HEADER_HEIGHT, ROW_HEIGHT, useTableStyles, type TableStyles } from './tableStyles';

const OVERSCAN = 6;
/** Assumed until the grid has been measured. */
const FIRST_VIEWPORT = 480;
const LEAST_WIDTH = 56;

export type TableColumn = {
  name: string;
  title: string;
  /** Least width in CSS pixels. */
  width: number;
  /** Share of the width left over. */
  grow: number;
  /** The rows are narrowed down by it. */
  filtered?: boolean;
};

export type TableRow = {
  /** Stable within the rows' source. */
  id: number;
  /** A cell's value by column; `null` for absent. */
  cell: (column: string) => string | null;
};

export type SortOrder = { column: string; descending: boolean };

type Props = HeaderActions & {
  /** The grid's name for screen readers. */
  label: string;
  columns: readonly TableColumn[];
  rowCount: number;
  /** Changes whenever `rowAt` may answer differently. */
  version: unknown;
  rowAt: (index: number) => TableRow | undefined;
  /** Rows now on screen; `end` is exclusive. */
  onVisible: (first: number, end: number) => void;
  renderCell: (column: string, value: string) => ReactNode;
  /** First key first. */
  sort: readonly SortOrder[];
  /** Totals under a column; the line is there where this is. */
  footer?: (column: string) => ReactNode;
  /** Row the keyboard is on. */
  activeIndex: number | null;
  /** Row whose details are open. */
  openIndex: number | null;
  onActivate: (index: number) => void;
  /** A row was clicked or Enter pressed on it. */
  onOpen: (index: number) => void;
  /** Whether a row is selected, by its id; the row whose details are open where left out. */
  isSelected?: (id: number) => boolean;
  /** Space, or a click with Ctrl or Command. */
  onToggle?: (index: number) => void;
  /** A click or an arrow key with Shift. */
  onExtend?: (index: number) => void;
  /** Ctrl+A and Ctrl+C. */
  onSelectAll?: () => void;
  onCopy?: () => void;
  onEscape: () => void;
  /** Where to start, and where it was left: the row at the top. */
  initialTopRow: number;
  onTopRow: (index: number) => void;
  /** Changes when the rows are others altogether; scrolls back to the top. */
  resetKey: unknown;
  busy: boolean;
  'data-testid'?: string;
};

export function DataTable(props: Props) {
  const { columns, rowCount, rowAt, onVisible, onTopRow, activeIndex, openIndex, resetKey } = props;
  const styles = useTableStyles();
  const gridId = useId();
  const grid = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [viewport, setViewport] = useState(FIRST_VIEWPORT);

  const geometry = geometryOf(rowCount, ROW_HEIGHT, viewport);
  const contentTop = contentTopOf(geometry, scrollTop);
  const { first, end } = visibleRange(geometry, contentTop, OVERSCAN);
  // While a handle is held, the width is the grid's own business.
  const [dragged, setDragged] = useState<{ column: string; width: number } | null>(null);
  const drawn = columns.map((column) =>
    column.name === dragged?.column ? { ...column, width: Math.max(LEAST_WIDTH, dragged.width), grow: 0 } : column,
  );
  const template = drawn.map((column) => `minmax(${column.width}px, ${column.grow}fr)`).join(' ');
  const minWidth = drawn.reduce((sum, column) => sum + column.width + 12, 16);

  const footerHeight = props.footer === undefined ? 0 : FOOTER_HEIGHT;
  useLayoutEffect(() => {
    const element = grid.current;
    if (element === null) {
      return undefined;
    }
    const measure = (): void => {
      const height = element.clientHeight - HEADER_HEIGHT - footerHeight;
      setViewport(height > 0 ? height : FIRST_VIEWPORT);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [footerHeight]);

  // Back where it was left, once; then to the top whenever the rows are others.
  const initial = useRef({ topRow: props.initialTopRow, resetKey, done: false });
  useLayoutEffect(() => {
    const element = grid.current;
    const start = initial.current;
    if (element === null) {
      return;
    }
    if (!start.done) {
      start.done = true;
      element.scrollTop = scrollTopOf(geometryOf(rowCount, ROW_HEIGHT, viewport), start.topRow * ROW_HEIGHT);
    } else if (start.resetKey !== resetKey) {
      element.scrollTop = 0;
    }
    start.resetKey = resetKey;
    setScrollTop(element.scrollTop);
    // Only a change of the rows scrolls; a change of size must not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [resetKey]);

  useEffect(() => {
    onVisible(first, end);
  }, [onVisible, first, end, props.version]);

  const topRow = Math.floor(contentTop / ROW_HEIGHT);
  useEffect(() => {
    onTopRow(topRow);
  }, [onTopRow, topRow]);

  const reveal = (index: number): void => {
    const element = grid.current;
    if (element !== null) {
      const wanted = revealRow(geometry, contentTopOf(geometry, element.scrollTop), index);
      if (wanted !== contentTopOf(geometry, element.scrollTop)) {
        element.scrollTop = scrollTopOf(geometry, wanted);
        setScrollTop(element.scrollTop);
      }
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key === 'Escape') {
      props.onEscape();
      return;
    }
    // Keys inside the header belong to its buttons.
    if (event.target !== event.currentTarget || rowCount === 0) {
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (activeIndex !== null) {
        (event.key === ' ' ? (props.onToggle ?? props.onOpen) : props.onOpen)(activeIndex);
      }
      return;
    }
    const command = event.ctrlKey || event.metaKey ? { a: props.onSelectAll, c: props.onCopy }[event.key.toLowerCase()] : undefined;
    if (command !== undefined && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      command();
      return;
    }
    const page = Math.max(1, Math.floor(viewport / ROW_HEIGHT) - 1);
    const from = activeIndex ?? topRow - (event.key === 'ArrowDown' ? 1 : 0);
    const target = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: rowCount - 1,
    }[event.key];
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const index = Math.min(rowCount - 1, Math.max(0, target));
    reveal(index);
    (event.shiftKey ? (props.onExtend ?? props.onActivate) : props.onActivate)(index);
  };

  const rowId = (index: number): string => `${gridId}-row-${index}`;
  const activeIsDrawn = activeIndex !== null && activeIndex >= first && activeIndex < end;

  const { onOpen, onToggle, onExtend, onResize } = props;
  const click = useCallback(
    (index: number, event: MouseEvent): void => {
      const picked = event.shiftKey ? onExtend : event.ctrlKey || event.metaKey ? onToggle : undefined;
      (picked ?? onOpen)(index);
    },
    [onOpen, onToggle, onExtend],
  );
  const resize = useMemo(
    () =>
      onResize === undefined
        ? undefined
        : (column: string, width: number, done: boolean): void => {
            setDragged(done ? null : { column, width });
            if (done) {
              onResize(column, width, true);
            }
          },
    [onResize],
  );

  const rows: ReactNode[] = [];
  for (let index = first; index < end; index += 1) {
    const row = rowAt(index);
    rows.push(
      <Row
        key={index}
        id={rowId(index)}
        index={index}
        offset={rowOffset(geometry, contentTop, index)}
        row={row}
        columns={columns}
        template={template}
        active={index === activeIndex}
        selected={props.isSelected === undefined ? index === openIndex : row !== undefined && props.isSelected(row.id)}
        styles={styles}
        renderCell={props.renderCell}
        onClick={click}
      />,
    );
  }

  return (
    <div
      ref={grid}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rowCount + (props.footer === undefined ? 1 : 2)}
      aria-colcount={columns.length}
      aria-busy={props.busy}
      aria-multiselectable={props.onToggle === undefined ? undefined : true}
      aria-activedescendant={activeIsDrawn ? rowId(activeIndex) : undefined}
      tabIndex={0}
      className={styles.grid}
      data-testid={props['data-testid']}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <TableHeader
        columns={columns}
        template={template}
        minWidth={minWidth}
        sort={props.sort}
        styles={styles}
        onSort={props.onSort}
        onResize={resize}
        onMenu={props.onMenu}
      />
      <div role="rowgroup" className={styles.spacer} style={{ height: geometry.spacerHeight, minWidth }}>
        {rows}
      </div>
      {props.footer === undefined ? null : (
        <div role="rowgroup" className={styles.foot} style={{ minWidth }} data-testid="table-totals">
          <div
            role="row"
            aria-rowindex={rowCount + 2}
            className={styles.line}
            style={{ gridTemplateColumns: template, height: FOOTER_HEIGHT - 1 }}
          >
            {columns.map((column, position) => (
              <div key={column.name} role="gridcell" aria-colindex={position + 1} data-column={column.name} className={styles.cell}>
                {props.footer?.(column.name)}
              </div>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}

type RowProps = Pick<Props, 'columns' | 'renderCell'> & {
  id: string;
  index: number;
  offset: number;
  row: TableRow | undefined;
  template: string;
  active: boolean;
  selected: boolean;
  styles: TableStyles;
  onClick: (index: number, event: MouseEvent) => void;
};

const Row = memo(function Row(props: RowProps) {
  const { id, index, offset, row, columns, template, active, selected, styles, renderCell, onClick } = props;
  const cells = useMemo(
    () =>
      columns.map((column, position) => {
        const value = row?.cell(column.name);
        return (
          <div
            key={column.name}
            role="gridcell"
            aria-colindex={position + 1}
            data-column={column.name}
            className={mergeClasses(styles.cell, styles.ellipsis)}
          >
            {row === undefined ? (
              <span className={styles.placeholder} />
            ) : value === null || value === undefined || value === '' ? (
              <span className={styles.absent}>–</span>
            ) : (
              renderCell(column.name, value)
            )}
          </div>
        );
      }),
    [columns, row, renderCell, styles],
  );
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-busy={row === undefined}
      data-row-index={index}
      className={mergeClasses(styles.line, styles.row, selected && styles.rowSelected, active && styles.rowActive)}
      style={{ transform: `translateY(${offset}px)`, gridTemplateColumns: template }}
      // With Shift the browser would select text.
      onMouseDown={(event) => {
        if (event.shiftKey) {
          event.preventDefault();
        }
      }}
      onClick={(event) => onClick(index, event)}
    >
      {cells}
    </div>
  );
});
