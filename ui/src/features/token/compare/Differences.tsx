import { Badge, Button, makeStyles, mergeClasses, Text, tokens, type BadgeProps } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { ChangeKind, ComparisonDto, DifferenceDto } from '../../../ipc/generated/contract';
import { Facts } from '../../../shared/Facts';
import { Section } from '../../../shared/Page';
import { ShortTable } from '../../../shared/ShortTable';
import { usePlainTableStyles } from '../../../shared/plainTable';
import { Prose } from '../../../shared/Prose';

const useStyles = makeStyles({
  table: { tableLayout: 'fixed' },
  name: { width: '20%' },
  change: { width: '96px' },
  value: { display: 'block', overflowWrap: 'anywhere' },
  tags: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, listStyleType: 'none' },
  tag: { height: 'auto', minHeight: '20px', whiteSpace: 'normal', overflowWrap: 'anywhere', fontFamily: tokens.fontFamilyMonospace },
  fold: { alignSelf: 'flex-start', paddingLeft: 0 },
});

const CHANGES: Record<ChangeKind, { label: string; color: NonNullable<BadgeProps['color']> }> = {
  added: { label: 'Added', color: 'success' },
  removed: { label: 'Removed', color: 'danger' },
  changed: { label: 'Changed', color: 'warning' },
};

function several(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** What differs; what differs in any two tokens is folded away. */
export function Differences({ comparison: { before, after, differences, unchanged } }: { comparison: ComparisonDto }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const telling = differences.filter(({ routine }) => !routine);
  const routine = differences.filter((difference) => difference.routine);
  return (
    <Section title="Differences">
      <Facts
        facts={[
          { name: 'Before', value: before },
          { name: 'After', value: after },
        ]}
      />
      <Text role="status" weight="semibold" data-testid="compare-summary">
        {telling.length === 0 ? 'Nothing differs that tells these tokens apart.' : `${several(telling.length, 'member')} ${telling.length === 1 ? 'differs' : 'differ'}.`}{' '}
        {several(unchanged, 'member')} {unchanged === 1 ? 'is' : 'are'} the same.
      </Text>
      {telling.length === 0 ? null : <DifferenceTable label="Differences" differences={telling} />}
      {routine.length === 0 ? null : (
        <>
          <Button
            className={styles.fold}
            appearance="transparent"
            icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            data-testid="compare-routine"
          >
            {several(routine.length, 'member')} that {routine.length === 1 ? 'differs' : 'differ'} in any two tokens
          </Button>
          {open ? <DifferenceTable label="What differs in any two tokens" differences={routine} /> : null}
        </>
      )}
    </Section>
  );
}

function DifferenceTable({ label, differences }: { label: string; differences: readonly DifferenceDto[] }) {
  const table = usePlainTableStyles();
  const styles = useStyles();
  return (
    <ShortTable
      label={label}
      className={styles.table}
      heads={[
        { title: 'Name', className: styles.name },
        { title: 'Change', className: styles.change },
        'Values',
        'Meaning',
      ]}
    >
      <tbody>
        {differences.map((difference) => (
          <tr key={difference.name} data-testid={`difference-${difference.name}`} data-change={difference.change}>
            <th scope="row" className={mergeClasses(table.cell, table.mono)}>
              {difference.name}
            </th>
            <td className={table.cell}>
              <Badge appearance="tint" color={CHANGES[difference.change].color}>
                {CHANGES[difference.change].label}
              </Badge>
            </td>
            <td className={table.cell}>
              <Values difference={difference} />
            </td>
            <td className={table.cell}>
              {difference.meaning === null ? <span className={table.quiet}>Not documented</span> : <Prose text={difference.meaning} />}
            </td>
          </tr>
        ))}
      </tbody>
    </ShortTable>
  );
}

/** For a list what came and what went; for everything else both values. */
function Values({ difference: { before, after, added, removed } }: { difference: DifferenceDto }) {
  const table = usePlainTableStyles();
  const styles = useStyles();
  if (added.length > 0 || removed.length > 0) {
    return (
      <ul className={styles.tags}>
        {added.map((member) => (
          <Member key={`+${member}`} sign="+" word="added" member={member} color="success" />
        ))}
        {removed.map((member) => (
          <Member key={`-${member}`} sign="−" word="removed" member={member} color="danger" />
        ))}
      </ul>
    );
  }
  return (
    <>
      {before === null ? null : (
        <span className={styles.value}>
          <span className={table.quiet}>Before </span>
          <span className={table.mono}>{before}</span>
        </span>
      )}
      {after === null ? null : (
        <span className={styles.value}>
          <span className={table.quiet}>After </span>
          <span className={table.mono}>{after}</span>
        </span>
      )}
    </>
  );
}

type MemberProps = { sign: string; word: string; member: string; color: NonNullable<BadgeProps['color']> };

function Member({ sign, word, member, color }: MemberProps) {
  const styles = useStyles();
  return (
    <li data-testid={`member-${word}-${member}`}>
      <Badge appearance="tint" color={color} shape="rounded" className={styles.tag}>
        <span>
          <span aria-hidden="true">{sign}&nbsp;</span>
          <span className="visually-hidden">{word} </span>
          {member}
        </span>
      </Badge>
    </li>
  );
}
