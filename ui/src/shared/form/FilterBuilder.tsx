import { Button, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { AddRegular, DeleteRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { BuiltFilterDto, FilterConditionDto, FilterOperator, FilterPropertyDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { ErrorBanner } from '../ErrorBanner';
import { timeForInput, timeFromInput } from './fieldDraft';

const OPERATOR_WORDS: Record<FilterOperator, string> = {
  equals: 'is',
  notEquals: 'is not',
  greater: 'is greater than',
  greaterOrEqual: 'is at least',
  less: 'is less than',
  lessOrEqual: 'is at most',
  startsWith: 'starts with',
  contains: 'contains',
  anyEquals: 'has an entry that is',
};

const TIME_WORDS: Partial<Record<FilterOperator, string>> = {
  greater: 'is after',
  greaterOrEqual: 'is at or after',
  less: 'is before',
  lessOrEqual: 'is at or before',
};

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: tokens.spacingHorizontalS },
  part: { flex: '1 1 150px', minWidth: 0 },
  value: { flex: '2 1 190px', minWidth: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** A condition on screen; its key stays when others go. */
type Row = FilterConditionDto & { key: number };

type Props = {
  operationId: string;
  properties: readonly FilterPropertyDto[];
  onBuilt: (filter: string) => void;
};

/** Makes a filter of conditions that all must hold. The expression is the backend's. */
export function FilterBuilder({ operationId, properties, onBuilt }: Props) {
  const styles = useStyles();
  const host = useHost();
  const [rows, setRows] = useState<readonly Row[]>(() => startOf(properties, 0));
  const build = useMutation<BuiltFilterDto, CommandFailure>({
    mutationFn: () =>
      host.invoke('build_filter', {
        operationId,
        conditions: rows.map(({ property, operator, value }) => ({ property, operator, value })),
      }),
    onSuccess: ({ filter }) => {
      if (filter !== null) {
        onBuilt(filter);
      }
    },
    gcTime: 0,
  });
  const change = (next: readonly Row[]): void => {
    setRows(next);
    build.reset();
  };

  return (
    <div className={styles.root} role="group" aria-label="Conditions" data-testid="filter-builder">
      {rows.map((row, index) => (
        <Condition
          key={row.key}
          row={row}
          position={index + 1}
          properties={properties}
          problem={build.data?.problems.find(({ condition }) => condition === index)?.message ?? null}
          onChange={(next) => change(rows.map((other) => (other.key === row.key ? next : other)))}
          onRemove={rows.length === 1 ? null : () => change(rows.filter(({ key }) => key !== row.key))}
        />
      ))}
      <div className={styles.actions}>
        <Button
          size="small"
          icon={<AddRegular />}
          onClick={() => change([...rows, ...startOf(properties, Math.max(...rows.map(({ key }) => key)) + 1)])}
          data-testid="add-condition"
        >
          And another condition
        </Button>
        <Button size="small" appearance="primary" disabledFocusable={build.isPending} onClick={() => build.mutate()} data-testid="use-filter">
          Use these conditions
        </Button>
      </div>
      {build.error === null ? null : <ErrorBanner failure={build.error} />}
    </div>
  );
}

function startOf(properties: readonly FilterPropertyDto[], key: number): Row[] {
  const [first] = properties;
  return first === undefined ? [] : [{ key, property: first.name, operator: first.operators[0] ?? 'equals', value: '' }];
}

type ConditionProps = {
  row: Row;
  position: number;
  properties: readonly FilterPropertyDto[];
  problem: string | null;
  onChange: (row: Row) => void;
  /** `null` where it is the only one. */
  onRemove: (() => void) | null;
};

function Condition({ row, position, properties, problem, onChange, onRemove }: ConditionProps) {
  const styles = useStyles();
  const listId = useId();
  const property = properties.find(({ name }) => name === row.property);
  const choices = property?.kind === 'boolean' ? ['true', 'false'] : (property?.values ?? []);
  const isTime = property?.kind === 'time';
  const label = `Value ${position}`;
  return (
    <div className={styles.row} role="group" aria-label={`Condition ${position}`} data-testid="filter-condition">
      <Select
        className={styles.part}
        aria-label={`Property ${position}`}
        value={row.property}
        onChange={(_, { value }) => {
          const next = properties.find(({ name }) => name === value);
          const operator = next?.operators.includes(row.operator) === true ? row.operator : (next?.operators[0] ?? 'equals');
          onChange({ ...row, property: value, operator, value: '' });
        }}
      >
        {properties.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        className={styles.part}
        aria-label={`Comparison ${position}`}
        value={row.operator}
        onChange={(_, { value }) => onChange({ ...row, operator: value as FilterOperator })}
      >
        {(property?.operators ?? []).map((operator) => (
          <option key={operator} value={operator}>
            {(isTime ? TIME_WORDS[operator] : undefined) ?? OPERATOR_WORDS[operator]}
          </option>
        ))}
      </Select>
      <Field className={styles.value} validationState={problem === null ? 'none' : 'error'} validationMessage={problem ?? undefined}>
        <Input
          type={isTime ? 'datetime-local' : 'text'}
          aria-label={label}
          list={choices.length === 0 ? undefined : listId}
          value={isTime ? timeForInput(row.value) : row.value}
          onChange={(_, { value }) => onChange({ ...row, value: isTime ? timeFromInput(value) : value })}
          placeholder={isTime ? undefined : 'Value'}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      {choices.length === 0 ? null : (
        <datalist id={listId}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
      {onRemove === null ? null : (
        <Button appearance="subtle" icon={<DeleteRegular />} aria-label={`Remove condition ${position}`} onClick={onRemove} />
      )}
      {isTime && row.value !== '' ? <Text size={200}>{row.value}</Text> : null}
    </div>
  );
}
