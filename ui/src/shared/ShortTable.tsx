import { mergeClasses } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { usePlainTableStyles } from './plainTable';

/** A column's title; with a class where the column has a width of its own. */
type Head = string | { title: string; className: string };

type Props = {
  /** What the table shows, for a screen reader; a heading above it may say so already. */
  label?: string;
  heads: readonly Head[];
  testId?: string;
  /** For the table itself, such as a fixed layout. */
  className?: string;
  /** One or more `tbody`. */
  children: ReactNode;
};

/** The frame and head of a short, native table. */
export function ShortTable({ label, heads, testId, className, children }: Props) {
  const table = usePlainTableStyles();
  return (
    <div className={table.frame}>
      <table className={mergeClasses(table.table, className)} aria-label={label} data-testid={testId}>
        <thead>
          <tr>
            {heads.map((head) => {
              const { title, className: width } = typeof head === 'string' ? { title: head, className: undefined } : head;
              return (
                <th key={title} scope="col" className={mergeClasses(table.head, width)}>
                  {title}
                </th>
              );
            })}
          </tr>
        </thead>
        {children}
      </table>
    </div>
  );
}
