import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { ConsentRowDto } from '../../../ipc/generated/contract';
import { ShortTable } from '../../../shared/ShortTable';
import { usePlainTableStyles } from '../../../shared/plainTable';
import { Prose } from '../../../shared/Prose';
import { YesNo } from './StateIcon';
import { useChecklist } from './useChecklist';

const useStyles = makeStyles({
  permission: { minWidth: '150px' },
  remark: { minWidth: '140px' },
  display: { display: 'block', color: tokens.colorNeutralForeground3, fontFamily: tokens.fontFamilyBase },
});

const COLUMNS = [
  ['needed', 'Needed'],
  ['registered', 'Registered'],
  ['consented', 'Consented'],
  ['inToken', 'In the token'],
] as const satisfies readonly (readonly [keyof ConsentRowDto, string])[];

/** Each permission on its way: needed, registered, consented, in the token. Where the row breaks is what is missing. */
export function ConsentTable() {
  const table = usePlainTableStyles();
  const styles = useStyles();
  const { consent } = useChecklist().checklist;
  if (consent.length === 0) {
    return <Text className={table.quiet}>The profile wants no permission yet. Choose some in step 7.</Text>;
  }
  return (
    <ShortTable
      label="Permissions on their way into the token"
      heads={['Permission', ...COLUMNS.map(([, title]) => title), 'Remark']}
      testId="consent-table"
    >
      <tbody>
        {consent.map((row) => (
          <tr key={row.permission} data-testid={`consent-row-${row.permission}`}>
            <th scope="row" className={mergeClasses(table.cell, table.mono, styles.permission)}>
              {row.permission}
              {row.displayName === null ? null : <span className={styles.display}>{row.displayName}</span>}
            </th>
            {COLUMNS.map(([column]) => (
              <td key={column} className={mergeClasses(table.cell, table.fixed)} data-column={column} data-mark={row[column]}>
                <YesNo mark={row[column]} calm={row.needed !== 'yes'} />
              </td>
            ))}
            <td className={mergeClasses(table.cell, styles.remark)}>
              {row.remark === null ? <span className={table.quiet}>–</span> : <Prose text={row.remark} />}
            </td>
          </tr>
        ))}
      </tbody>
    </ShortTable>
  );
}
