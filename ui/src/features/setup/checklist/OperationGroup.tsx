import { Badge, Button, Checkbox, makeStyles, Text, tokens, type BadgeProps } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import type { OperationDto, OperationEffect } from '../../../ipc/generated/contract';
import { checkedOf, type OperationGroup as Group } from './operations';
import { PageLink } from '../../../shared/PageLink';
import { EFFECT_WORDS } from './words';

const useStyles = makeStyles({
  group: { ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` } },
  head: { display: 'flex', alignItems: 'center', paddingRight: tokens.spacingHorizontalM },
  toggle: { flexGrow: 1, justifyContent: 'flex-start', paddingLeft: 0 },
  count: { color: tokens.colorNeutralForeground3 },
  operations: { listStyleType: 'none', padding: `0 ${tokens.spacingHorizontalM} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalXXL}` },
  operation: {
    display: 'grid',
    gridTemplateColumns: 'minmax(220px, 1fr) max-content 56px',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
  },
  path: {
    display: 'block',
    color: tokens.colorNeutralForeground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
  badges: { display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: tokens.spacingHorizontalXS },
});

const EFFECT_COLOURS: Record<OperationEffect, NonNullable<BadgeProps['color']>> = {
  read: 'subtle',
  write: 'warning',
  act: 'severe',
};

type Props = {
  group: Group;
  chosen: readonly string[];
  open: boolean;
  onToggle: () => void;
  onChoose: (ids: readonly string[], on: boolean) => void;
};

/** A part of the documentation: all of it at once, or operation by operation. */
export function OperationGroup({ group, chosen, open, onToggle, onChoose }: Props) {
  const styles = useStyles();
  const ids = group.operations.map(({ id }) => id);
  const checked = checkedOf(chosen, ids);
  const count = ids.filter((id) => chosen.includes(id)).length;
  return (
    <li className={styles.group} data-testid={`operation-group-${group.name}`}>
      <div className={styles.head}>
        <Checkbox checked={checked} onChange={() => onChoose(ids, checked !== true)} aria-label={`All of ${group.name}`} />
        <Button
          className={styles.toggle}
          appearance="transparent"
          icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
          aria-expanded={open}
          onClick={onToggle}
        >
          {group.name}
        </Button>
        <Text size={200} className={styles.count}>
          {count > 0 ? `${count} of ${ids.length}` : ids.length}
        </Text>
      </div>
      {open ? (
        <ul className={styles.operations} aria-label={group.name}>
          {group.operations.map((operation) => (
            <Operation
              key={operation.id}
              operation={operation}
              chosen={chosen.includes(operation.id)}
              onChoose={(on) => onChoose([operation.id], on)}
            />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function Operation({ operation, chosen, onChoose }: { operation: OperationDto; chosen: boolean; onChoose: (on: boolean) => void }) {
  const styles = useStyles();
  const { id, title, method, path, effect, permissions, plan2Only, documentation } = operation;
  return (
    <li className={styles.operation}>
      <Checkbox
        checked={chosen}
        onChange={(_, { checked }) => onChoose(checked === true)}
        label={
          <>
            {title}
            <span className={styles.path}>
              {method} {path}
            </span>
          </>
        }
        data-testid={`operation-${id}`}
      />
      <span className={styles.badges}>
        {permissions.length === 0 ? (
          <Badge appearance="tint" color="danger">
            No delegated permission
          </Badge>
        ) : null}
        {plan2Only ? (
          <Badge appearance="tint" color="informative">
            Plan 2
          </Badge>
        ) : null}
        <Badge appearance="tint" color={EFFECT_COLOURS[effect]} data-effect={effect}>
          {EFFECT_WORDS[effect]}
        </Badge>
      </span>
      <PageLink label="Docs" url={documentation} name={`Documentation of ${title}`} />
    </li>
  );
}
