import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { BeakerRegular } from '@fluentui/react-icons';
import { useAppState } from '../../shared/appState';
import { screenHref } from '../../shared/navigation';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorPaletteYellowBackground2,
    color: tokens.colorNeutralForeground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  faults: { fontSize: 'inherit', fontWeight: tokens.fontWeightSemibold, color: 'inherit', textDecorationLine: 'underline' },
  icon: { display: 'flex', fontSize: '16px' },
});

/** Says, as long as the sandbox tenant is in use, that nothing here is real. It cannot be dismissed. */
export function SandboxBanner() {
  const styles = useStyles();
  const { sandbox } = useAppState();
  const on = sandbox?.faults.filter((fault) => fault.on).length ?? 0;
  return (
    <div className={styles.root} role="status" data-testid="sandbox-banner">
      <span className={styles.icon} aria-hidden="true">
        <BeakerRegular />
      </span>
      <span>
        <strong>Sandbox tenant.</strong> Accounts, devices and alerts are invented, and nothing leaves this computer.
        {on === 0 ? null : (
          <>
            {' '}
            <Link href={screenHref('sandbox')} className={styles.faults} data-testid="sandbox-banner-faults">
              {on === 1 ? '1 fault on' : `${on} faults on`}
            </Link>
          </>
        )}
      </span>
    </div>
  );
}
