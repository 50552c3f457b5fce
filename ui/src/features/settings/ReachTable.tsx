import { makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, DismissCircleRegular } from '@fluentui/react-icons';
import type { ServiceReachDto } from '../../ipc/generated/contract';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, listStyleType: 'none' },
  item: { display: 'flex', gap: tokens.spacingHorizontalS, minWidth: 0 },
  icon: { display: 'flex', flexShrink: 0, fontSize: '20px' },
  reached: { color: tokens.colorStatusSuccessForeground1 },
  failed: { color: tokens.colorStatusDangerForeground1 },
  text: { minWidth: 0, overflowWrap: 'anywhere' },
  host: { color: tokens.colorNeutralForeground3 },
});

/** How each service was reached. */
export function ReachTable({ services }: { services: readonly ServiceReachDto[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label="How the services were reached" data-testid="network-test">
      {services.map(({ name, host, reached, text }) => (
        <li key={name} className={styles.item} data-reached={reached}>
          <span className={`${styles.icon} ${reached ? styles.reached : styles.failed}`} aria-hidden="true">
            {reached ? <CheckmarkCircleRegular /> : <DismissCircleRegular />}
          </span>
          <span className={styles.text}>
            <strong>{name}</strong> <span className={styles.host}>{host}</span>
            <br />
            {text}
          </span>
        </li>
      ))}
    </ul>
  );
}
