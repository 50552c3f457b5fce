import { Button, makeStyles, Text, tokens, type ButtonProps } from '@fluentui/react-components';
import { useId, useRef, type ReactNode } from 'react';

const useStyles = makeStyles({
  dialog: {
    width: 'min(480px, calc(100vw - 64px))',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalXXL,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow64,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    '::backdrop': { backgroundColor: 'rgba(0, 0, 0, 0.4)' },
  },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  actions: { display: 'flex', justifyContent: 'flex-end', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalS },
});

type Props = {
  /** The button that asks. */
  trigger: ButtonProps & { 'data-testid'?: string };
  title: string;
  /** What may go wrong, in plain words. */
  children: ReactNode;
  /** What the confirming button says: the deed, not "OK". */
  confirm: string;
  onConfirm: () => void;
  'data-testid'?: string;
};

/**
 * Asks before something that cannot be taken back.
 *
 * The browser's own modal dialog: it keeps the focus inside, closes with Escape, gives the focus back, and needs no
 * hidden focus catchers in the page as Fluent's does.
 */
export function ConfirmRisk({ trigger, title, children, confirm, onConfirm, 'data-testid': testId }: Props) {
  const styles = useStyles();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = (): void => dialog.current?.close();
  return (
    <>
      <Button {...trigger} onClick={() => dialog.current?.showModal()} />
      <dialog ref={dialog} className={styles.dialog} aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`}>
        <div className={styles.body}>
          <Text as="h2" block size={500} weight="semibold" id={`${id}-title`}>
            {title}
          </Text>
          <Text block id={`${id}-text`}>
            {children}
          </Text>
          <div className={styles.actions}>
            <Button onClick={close}>Cancel</Button>
            <Button
              appearance="primary"
              onClick={() => {
                close();
                onConfirm();
              }}
              data-testid={testId}
            >
              {confirm}
            </Button>
          </div>
        </div>
      </dialog>
    </>
  );
}
