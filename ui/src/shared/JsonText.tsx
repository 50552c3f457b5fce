import { makeStyles, tokens } from '@fluentui/react-components';
import type { JsonValue } from '../ipc/generated/contract';
import { parseInstant } from './instants';
import { Time } from './Time';
import { asText } from './json';

const useStyles = makeStyles({
  absent: { color: tokens.colorNeutralForeground3 },
});

/** A value of a record, for reading. Always text: nothing in it is ever markup. */
export function JsonText({ value }: { value: JsonValue }) {
  const styles = useStyles();
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) {
    return <span className={styles.absent}>–</span>;
  }
  if (typeof value === 'string') {
    const instant = parseInstant(value);
    return instant === null ? value : <Time at={instant} seconds />;
  }
  if (Array.isArray(value)) {
    return value.map(asText).join(', ');
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, part]) => `${name}: ${asText(part ?? null)}`)
      .join(', ');
  }
  return String(value);
}
