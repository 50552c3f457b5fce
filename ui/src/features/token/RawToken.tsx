import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CopyRegular, EyeOffRegular, EyeRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CopiedTokenDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import { toCommandFailure, type CommandFailure } from '../../ipc/host';
import { ConfirmRisk } from '../../shared/ConfirmRisk';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { useNow } from '../../shared/now';
import { Section } from '../../shared/Page';
import { useTextBoxStyles } from './textBox';

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  left: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
});

type Timed<T> = {
  /** `null` before the start and after the end. */
  value: T | null;
  secondsLeft: number;
  start: (value: T, seconds: number) => void;
  stop: () => void;
};

/** A value that is forgotten after a while. */
function useTimed<T>(): Timed<T> {
  const [held, setHeld] = useState<{ value: T; from: number; until: number } | null>(null);
  const now = useNow();
  useEffect(() => {
    if (held === null) {
      return undefined;
    }
    const timer = setTimeout(() => setHeld(null), held.until - Date.now());
    return () => clearTimeout(timer);
  }, [held]);
  return {
    value: held?.value ?? null,
    secondsLeft: held === null ? 0 : Math.max(0, Math.ceil((held.until - Math.max(held.from, now)) / 1000)),
    start: (value, seconds) => {
      const from = Date.now();
      setHeld({ value, from, until: from + seconds * 1000 });
    },
    stop: () => setHeld(null),
  };
}

/** The token as it is, only after asking, and only for a while. It is held in this component's state alone. */
export function RawToken() {
  const styles = useStyles();
  const box = useTextBoxStyles();
  const host = useHost();
  const [failure, setFailure] = useState<CommandFailure | null>(null);
  const token = useTimed<string>();
  const copied = useTimed<true>();

  const reveal = (): void => {
    setFailure(null);
    host.invoke('reveal_token', null).then(
      (revealed) => token.start(revealed.token, revealed.hideAfterSeconds),
      (reason: unknown) => setFailure(toCommandFailure(reason)),
    );
  };
  const copy = useMutation<CopiedTokenDto, CommandFailure>({
    mutationFn: () => host.invoke('copy_token', null),
    onMutate: () => setFailure(null),
    onSuccess: ({ clearAfterSeconds }) => copied.start(true, clearAfterSeconds),
    onError: setFailure,
  });

  return (
    <Section
      title="Raw token"
      lead="Whoever holds the token can do all that it allows, as you, until it ends. Show or copy it only where you need it, and never send it to anybody."
    >
      {failure === null ? null : <ErrorBanner failure={failure} onDismiss={() => setFailure(null)} />}
      <div className={styles.actions}>
        {token.value !== null ? (
          <Button icon={<EyeOffRegular />} onClick={token.stop} data-testid="hide-token">
            Hide
          </Button>
        ) : (
          <ConfirmRisk
            trigger={{ icon: <EyeRegular />, children: 'Reveal', 'data-testid': 'reveal-token' }}
            title="Show the access token on screen?"
            confirm="Show the token"
            onConfirm={reveal}
            data-testid="confirm-reveal"
          >
            Anybody who sees or records your screen can use it as you until it ends. It is hidden again after a minute.
          </ConfirmRisk>
        )}
        <ConfirmRisk
          trigger={{ icon: <CopyRegular />, children: 'Copy', 'data-testid': 'copy-token' }}
          title="Copy the access token?"
          confirm="Copy the token"
          onConfirm={() => copy.mutate()}
          data-testid="confirm-copy"
        >
          Every program on this computer, and a clipboard history that is switched on, can read it. The clipboard is cleared
          after a minute.
        </ConfirmRisk>
        <span role="status" className={styles.left}>
          {copied.value === null ? null : `Copied. The clipboard is cleared in ${copied.secondsLeft} s.`}
        </span>
        {token.value === null ? null : <span className={styles.left}>Hidden again in {token.secondsLeft} s.</span>}
      </div>
      {token.value === null ? null : (
        <pre className={mergeClasses(box.box, box.low)} data-testid="revealed-token" tabIndex={0} aria-label="Access token">
          {token.value}
        </pre>
      )}
    </Section>
  );
}
