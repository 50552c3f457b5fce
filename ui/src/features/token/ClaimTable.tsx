import { mergeClasses } from '@fluentui/react-components';
import type { ClaimDto } from '../../ipc/generated/contract';
import { usePlainTableStyles } from '../../shared/plainTable';
import { RelativeTime, Time } from '../../shared/Time';

/** Members of a token's header or payload, each with its meaning. */
export function ClaimTable({ label, claims }: { label: string; claims: readonly ClaimDto[] }) {
  const table = usePlainTableStyles();
  return (
    <div className={table.frame}>
      <table className={table.table} aria-label={label}>
        <thead>
          <tr>
            {['Name', 'Value', 'Meaning'].map((title) => (
              <th key={title} scope="col" className={table.head}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
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
      </table>
    </div>
  );
}
