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
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowSortDownRegular, ArrowSortUpRegular } from '@fluentui/react-icons';
import {
  memo,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { contentTopOf, geometryOf, revealRow, rowOffset, scrollTopOf, visibleRange } from './scroll';

export const ROW_HEIGHT = 36;
const HEADER_HEIGHT = 36;
const OVERSCAN = 6;
/** Assumed until the grid has been measured. */
const FIRST_VIEWPORT = 480;

export type TableColumn = {
  name: string;
  title: string;
  /** Least width in CSS pixels. */
  width: number;
  /** Share of the width left over. */
  grow: number;
};

export type TableRow = {
  /** Stable within the rows' source. */
  id: number;
  /** A cell's value by column; `null` for absent. */
  cell: (column: string) => string | null;
};

export type SortOrder = { column: string; descending: boolean };

type Props = {
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
  sort: SortOrder | null;
  /** The header was pressed. */
  onSort: (column: string) => void;
  /** Row the keyboard is on. */
  activeIndex: number | null;
  /** Row whose details are open. */
  openIndex: number | null;
  onActivate: (index: number) => void;
  /** A row was clicked or Enter pressed on it. */
  onOpen: (index: number) => void;
  onEscape: () => void;
  /** Where to start, and where it was left: the row at the top. */
  initialTopRow: number;
  onTopRow: (index: number) => void;
  /** Changes when the rows are others altogether; scrolls back to the top. */
  resetKey: unknown;
  busy: boolean;
  'data-testid'?: string;
};

const useStyles = makeStyles({
  grid: {
    position: 'relative',
    flexGrow: 1,
    minHeight: 0,
    overflow: 'auto',
    overflowAnchor: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    // No rounded corners: WebKit clips them with a mask on every frame, which costs three quarters of the frame rate.
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    outlineStyle: 'none',
    ':focus-visible': {
      boxShadow: `0 0 0 2px ${tokens.colorStrokeFocus2}`,
    },
    // Shadows are removed in forced colours; an outline stays.
    '@media (forced-colors: active)': {
      ':focus-visible': { outlineStyle: 'solid', outlineWidth: '2px' },
    },
  },
  header: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    height: `${HEADER_HEIGHT}px`,
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  line: {
    display: 'grid',
    paddingLeft: tokens.spacingHorizontalS,
    paddingRight: tokens.spacingHorizontalS,
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'center',
    boxSizing: 'border-box',
  },
  head: {
    minWidth: 0,
  },
  headButton: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    width: '100%',
    height: `${HEADER_HEIGHT - 8}px`,
    padding: `0 ${tokens.spacingHorizontalXS}`,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    textAlign: 'left',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover, color: tokens.colorNeutralForeground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-1px' },
  },
  ellipsis: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  spacer: { position: 'relative' },
  row: {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    height: `${ROW_HEIGHT}px`,
    fontSize: tokens.fontSizeBase300,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    cursor: 'default',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  rowOpen: {
    // The high contrast theme inverts its selected colours; texts and badges have to follow.
    backgroundColor: tokens.colorNeutralBackground1Selected,
    color: tokens.colorNeutralForeground1Selected,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Selected },
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  rowActive: {
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    '@media (forced-colors: active)': { outline: '2px dotted Highlight', outlineOffset: '-2px' },
  },
  cell: {
    minWidth: 0,
    padding: `0 ${tokens.spacingHorizontalXS}`,
  },
  absent: { color: tokens.colorNeutralForeground3 },
  placeholder: {
    display: 'block',
    height: '10px',
    width: '62%',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground5,
  },
});

type Styles = ReturnType<typeof useStyles>;

export function DataTable(props: Props) {
  const { columns, rowCount, rowAt, onVisible, onTopRow, activeIndex, openIndex, resetKey } = props;
  const styles = useStyles();
  const gridId = useId();
  const grid = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [viewport, setViewport] = useState(FIRST_VIEWPORT);

  const geometry = geometryOf(rowCount, ROW_HEIGHT, viewport);
  const contentTop = contentTopOf(geometry, scrollTop);
  const { first, end } = visibleRange(geometry, contentTop, OVERSCAN);
  const template = columns.map((column) => `minmax(${column.width}px, ${column.grow}fr)`).join(' ');
  const minWidth = columns.reduce((sum, column) => sum + column.width + 12, 16);

  useLayoutEffect(() => {
    const element = grid.current;
    if (element === null) {
      return undefined;
    }
    const measure = (): void => {
      const height = element.clientHeight - HEADER_HEIGHT;
      setViewport(height > 0 ? height : FIRST_VIEWPORT);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

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
        props.onOpen(activeIndex);
      }
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
    props.onActivate(index);
  };

  const rowId = (index: number): string => `${gridId}-row-${index}`;
  const activeIsDrawn = activeIndex !== null && activeIndex >= first && activeIndex < end;

  const rows: ReactNode[] = [];
  for (let index = first; index < end; index += 1) {
    rows.push(
      <Row
        key={index}
        id={rowId(index)}
        index={index}
        offset={rowOffset(geometry, contentTop, index)}
        row={rowAt(index)}
        columns={columns}
        template={template}
        active={index === activeIndex}
        open={index === openIndex}
        styles={styles}
        renderCell={props.renderCell}
        onOpen={props.onOpen}
      />,
    );
  }

  return (
    <div
      ref={grid}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length}
      aria-busy={props.busy}
      aria-activedescendant={activeIsDrawn ? rowId(activeIndex) : undefined}
      tabIndex={0}
      className={styles.grid}
      data-testid={props['data-testid']}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <Header columns={columns} template={template} minWidth={minWidth} sort={props.sort} onSort={props.onSort} styles={styles} />
      <div role="rowgroup" className={styles.spacer} style={{ height: geometry.spacerHeight, minWidth }}>
        {rows}
      </div>
    </div>
  );
}

type HeaderProps = Pick<Props, 'columns' | 'sort' | 'onSort'> & { template: string; minWidth: number; styles: Styles };

function Header({ columns, template, minWidth, sort, onSort, styles }: HeaderProps) {
  return (
    <div role="rowgroup" className={styles.header} style={{ minWidth }}>
      <div role="row" aria-rowindex={1} className={styles.line} style={{ gridTemplateColumns: template, height: HEADER_HEIGHT - 1 }}>
        {columns.map((column, position) => {
          const order = sort?.column === column.name ? (sort.descending ? 'descending' : 'ascending') : 'none';
          return (
            <div
              key={column.name}
              role="columnheader"
              aria-colindex={position + 1}
              aria-sort={order}
              data-column={column.name}
              className={styles.head}
            >
              <button type="button" className={styles.headButton} onClick={() => onSort(column.name)} title={`Sort by ${column.title}`}>
                <span className={styles.ellipsis}>{column.title}</span>
                {order === 'ascending' ? <ArrowSortUpRegular aria-hidden="true" /> : null}
                {order === 'descending' ? <ArrowSortDownRegular aria-hidden="true" /> : null}
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}

type RowProps = Pick<Props, 'columns' | 'renderCell' | 'onOpen'> & {
  id: string;
  index: number;
  offset: number;
  row: TableRow | undefined;
  template: string;
  active: boolean;
  open: boolean;
  styles: Styles;
};

const Row = memo(function Row(props: RowProps) {
  const { id, index, offset, row, columns, template, active, open, styles, renderCell, onOpen } = props;
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
      aria-selected={open}
      aria-busy={row === undefined}
      data-row-index={index}
      className={mergeClasses(styles.line, styles.row, open && styles.rowOpen, active && styles.rowActive)}
      style={{ transform: `translateY(${offset}px)`, gridTemplateColumns: template }}
      onClick={() => onOpen(index)}
    >
      {cells}
    </div>
  );
});
