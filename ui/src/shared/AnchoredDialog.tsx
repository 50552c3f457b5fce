import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useId, useLayoutEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';

const useStyles = makeStyles({
  dialog: {
    boxSizing: 'border-box',
    width: 'min(340px, calc(100vw - 16px))',
    maxHeight: 'calc(100vh - 16px)',
    overflowY: 'auto',
    margin: 0,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow28,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    '::backdrop': { backgroundColor: 'transparent' },
  },
  centred: {
    width: 'min(480px, calc(100vw - 64px))',
    margin: 'auto',
    padding: tokens.spacingHorizontalXXL,
    boxShadow: tokens.shadow64,
    '::backdrop': { backgroundColor: 'rgba(0, 0, 0, 0.4)' },
  },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

const GAP = 4;
const EDGE = 8;

type Props = {
  title: string;
  /** What it opens beside; in the middle of the window where left out. */
  beside?: HTMLElement | null;
  onClose: () => void;
  children: ReactNode;
  'data-testid'?: string;
};

/**
 * A dialog that is there while it is drawn.
 *
 * The browser's own: it keeps the focus inside, closes with Escape, and needs no hidden focus catchers in the page as
 * Fluent's does. Fluent's menus open outside of it and cannot be used inside; its native lists can.
 */
export function AnchoredDialog({ title, beside, onClose, children, 'data-testid': testId }: Props) {
  const styles = useStyles();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const anchored = beside !== undefined && beside !== null;

  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element === null) {
      return undefined;
    }
    element.showModal();
    return () => {
      element.close();
      // The browser gives the focus back by itself only while the dialog is still in the page.
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);

  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null || beside === undefined || beside === null) {
      return;
    }
    const anchor = beside.getBoundingClientRect();
    const own = element.getBoundingClientRect();
    const left = Math.max(EDGE, Math.min(anchor.left, window.innerWidth - own.width - EDGE));
    const top = Math.max(EDGE, Math.min(anchor.bottom + GAP, window.innerHeight - own.height - EDGE));
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
    // What is pressed in here is no business of the page behind.
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent): void => {
    if (event.target === event.currentTarget) {
      onClose();
    }
    event.stopPropagation();
  };

  return (
    <dialog
      ref={dialog}
      className={mergeClasses(styles.dialog, !anchored && styles.centred)}
      aria-labelledby={`${id}-title`}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      data-testid={testId}
    >
      <div className={styles.body}>
        <Text as="h2" block size={anchored ? 300 : 500} weight="semibold" id={`${id}-title`}>
          {title}
        </Text>
        {children}
      </div>
    </dialog>
  );
}
