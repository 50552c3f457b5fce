import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactNode } from 'react';
import type { JsonValue } from '../../ipc/generated/contract';
import { Facts } from '../Facts';
import { JsonText } from '../JsonText';
import type { JsonRecord } from '../json';
import { columnWords } from './words';

const useStyles = makeStyles({
  details: { overflowWrap: 'anywhere' },
  summary: {
    cursor: 'pointer',
    color: tokens.colorNeutralForeground2,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  inside: {
    margin: `${tokens.spacingVerticalXS} 0`,
    paddingLeft: tokens.spacingHorizontalM,
    borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
  },
  items: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, listStyleType: 'none' },
});

/** Drawn at first, and at each further request. */
const STEP = 50;
/** Short lists of plain values need no folding. */
const PLAIN_IN_LINE = 8;

/** A value with everything inside it, folded where it has an inside. Always text: nothing in it is ever markup. */
export function JsonTree({ value }: { value: JsonValue }) {
  const styles = useStyles();
  if (typeof value !== 'object' || value === null) {
    return <JsonText value={value} />;
  }
  const list = Array.isArray(value);
  const size = list ? value.length : Object.keys(value).length;
  if (size === 0 || (list && size <= PLAIN_IN_LINE && value.every((item) => typeof item !== 'object'))) {
    return <JsonText value={size === 0 ? null : value} />;
  }
  const summary = list ? (size === 1 ? '1 entry' : `${size.toLocaleString()} entries`) : size === 1 ? '1 property' : `${size} properties`;
  return <Folded summary={summary} className={styles.details} inside={() => (list ? <Items items={value} /> : <Properties record={value} />)} />;
}

/** Draws what is inside once it has been opened: an answer may hold thousands of parts. */
function Folded({ summary, className, inside }: { summary: string; className: string; inside: () => ReactNode }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  return (
    <details className={className} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>{summary}</summary>
      {open ? <div className={styles.inside}>{inside()}</div> : null}
    </details>
  );
}

function Items({ items }: { items: readonly JsonValue[] }) {
  const styles = useStyles();
  const [drawn, setDrawn] = useState(STEP);
  return (
    <>
      <ul className={styles.items}>
        {items.slice(0, drawn).map((item, position) => (
          <li key={position}>
            {typeof item === 'object' && item !== null && !Array.isArray(item) ? <Properties record={item} /> : <JsonTree value={item} />}
          </li>
        ))}
      </ul>
      {items.length > drawn ? (
        <Button size="small" onClick={() => setDrawn(drawn + STEP)}>
          {(items.length - drawn).toLocaleString()} more
        </Button>
      ) : null}
    </>
  );
}

function Properties({ record }: { record: JsonRecord }) {
  return (
    <Facts
      narrow
      facts={Object.entries(record).map(([name, value]) => ({ name: columnWords(name), original: name, value: <JsonTree value={value ?? null} /> }))}
    />
  );
}
