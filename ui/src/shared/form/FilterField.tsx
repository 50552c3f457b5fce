import { Button, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { FilterAddRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FilterCheckDto, FilterPropertyDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { useSettled } from '../settled';
import { FilterBuilder } from './FilterBuilder';

/** A filter is checked once typing has paused for this long. */
const SETTLE_MS = 300;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  row: { display: 'flex', gap: tokens.spacingHorizontalS },
  input: { flexGrow: 1, fontFamily: tokens.fontFamilyMonospace },
  error: { color: tokens.colorStatusDangerForeground1 },
  warning: { color: tokens.colorStatusWarningForeground1 },
});

type Props = {
  id: string;
  describedBy: string;
  invalid: boolean;
  operationId: string;
  properties: readonly FilterPropertyDto[];
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
  testId: string;
};

/** A filter, typed or put together. It is looked at while it is typed; a warning does not keep it from being sent. */
export function FilterField({ id, describedBy, invalid, operationId, properties, value, onChange, onBlur, testId }: Props) {
  const styles = useStyles();
  const host = useHost();
  const [building, setBuilding] = useState(false);
  const settled = useSettled(value, SETTLE_MS);
  const check = useQuery<FilterCheckDto, CommandFailure>({
    queryKey: ['filter-check', operationId, settled],
    queryFn: () => host.invoke('check_filter', { operationId, filter: settled }),
    enabled: settled.trim() !== '' && settled === value,
    staleTime: Infinity,
    gcTime: 10_000,
  });
  const found = settled === value && value.trim() !== '' ? check.data : undefined;

  return (
    <div className={styles.root}>
      <div className={styles.row}>
        <Input
          id={id}
          className={styles.input}
          aria-describedby={describedBy}
          aria-invalid={invalid || (found !== undefined && found.errorAt !== null)}
          value={value}
          onChange={(_, data) => onChange(data.value)}
          onBlur={onBlur}
          placeholder={properties[0] === undefined ? undefined : `${properties[0].name} …`}
          autoComplete="off"
          spellCheck={false}
          data-testid={testId}
        />
        {properties.length === 0 ? null : (
          <Button
            icon={<FilterAddRegular />}
            aria-expanded={building}
            onClick={() => setBuilding(!building)}
            data-testid="build-filter"
          >
            Build
          </Button>
        )}
      </div>
      <div role="status" data-testid="filter-check">
        {found === undefined || found.errorAt === null ? null : (
          <Text size={200} className={styles.error}>
            At character {found.errorAt + 1}: {found.error ?? 'this is not understood.'}
          </Text>
        )}
        {found?.warnings.map((warning) => (
          <Text key={warning} block size={200} className={styles.warning}>
            {warning}
          </Text>
        ))}
      </div>
      {building ? (
        <FilterBuilder
          operationId={operationId}
          properties={properties}
          onBuilt={(filter) => {
            onChange(filter);
            setBuilding(false);
          }}
        />
      ) : null}
    </div>
  );
}
