import { Badge, makeStyles, mergeClasses, tokens, type BadgeProps } from '@fluentui/react-components';
import { Fragment } from 'react';
import type { CoverageRowDto, CoverageState } from '../../../ipc/generated/contract';
import { ShortTable } from '../../../shared/ShortTable';
import { usePlainTableStyles } from '../../../shared/plainTable';
import type { CoverageGroup } from './rows';

const useStyles = makeStyles({
  table: { tableLayout: 'fixed' },
  operation: { width: '33%' },
  state: { width: '126px' },
  permission: { width: '23.5%' },
  group: { paddingTop: tokens.spacingVerticalL, fontWeight: tokens.fontWeightSemibold },
  badge: { whiteSpace: 'nowrap' },
  line: { display: 'block' },
});

export const STATES: Record<CoverageState, { label: string; color: NonNullable<BadgeProps['color']> }> = {
  allowed: { label: 'Allowed', color: 'success' },
  missing: { label: 'Missing', color: 'danger' },
  cannotTell: { label: 'Cannot tell', color: 'warning' },
  notDocumented: { label: 'Not documented', color: 'informative' },
};

/** What stands above permissions that are not in the token: one, and several. */
const LEADS: Partial<Record<CoverageState, readonly [string, string]>> = {
  missing: ['Needs', 'Needs one of'],
  cannotTell: ['Documented', 'Documented, any of'],
};

/** Operations, group by group, and whether the token opens them. */
export function CoverageTable({ groups }: { groups: readonly CoverageGroup[] }) {
  const table = usePlainTableStyles();
  const styles = useStyles();
  return (
    <ShortTable
      label="Operations and what opens them"
      className={styles.table}
      heads={[
        { title: 'Operation', className: styles.operation },
        { title: 'State', className: styles.state },
        { title: 'Permission', className: styles.permission },
        'Defender role',
      ]}
      testId="coverage"
    >
      {groups.map(({ name, rows }) => (
        <tbody key={name}>
          <tr>
            <th scope="rowgroup" colSpan={4} className={mergeClasses(table.cell, styles.group)}>
              {name}
            </th>
          </tr>
          {rows.map((row) => (
            <Row key={row.operation.id} row={row} />
          ))}
        </tbody>
      ))}
    </ShortTable>
  );
}

function Row({ row: { operation, state, permissions, role } }: { row: CoverageRowDto }) {
  const table = usePlainTableStyles();
  const styles = useStyles();
  const { label, color } = STATES[state];
  return (
    <tr data-testid={`coverage-row-${operation.id}`} data-state={state}>
      <th scope="row" className={table.cell}>
        {operation.title}
        <span className={mergeClasses(styles.line, table.mono, table.quiet)}>
          {operation.method} <Breakable text={operation.path} after="/" />
        </span>
      </th>
      <td className={table.cell}>
        <Badge appearance="tint" color={color} className={styles.badge}>
          {label}
        </Badge>
      </td>
      <td className={table.cell}>
        <Permissions state={state} permissions={permissions} />
      </td>
      <td className={table.cell}>{role ?? <span className={table.quiet}>–</span>}</td>
    </tr>
  );
}

function Permissions({ state, permissions }: { state: CoverageState; permissions: readonly string[] }) {
  const table = usePlainTableStyles();
  const styles = useStyles();
  if (permissions.length === 0) {
    return <span className={table.quiet}>None documented</span>;
  }
  return (
    <>
      {LEADS[state] === undefined ? null : <span className={table.quiet}>{LEADS[state][permissions.length === 1 ? 0 : 1]}</span>}
      {permissions.map((permission) => (
        <span key={permission} className={mergeClasses(styles.line, table.mono)}>
          <Breakable text={permission} after="." />
        </span>
      ))}
    </>
  );
}

/** A long name that a narrow column breaks after its separators rather than anywhere. */
function Breakable({ text, after }: { text: string; after: string }) {
  return text.split(after).map((part, position) => (
    <Fragment key={position}>
      {position === 0 ? null : (
        <>
          {after}
          <wbr />
        </>
      )}
      {part}
    </Fragment>
  ));
}
