import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    lineHeight: tokens.lineHeightBase300,
  },
  name: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
});

export type Fact = { name: string; value: ReactNode; testId?: string };

/** Names and values, one under the other. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const styles = useStyles();
  return (
    <dl className={styles.list}>
      {facts.map((fact) => (
        // A fragment cannot carry the grid, and a div inside dl is allowed but would break it; so: two flat items.
        <FactRow key={fact.name} fact={fact} nameClass={styles.name} valueClass={styles.value} />
      ))}
    </dl>
  );
}

function FactRow({ fact, nameClass, valueClass }: { fact: Fact; nameClass: string; valueClass: string }) {
  return (
    <>
      <dt className={nameClass}>{fact.name}</dt>
      <dd className={valueClass} data-testid={fact.testId}>
        {fact.value}
      </dd>
    </>
  );
}
