import { Checkbox, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { StarFilled } from '@fluentui/react-icons';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { ExplorerRowDto } from '../../../ipc/generated/contract';
import { SearchField } from '../../../shared/SearchField';
import { count, EFFECT_WORDS, STATE_WORDS } from '../words';
import { EffectMark, StateMark } from './Marks';
import { grouped, type Wanted } from './search';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minHeight: 0, height: '100%' },
  search: { width: '100%' },
  filters: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
  count: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
  list: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    // Without a stacking order of its own, the headings are painted over the list's scrollbar (WebKitGTK).
    isolation: 'isolate',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    // Clicking an option gives the list the focus; the ring is for the keyboard.
    outlineStyle: 'none',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  group: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    display: 'block',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  option: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderLeft: '3px solid transparent',
    position: 'relative',
    cursor: 'pointer',
    '@media (forced-colors: active)': { borderLeftColor: 'Canvas' },
    // A veil instead of the theme's colours, which high contrast turns round under text that keeps its own.
    ':hover': { backgroundColor: 'rgba(128, 128, 128, 0.1)' },
  },
  active: { backgroundColor: 'rgba(128, 128, 128, 0.1)' },
  chosen: {
    borderLeftColor: tokens.colorCompoundBrandStroke,
    backgroundColor: 'rgba(128, 128, 128, 0.16)',
    '@media (forced-colors: active)': { borderLeftColor: 'Highlight' },
  },
  words: { flexGrow: 1, minWidth: 0 },
  title: { display: 'block', lineHeight: tokens.lineHeightBase300 },
  more: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  state: { flexShrink: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground2 },
  said: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' },
  path: {
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase100,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
  star: { display: 'flex', flexShrink: 0, fontSize: '14px', color: tokens.colorPaletteYellowForeground2 },
  none: { display: 'block', padding: tokens.spacingHorizontalL, color: tokens.colorNeutralForeground2 },
});

type Props = {
  operations: readonly ExplorerRowDto[];
  chosen: string | null;
  onChoose: (operationId: string) => void;
  /** What is looked for; kept by whoever shows the list. */
  wanted: Wanted;
  onWanted: (wanted: Wanted) => void;
};

/** Every operation, by groups. One stop for the keyboard; the arrows move, Enter opens. */
export function OperationList({ operations, chosen, onChoose, wanted, onWanted }: Props) {
  const styles = useStyles();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(chosen);
  const groups = grouped(operations, wanted);
  const listed = groups.flatMap(({ rows }) => rows.map(({ operation }) => operation.id));
  const current = active !== null && listed.includes(active) ? active : null;

  // Opened from elsewhere: by a pivot, by the history, by the address.
  const [seen, setSeen] = useState(chosen);
  if (seen !== chosen) {
    setSeen(chosen);
    setActive(chosen);
  }
  useEffect(() => {
    if (chosen !== null) {
      document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
    }
  }, [chosen, id]);

  const move = (to: number): void => {
    const next = listed[Math.min(listed.length - 1, Math.max(0, to))];
    if (next !== undefined) {
      setActive(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    }
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const at = current === null ? -1 : listed.indexOf(current);
    switch (event.key) {
      case 'ArrowDown':
        move(at + 1);
        break;
      case 'ArrowUp':
        move(at - 1);
        break;
      case 'PageDown':
        move(at + 10);
        break;
      case 'PageUp':
        move(at - 10);
        break;
      case 'Home':
        move(0);
        break;
      case 'End':
        move(listed.length - 1);
        break;
      case 'Enter':
      case ' ':
        if (current !== null) {
          onChoose(current);
        }
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div className={styles.root}>
      <div
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            move(current === null ? 0 : listed.indexOf(current));
            list.current?.focus();
          }
        }}
      >
        <SearchField
          value={wanted.text}
          onChange={(text) => onWanted({ ...wanted, text })}
          label="Search operations"
          placeholder="Title, path, group or permission"
          className={styles.search}
          testId="operation-search"
        />
      </div>
      <div className={styles.filters}>
        <Checkbox
          label="Only ready"
          checked={wanted.onlyReady}
          onChange={(_, { checked }) => onWanted({ ...wanted, onlyReady: checked === true })}
          data-testid="only-ready"
        />
        <Text size={200} className={styles.count} role="status">
          {listed.length === operations.length
            ? count(listed.length, 'operation')
            : `${listed.length} of ${count(operations.length, 'operation')}`}
        </Text>
      </div>
      {listed.length === 0 ? (
        <Text className={mergeClasses(styles.list, styles.none)}>
          No operation matches. Try fewer words{wanted.onlyReady ? ', or show those that are not ready, too' : ''}.
        </Text>
      ) : (
        <div
          ref={list}
          role="listbox"
          aria-label="Operations"
          aria-activedescendant={current === null ? undefined : `${id}-${current}`}
          tabIndex={0}
          className={styles.list}
          onKeyDown={onKeyDown}
          data-testid="operations"
        >
          {groups.map(({ title, rows }, index) => (
            <div key={title} role="group" aria-labelledby={`${id}-group-${index}`}>
              <span id={`${id}-group-${index}`} className={styles.group}>
                {title}
              </span>
              {rows.map((row) => (
                <Option
                  key={row.operation.id}
                  id={`${id}-${row.operation.id}`}
                  row={row}
                  chosen={row.operation.id === chosen}
                  active={row.operation.id === current}
                  onChoose={() => {
                    setActive(row.operation.id);
                    onChoose(row.operation.id);
                  }}
                />
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

type OptionProps = { id: string; row: ExplorerRowDto; chosen: boolean; active: boolean; onChoose: () => void };

function Option({ id, row, chosen, active, onChoose }: OptionProps) {
  const styles = useStyles();
  const { operation, state, favourite } = row;
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      className={mergeClasses(styles.option, active && styles.active, chosen && styles.chosen)}
      onClick={onChoose}
      data-testid={`operation-${operation.id}`}
      data-state={state}
    >
      <StateMark state={state} said={state === 'ready' || state === 'signedOut'} />
      <span className={styles.words}>
        <span className={styles.title}>{operation.title}</span>
        <span className={styles.more}>
          {operation.effect === 'read' ? (
            <span className={styles.said}>{EFFECT_WORDS.read}</span>
          ) : (
            <EffectMark effect={operation.effect} />
          )}
          {state === 'ready' || state === 'signedOut' ? null : <span className={styles.state}>{STATE_WORDS[state]}</span>}
          <span className={styles.path} title={`${operation.method} ${operation.path}`}>
            {operation.method} {operation.path.replace(/^\/api\//, '')}
          </span>
        </span>
      </span>
      {favourite ? (
        <span className={styles.star} role="img" aria-label="Favourite">
          <StarFilled />
        </span>
      ) : null}
    </div>
  );
}
