import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { activeProfile, useAppState } from './appState';
import { CopyButton } from './CopyButton';
import { Countdown } from './Countdown';
import { Facts } from './Facts';
import type { IssuedCode, SignInAttempt } from './signInAttempt';

const useStyles = makeStyles({
  steps: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, paddingLeft: tokens.spacingHorizontalXL, minWidth: 0, maxWidth: '100%', boxSizing: 'border-box' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`, minWidth: 0 },
  url: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  code: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeHero800,
    lineHeight: tokens.lineHeightHero800,
    fontWeight: tokens.fontWeightSemibold,
    letterSpacing: '0.12em',
    overflowWrap: 'anywhere',
    userSelect: 'all',
  },
  number: { fontVariantNumeric: 'tabular-nums' },
});

type Props = {
  attempt: SignInAttempt;
  code: IssuedCode;
  /** The way out. */
  cancel: ReactNode;
};

/** A code to enter elsewhere, how long it lasts, and who asks for what with it. */
export function DeviceCodeWaiting({ attempt, code, cancel }: Props) {
  const styles = useStyles();
  const profile = activeProfile(useAppState());
  return (
    <>
      <ol className={styles.steps}>
        <li>
          <Text block>Open this page, here or on another device:</Text>
          <div className={styles.row}>
            <span className={styles.url} data-testid="device-url">
              {code.verificationUrl}
            </span>
            <Button size="small" icon={<OpenRegular />} onClick={() => void attempt.reopen()} data-testid="device-open">
              Open here
            </Button>
            <CopyButton text={code.verificationUrl} what="address" data-testid="device-copy-url" />
          </div>
        </li>
        <li>
          <Text block>Enter this code there:</Text>
          <div className={styles.row}>
            <span className={styles.code} data-testid="device-user-code">
              {code.userCode}
            </span>
            <CopyButton text={code.userCode} what="code" data-testid="device-copy-code">
              Copy
            </CopyButton>
          </div>
        </li>
        <li>Check that the page names the app registration below, then sign in.</li>
      </ol>
      <div className={styles.row}>
        {cancel}
        <Text className={styles.number}>
          Time left:{' '}
          <span data-testid="device-countdown">
            <Countdown until={code.expiresAt} over="00:00" />
          </span>
          . <span data-testid="device-interval">Waiting, asking every {code.intervalSeconds} seconds.</span>
        </Text>
      </div>
      {profile === null ? null : (
        <Facts
          facts={[
            { name: 'Asked for by', value: `This app, with the profile ${profile.name}` },
            { name: 'Client ID', value: profile.clientId },
            { name: 'Tenant', value: profile.tenant },
            { name: 'Permissions', value: profile.wantedPermissions.join(', ') },
          ]}
        />
      )}
    </>
  );
}
