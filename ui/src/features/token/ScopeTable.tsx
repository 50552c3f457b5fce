import { Badge, Button, makeStyles, mergeClasses, Text, tokens, type BadgeProps } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { Fragment, useState } from 'react';
import type { OperationEffect, ScopeRowDto, ScopeState } from '../../ipc/generated/contract';
import { ShortTable } from '../../shared/ShortTable';
import { usePlainTableStyles } from '../../shared/plainTable';

const useStyles = makeStyles({
  operations: {
    display: 'grid',
    gridTemplateColumns: 'max-content max-content minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXXS,
    listStyleType: 'none',
    paddingBottom: tokens.spacingVerticalS,
    paddingLeft: tokens.spacingHorizontalXL,
  },
  operation: { display: 'contents' },
  noPadding: { paddingLeft: 0, paddingRight: tokens.spacingHorizontalXS, minWidth: 'auto' },
});

const STATES: Record<ScopeState, { label: string; color: NonNullable<BadgeProps['color']> }> = {
  granted: { label: 'Granted', color: 'success' },
  missing: { label: 'Missing', color: 'danger' },
  extra: { label: 'Extra', color: 'informative' },
};

const EFFECTS: Record<OperationEffect, string> = { read: 'reads', write: 'changes data', act: 'acts on a device' };

/** Permissions, wanted and given, and what each opens. */
export function ScopeTable({ rows }: { rows: readonly ScopeRowDto[] }) {
  if (rows.length === 0) {
    return <Text>The token has no scp claim, and no permission is wanted.</Text>;
  }
  return (
    <ShortTable heads={['Permission', 'Display name', 'State', 'Remark', 'Operations']}>
      <tbody>
        {rows.map((row) => (
          <ScopeRow key={row.permission} row={row} />
        ))}
      </tbody>
    </ShortTable>
  );
}

function ScopeRow({ row }: { row: ScopeRowDto }) {
  const table = usePlainTableStyles();
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const { label, color } = STATES[row.state];
  const count = row.operations.length;
  return (
    <Fragment>
      <tr data-testid={`scope-row-${row.permission}`} data-state={row.state}>
        <th scope="row" className={mergeClasses(table.cell, table.fixed, table.mono)}>
          {row.permission}
        </th>
        <td className={table.cell}>{row.displayName ?? <span className={table.quiet}>Not documented</span>}</td>
        <td className={mergeClasses(table.cell, table.fixed)}>
          <Badge appearance="tint" color={color}>
            {label}
          </Badge>
        </td>
        <td className={table.cell}>{row.remark ?? <span className={table.quiet}>–</span>}</td>
        <td className={mergeClasses(table.cell, table.fixed)}>
          {count === 0 ? (
            <span className={table.quiet}>None known</span>
          ) : (
            <Button
              className={styles.noPadding}
              appearance="transparent"
              size="small"
              icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
              aria-expanded={open}
              aria-label={`${count} ${count === 1 ? 'operation' : 'operations'} of ${row.permission}`}
              onClick={() => setOpen(!open)}
            >
              {count}
            </Button>
          )}
        </td>
      </tr>
      {open ? (
        <tr>
          <td className={table.cell} colSpan={5}>
            <ul className={styles.operations} aria-label={`Operations of ${row.permission}`}>
              {row.operations.map((operation) => (
                <li key={operation.id} className={styles.operation}>
                  <span>{operation.title}</span>
                  <span className={table.quiet}>{EFFECTS[operation.effect]}</span>
                  <span className={table.mono}>
                    {operation.method} {operation.path}
                  </span>
                </li>
              ))}
            </ul>
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}
