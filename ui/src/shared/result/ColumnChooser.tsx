import { Button, Checkbox, makeStyles } from '@fluentui/react-components';
import { ArrowDownRegular, ArrowResetRegular, ArrowUpRegular, ColumnTripleEditRegular } from '@fluentui/react-icons';
import { useLayoutEffect, useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { AnchoredDialog } from '../AnchoredDialog';
import { SearchField } from '../SearchField';
import { useStoreParts } from '../store';
import { moved, NO_LAYOUT, withColumn } from './layout';
import { columnTitle, offeredColumns } from './rowKind';
import type { ResultView } from './view';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', maxHeight: 'min(420px, 50vh)', overflowY: 'auto', listStyleType: 'none' },
  item: { display: 'flex', alignItems: 'center', minHeight: '32px' },
  name: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
});

/** With fewer there is nothing to search. */
const SEARCHED_FROM = 12;

/** Which columns are shown and in which order: those shown first, as they stand, then the others. */
export function ColumnChooser({ view }: { view: ResultView }) {
  const styles = useStyles();
  const state = useStoreParts(view, ['layout', 'columns']);
  const list = useRef<HTMLUListElement>(null);
  const pressed = useRef<{ name: string; by: string } | null>(null);
  const [beside, setBeside] = useState<HTMLElement | null>(null);
  const [text, setText] = useState('');
  const [dragged, setDragged] = useState<string | null>(null);
  const shown = view.shown();
  const others = offeredColumns(view.rows, state.columns).filter((name) => !shown.includes(name));
  const found = [...shown, ...others].filter((name) => `${columnTitle(view.rows, name)} ${name}`.toLowerCase().includes(text.toLowerCase()));

  const arrange = (names: string[]): void => view.setLayout({ ...state.layout, shown: names });
  const move = (name: string, by: number): void => {
    pressed.current = { name, by: String(by) };
    arrange(moved(shown, name, by));
  };
  // A button that is moved in the page loses the focus on its way.
  useLayoutEffect(() => {
    const wanted = pressed.current;
    pressed.current = null;
    if (wanted !== null) {
      const buttons = list.current?.querySelectorAll<HTMLElement>('[data-move]') ?? [];
      [...buttons].find(({ dataset }) => dataset.move === wanted.name && dataset.by === wanted.by)?.focus();
    }
  }, [shown]);
  const onKeyDown = (name: string) => (event: KeyboardEvent): void => {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      arrange(moved(shown, name, event.key === 'ArrowUp' ? -1 : 1));
    }
  };
  const drop = (target: string) => (event: DragEvent): void => {
    event.preventDefault();
    if (dragged !== null && shown.includes(target)) {
      arrange(moved(shown, dragged, shown.indexOf(target) - shown.indexOf(dragged)));
    }
    setDragged(null);
  };

  return (
    <>
      <Button
        icon={<ColumnTripleEditRegular />}
        onClick={(event) => setBeside(event.currentTarget)}
        aria-haspopup="dialog"
        data-testid="column-chooser"
      >
        Columns: {shown.length}
      </Button>
      {beside !== null ? (
        <AnchoredDialog title="Columns" beside={beside} onClose={() => setBeside(null)} data-testid="column-list">
          {state.columns.length > SEARCHED_FROM ? (
            <SearchField value={text} onChange={setText} label="Find a column" testId="find-column" />
          ) : null}
          <ul className={styles.list} ref={list}>
            {found.map((name) => {
              const place = shown.indexOf(name);
              const title = columnTitle(view.rows, name);
              return (
                <li
                  key={name}
                  className={styles.item}
                  draggable={place !== -1}
                  onDragStart={() => setDragged(name)}
                  onDragOver={(event) => event.preventDefault()}
                  onDrop={drop(name)}
                  onKeyDown={onKeyDown(name)}
                >
                  <span className={styles.name}>
                    <Checkbox
                      checked={place !== -1}
                      onChange={(_, { checked }) => arrange(withColumn(shown, name, checked === true))}
                      label={title}
                      title={name}
                      data-testid={`column-chooser-${name}`}
                    />
                  </span>
                  {place === -1 ? null : (
                    <>
                      <Button
                        size="small"
                        appearance="subtle"
                        icon={<ArrowUpRegular />}
                        aria-label={`Move ${title} forward`}
                        title="Forward (Alt+Up)"
                        disabledFocusable={place === 0}
                        onClick={() => move(name, -1)}
                        data-move={name}
                        data-by="-1"
                      />
                      <Button
                        size="small"
                        appearance="subtle"
                        icon={<ArrowDownRegular />}
                        aria-label={`Move ${title} back`}
                        title="Back (Alt+Down)"
                        disabledFocusable={place === shown.length - 1}
                        onClick={() => move(name, 1)}
                        data-move={name}
                        data-by="1"
                      />
                    </>
                  )}
                </li>
              );
            })}
          </ul>
          <Button
            size="small"
            icon={<ArrowResetRegular />}
            onClick={() => view.setLayout(NO_LAYOUT)}
            disabledFocusable={state.layout.shown === null && Object.keys(state.layout.widths).length === 0}
            data-testid="column-chooser-reset"
          >
            Usual columns and widths
          </Button>
        </AnchoredDialog>
      ) : null}
    </>
  );
}
