import { makeStyles, mergeClasses, PortalMountNodeProvider, Text, tokens } from '@fluentui/react-components';
import { useId, useLayoutEffect, useState, type ReactNode } from 'react';

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
  // Of one height, so that nothing jumps from step to step; menus that open inside may stand out over its edge.
  wide: {
    width: 'min(1120px, calc(100vw - 48px))',
    height: 'min(820px, calc(100vh - 32px))',
    maxHeight: 'calc(100vh - 32px)',
    overflow: 'visible',
  },
  frame: { display: 'flex', flexDirection: 'column', maxHeight: 'calc(100vh - 50px)' },
  fullFrame: { height: '100%', maxHeight: '100%' },
  wideHead: { paddingTop: tokens.spacingVerticalL },
  head: { padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalS}` },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalL}`,
    // Where there is not room for all of it, it scrolls; nothing is squeezed.
    '> *': { flexShrink: 0 },
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
  /** `side` is at the right edge, over the window's whole height: for lists. `wide` has room for a table. */
  size?: 'usual' | 'side' | 'wide';
  onClose: () => void;
  children: ReactNode;
  actions: ReactNode;
  'data-testid': string;
};

/**
 * A dialog that is open as long as it is there. The browser's own, for the reasons given at `ConfirmRisk`.
 *
 * Menus inside are drawn inside: outside of it nothing can be pressed while it is open.
 */
export function ModalDialog({ title, size = 'usual', onClose, children, actions, 'data-testid': testId }: Props) {
  const styles = useStyles();
  const id = useId();
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);

  useLayoutEffect(() => {
    if (dialog === null) {
      return undefined;
    }
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      // The browser gives the focus back by itself only while the dialog is still in the page.
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus({ preventScroll: true });
      }
    };
  }, [dialog]);

  return (
    <dialog
      ref={setDialog}
      className={mergeClasses(styles.dialog, size === 'side' && styles.side, size === 'wide' && styles.wide)}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      data-testid={testId}
    >
      <PortalMountNodeProvider value={dialog ?? undefined}>
        <div className={mergeClasses(styles.frame, size !== 'usual' && styles.fullFrame)}>
          <Text as="h2" block size={500} weight="semibold" id={id} className={mergeClasses(styles.head, size === 'wide' && styles.wideHead)}>
            {title}
          </Text>
          <div className={styles.body}>{children}</div>
          <div className={styles.actions}>{actions}</div>
        </div>
      </PortalMountNodeProvider>
    </dialog>
  );
}
