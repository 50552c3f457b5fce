import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { PersonRegular } from '@fluentui/react-icons';
import type { SandboxDto } from '../../ipc/generated/contract';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(250px, 1fr))',
    gap: tokens.spacingHorizontalM,
    listStyleType: 'none',
  },
  account: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    minWidth: 0,
  },
  icon: { display: 'flex', fontSize: '24px', color: tokens.colorNeutralForeground3 },
  text: { minWidth: 0 },
  username: { overflowWrap: 'anywhere', color: tokens.colorNeutralForeground2 },
});

/** Who can sign in to the sandbox tenant. */
export function SandboxAccounts({ sandbox }: { sandbox: SandboxDto }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {sandbox.accounts.map((account) => (
        <li key={account.username} className={styles.account}>
          <span className={styles.icon} aria-hidden="true">
            <PersonRegular />
          </span>
          <div className={styles.text}>
            <Text block weight="semibold">
              {account.name}
            </Text>
            <Text block size={200} className={styles.username}>
              {account.username}
            </Text>
            <Text block size={200}>
              {account.role}
            </Text>
          </div>
        </li>
      ))}
    </ul>
  );
}
