import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Fragment, type ReactNode } from 'react';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    lineHeight: tokens.lineHeightBase300,
  },
  narrow: { gridTemplateColumns: '132px minmax(0, 1fr)', columnGap: tokens.spacingHorizontalM },
  name: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
});

export type Fact = {
  name: string;
  value: ReactNode;
  /** The name in the service's own words, as a tooltip. */
  original?: string;
};

/** Names and values, one under the other. */
export function Facts({ facts, narrow = false }: { facts: readonly Fact[]; narrow?: boolean }) {
  const styles = useStyles();
  return (
    <dl className={mergeClasses(styles.list, narrow && styles.narrow)}>
      {facts.map((fact) => (
        <Fragment key={fact.original ?? fact.name}>
          <dt className={styles.name} title={fact.original}>
            {fact.name}
          </dt>
          <dd className={styles.value}>{fact.value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
