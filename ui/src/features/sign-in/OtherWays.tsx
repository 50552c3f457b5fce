import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular, KeyRegular, PhoneRegular, ClipboardPasteRegular } from '@fluentui/react-icons';
import { useId, type ReactNode } from 'react';
import type { ProfileDto, StartPasswordSignInRequest } from '../../ipc/generated/contract';
import { Section } from '../../shared/Page';
import { DeviceCode } from './DeviceCode';
import { PasswordSample } from './PasswordSample';
import { PasteToken } from './PasteToken';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', listStyleType: 'none' },
  item: { ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` } },
  heading: { margin: 0, fontSize: 'inherit', fontWeight: 'inherit' },
  toggle: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    width: '100%',
    minHeight: '48px',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    // A veil instead of the theme's hover colours, which high contrast turns round under text that keeps its own.
    ':hover': { boxShadow: 'inset 0 0 0 100px rgba(128, 128, 128, 0.1)' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  icon: { display: 'flex', flexShrink: 0, fontSize: '20px', color: tokens.colorNeutralForeground3 },
  text: { flexGrow: 1, minWidth: 0 },
  about: { color: tokens.colorNeutralForeground3 },
  panel: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalM,
    minWidth: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalL} calc(20px + ${tokens.spacingHorizontalS} + ${tokens.spacingHorizontalM})`,
  },
});

/** A way that is not the usual one. */
export type OtherWay = 'deviceCode' | 'password' | 'token';

/** What was chosen on the card of the password sample; never the password. */
export type PasswordDraft = Omit<StartPasswordSignInRequest, 'password'>;

type Props = {
  profile: ProfileDto;
  /** The card that is open. */
  open: OtherWay | null;
  onOpen: (way: OtherWay | null) => void;
  passwordDraft: PasswordDraft;
  onPasswordDraft: (draft: PasswordDraft) => void;
  onDeviceCode: () => void;
  onPassword: (request: StartPasswordSignInRequest) => void;
};

/** The ways beside the browser, one card each; at most one is open. */
export function OtherWays({ profile, open, onOpen, passwordDraft, onPasswordDraft, onDeviceCode, onPassword }: Props) {
  const styles = useStyles();
  const way = (id: OtherWay) => ({ id, open: open === id, onToggle: () => onOpen(open === id ? null : id) });
  return (
    <Section title="Sign in another way" lead="Where the browser of this computer cannot be used, or to call with a token you already have.">
      <ul className={styles.list}>
        <Way {...way('deviceCode')} icon={<PhoneRegular />} title="Device code" about="Enter a short code in a browser on any device.">
          <DeviceCode onStart={onDeviceCode} />
        </Way>
        <Way
          {...way('password')}
          icon={<KeyRegular />}
          title="The documentation's password sample"
          about="User name and password straight to the token endpoint. Explained, not recommended."
        >
          <PasswordSample profile={profile} draft={passwordDraft} onDraft={onPasswordDraft} onSend={onPassword} />
        </Way>
        <Way {...way('token')} icon={<ClipboardPasteRegular />} title="Paste a token" about="Call with an access token from elsewhere.">
          <PasteToken />
        </Way>
      </ul>
    </Section>
  );
}

type WayProps = {
  id: OtherWay;
  icon: ReactNode;
  title: string;
  about: string;
  open: boolean;
  onToggle: () => void;
  children: ReactNode;
};

function Way({ id, icon, title, about, open, onToggle, children }: WayProps) {
  const styles = useStyles();
  const panel = useId();
  return (
    <li className={styles.item}>
      <h3 className={styles.heading}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-controls={open ? panel : undefined}
          onClick={onToggle}
          data-testid={`way-${id}`}
        >
          <span className={styles.icon} aria-hidden="true">
            {icon}
          </span>
          <span className={styles.text}>
            <Text block weight="semibold">
              {title}
            </Text>
            <Text block size={200} className={styles.about}>
              {about}
            </Text>
          </span>
          <span className={styles.icon} aria-hidden="true">
            {open ? <ChevronDownRegular /> : <ChevronRightRegular />}
          </span>
        </button>
      </h3>
      {open ? (
        <div id={panel} className={styles.panel}>
          {children}
        </div>
      ) : null}
    </li>
  );
}
