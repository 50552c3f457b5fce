import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';

const useStyles = makeStyles({
  dialog: {
    width: 'min(600px, calc(100vw - 48px))',
    maxHeight: 'calc(100vh - 48px)',
    boxSizing: 'border-box',
    padding: 0,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow64,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    '::backdrop': { backgroundColor: 'rgba(0, 0, 0, 0.4)' },
  },
  side: {
    width: 'min(760px, calc(100vw - 64px))',
    height: '100vh',
    maxHeight: '100vh',
    margin: '0 0 0 auto',
    borderRadius: 0,
  },
  frame: { display: 'flex', flexDirection: 'column', maxHeight: 'calc(100vh - 50px)' },
  sideFrame: { height: '100%', maxHeight: '100%' },
  head: { padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalS}` },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalL}`,
  },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

type Props = {
  title: string;
  /** At the right edge, over the window's whole height: for lists. */
  side?: boolean;
  onClose: () => void;
  children: ReactNode;
  actions: ReactNode;
  'data-testid': string;
};

/**
 * A dialog that is open as long as it is there. The browser's own, for the reasons given at `ConfirmRisk`.
 */
export function ModalDialog({ title, side = false, onClose, children, actions, 'data-testid': testId }: Props) {
  const styles = useStyles();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      // The browser gives the focus back by itself only while the dialog is still in the page.
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={mergeClasses(styles.dialog, side && styles.side)}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      data-testid={testId}
    >
      <div className={mergeClasses(styles.frame, side && styles.sideFrame)}>
        <Text as="h2" block size={500} weight="semibold" id={id} className={styles.head}>
          {title}
        </Text>
        <div className={styles.body}>{children}</div>
        <div className={styles.actions}>{actions}</div>
      </div>
    </dialog>
  );
}
