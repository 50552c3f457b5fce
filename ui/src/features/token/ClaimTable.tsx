import { mergeClasses } from '@fluentui/react-components';
import type { ClaimDto } from '../../ipc/generated/contract';
import { ShortTable } from '../../shared/ShortTable';
import { usePlainTableStyles } from '../../shared/plainTable';
import { RelativeTime, Time } from '../../shared/Time';

/** Members of a token's header or payload, each with its meaning. */
export function ClaimTable({ label, claims }: { label: string; claims: readonly ClaimDto[] }) {
  const table = usePlainTableStyles();
  return (
    <ShortTable label={label} heads={['Name', 'Value', 'Meaning']}>
      <tbody>
        {claims.map((claim) => (
          <tr key={claim.name} data-testid={`claim-${claim.name}`}>
            <th scope="row" className={mergeClasses(table.cell, table.fixed, table.mono)}>
              {claim.name}
            </th>
            <td className={mergeClasses(table.cell, table.mono)}>
              {claim.time === null ? (
                claim.value
              ) : (
                <>
                  <Time at={claim.time} seconds />{' '}
                  <span className={table.quiet}>
                    (<RelativeTime at={claim.time} />, {claim.value})
                  </span>
                </>
              )}
            </td>
            <td className={table.cell}>{claim.meaning ?? <span className={table.quiet}>Not documented</span>}</td>
          </tr>
        ))}
      </tbody>
    </ShortTable>
  );
}
