import { Checkbox, makeStyles, Tag, Text, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import type { PermissionDto } from '../../../ipc/generated/contract';
import { SearchField } from '../../../shared/SearchField';

const useStyles = makeStyles({
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, border: 'none', margin: 0, padding: 0, minWidth: 0 },
  legend: { padding: 0, marginBottom: tokens.spacingVerticalXXS },
  tags: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, listStyleType: 'none' },
  hint: { color: tokens.colorNeutralForeground3 },
  error: { color: tokens.colorStatusDangerForeground1 },
  search: { maxWidth: '420px' },
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(300px, 1fr))',
    height: '200px',
    alignContent: 'start',
    overflowY: 'auto',
    padding: tokens.spacingHorizontalXS,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  none: { padding: tokens.spacingHorizontalM, color: tokens.colorNeutralForeground3 },
  display: { display: 'block', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

type Props = {
  permissions: readonly PermissionDto[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** Why the choice was refused. */
  problem: string | null;
};

/** Delegated permissions, found by name or by what they allow. */
export function PermissionPicker({ permissions, chosen, onChange, problem }: Props) {
  const styles = useStyles();
  const errorId = useId();
  const [search, setSearch] = useState('');
  const needle = search.trim().toLowerCase();
  const found = permissions.filter(
    ({ value, displayName, operations }) =>
      needle === '' ||
      [value, displayName, ...operations.map(({ title }) => title)].some((text) => text.toLowerCase().includes(needle)),
  );
  const toggle = (value: string): void =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);

  return (
    <fieldset
      className={styles.group}
      aria-describedby={problem === null ? undefined : errorId}
      data-testid="profile-permissions"
    >
      <legend className={styles.legend}>
        <Text>Permissions you want</Text>
      </legend>
      <Text size={200} className={styles.hint}>
        Delegated permissions of the API WindowsDefenderATP. After sign-in the token is checked against this list.
      </Text>
      {chosen.length === 0 ? null : (
        <ul className={styles.tags} aria-label="Chosen permissions">
          {chosen.map((value) => (
            <li key={value}>
              <Tag
                as="button"
                appearance="brand"
                size="small"
                dismissible
                aria-label={`Remove ${value}`}
                title={`Remove ${value}`}
                onClick={() => toggle(value)}
              >
                {value}
              </Tag>
            </li>
          ))}
        </ul>
      )}
      <SearchField
        className={styles.search}
        value={search}
        onChange={setSearch}
        label="Search permissions"
        placeholder="Search by name, or by what it allows"
      />
      <div className={styles.list} role="group" aria-label="Permissions">
        {found.map(({ value, displayName }) => (
          <Checkbox
            key={value}
            checked={chosen.includes(value)}
            onChange={() => toggle(value)}
            label={
              <>
                {value}
                <span className={styles.display}>{displayName}</span>
              </>
            }
            data-testid={`profile-permission-${value}`}
          />
        ))}
        {found.length === 0 ? <Text className={styles.none}>No permission matches.</Text> : null}
      </div>
      {problem === null ? null : (
        <Text id={errorId} role="alert" size={200} className={styles.error} data-testid="profile-permissions-error">
          {problem}
        </Text>
      )}
    </fieldset>
  );
}
