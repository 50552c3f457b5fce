import { makeStyles, tokens } from '@fluentui/react-components';
import type { ColumnKind } from '../../ipc/generated/contract';
import { parseInstant } from '../instants';
import { Time } from '../Time';

const useStyles = makeStyles({
  number: { display: 'block', textAlign: 'right', fontVariantNumeric: 'tabular-nums', overflow: 'hidden', textOverflow: 'ellipsis' },
  nested: { color: tokens.colorNeutralForeground3, fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

/** Longer texts are not looked into for a cell's sake. */
const MOST_READ = 200_000;

/** A list or an object in a few characters: plain values as they are, otherwise how many there are. */
export function shortForm(json: string): string {
  if (json.length > MOST_READ) {
    return json.startsWith('[') ? '[…]' : '{…}';
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return json;
  }
  if (Array.isArray(value)) {
    const plain = value.filter((item) => typeof item === 'string' || typeof item === 'number');
    if (value.length === 0) {
      return '–';
    }
    return plain.length === value.length && value.length <= 3 ? plain.join(', ') : value.length === 1 ? '1 entry' : `${value.length.toLocaleString()} entries`;
  }
  return typeof value === 'object' && value !== null ? '{…}' : String(value);
}

/** A cell, by what its column holds. Always text: nothing in it is ever markup. */
export function ResultCell({ kind, value }: { kind: ColumnKind; value: string }) {
  const styles = useStyles();
  switch (kind) {
    case 'time': {
      const instant = parseInstant(value);
      return instant === null ? <span title={value}>{value}</span> : <Time at={instant} />;
    }
    case 'number':
      return (
        <span className={styles.number} title={value}>
          {value}
        </span>
      );
    case 'boolean':
      return value === 'true' ? 'Yes' : value === 'false' ? 'No' : value;
    case 'nested':
      return <span className={styles.nested}>{shortForm(value)}</span>;
    case 'text':
      return <span title={value}>{value}</span>;
  }
}
