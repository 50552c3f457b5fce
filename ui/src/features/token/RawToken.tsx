import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { CopyRegular, EyeOffRegular, EyeRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CopiedTokenDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import { toCommandFailure, type CommandFailure } from '../../ipc/host';
import { ConfirmRisk } from '../../shared/ConfirmRisk';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Section } from '../../shared/Page';

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  token: {
    maxHeight: '180px',
    overflowY: 'auto',
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
  },
  left: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
});

/** Seconds from now on, counting down to zero; `null` before the start and after the end. */
function useSeconds(): [number | null, (from: number | null) => void] {
  const [until, setUntil] = useState<number | null>(null);
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    if (until === null) {
      return undefined;
    }
    const timer = setInterval(() => {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      setLeft(seconds > 0 ? seconds : null);
      if (seconds <= 0) {
        setUntil(null);
      }
    }, 250);
    return () => clearInterval(timer);
  }, [until]);
  const start = (from: number | null): void => {
    setUntil(from === null ? null : Date.now() + from * 1000);
    setLeft(from);
  };
  return [left, start];
}

/** The token as it is, only after asking, and only for a while. It is held in this component's state alone. */
export function RawToken() {
  const styles = useStyles();
  const host = useHost();
  const [token, setToken] = useState<string | null>(null);
  const [failure, setFailure] = useState<CommandFailure | null>(null);
  const [hideIn, startHiding] = useSeconds();
  const [clearIn, startClearing] = useSeconds();

  const shown = token !== null && hideIn !== null;
  useEffect(() => {
    if (hideIn === null) {
      setToken(null);
    }
  }, [hideIn]);

  const reveal = (): void => {
    setFailure(null);
    host.invoke('reveal_token', null).then(
      (revealed) => {
        setToken(revealed.token);
        startHiding(revealed.hideAfterSeconds);
      },
      (reason: unknown) => setFailure(toCommandFailure(reason)),
    );
  };
  const copy = useMutation<CopiedTokenDto, CommandFailure>({
    mutationFn: () => host.invoke('copy_token', null),
    onMutate: () => setFailure(null),
    onSuccess: ({ clearAfterSeconds }) => startClearing(clearAfterSeconds),
    onError: setFailure,
  });

  return (
    <Section
      title="Raw token"
      lead="Whoever holds the token can do all that it allows, as you, until it ends. Show or copy it only where you need it, and never send it to anybody."
    >
      {failure === null ? null : <ErrorBanner failure={failure} onDismiss={() => setFailure(null)} />}
      <div className={styles.actions}>
        {shown ? (
          <Button icon={<EyeOffRegular />} onClick={() => startHiding(null)} data-testid="hide-token">
            Hide
          </Button>
        ) : (
          <ConfirmRisk
            trigger={
              <Button icon={<EyeRegular />} data-testid="reveal-token">
                Reveal
              </Button>
            }
            title="Show the access token on screen?"
            confirm="Show the token"
            onConfirm={reveal}
            data-testid="confirm-reveal"
          >
            Anybody who sees or records your screen can use it as you until it ends. It is hidden again after a minute.
          </ConfirmRisk>
        )}
        <ConfirmRisk
          trigger={
            <Button icon={<CopyRegular />} data-testid="copy-token">
              Copy
            </Button>
          }
          title="Copy the access token?"
          confirm="Copy the token"
          onConfirm={() => copy.mutate()}
          data-testid="confirm-copy"
        >
          Every program on this computer, and a clipboard history that is switched on, can read it. The clipboard is cleared
          after a minute.
        </ConfirmRisk>
        <span role="status" className={styles.left}>
          {clearIn === null ? null : `Copied. The clipboard is cleared in ${clearIn} s. `}
        </span>
        {shown ? <span className={styles.left}>Hidden again in {hideIn} s.</span> : null}
      </div>
      {shown ? (
        <pre className={styles.token} data-testid="revealed-token" tabIndex={0} aria-label="Access token">
          {token}
        </pre>
      ) : (
        <Text className="visually-hidden">The token is hidden.</Text>
      )}
    </Section>
  );
}
