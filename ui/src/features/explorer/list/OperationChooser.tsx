import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronUpRegular } from '@fluentui/react-icons';
import { useEffect, useRef, type ReactNode } from 'react';

const useStyles = makeStyles({
  root: { position: 'relative' },
  button: { width: '100%', justifyContent: 'space-between', fontWeight: tokens.fontWeightRegular },
  panel: {
    position: 'absolute',
    top: '100%',
    left: 0,
    right: 0,
    zIndex: 3,
    height: 'min(420px, 60vh)',
    boxSizing: 'border-box',
    marginTop: tokens.spacingVerticalXXS,
    padding: tokens.spacingHorizontalS,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow28,
  },
});

type Props = {
  /** What is chosen, in words; `null` before anything is. */
  title: string | null;
  open: boolean;
  onOpen: (open: boolean) => void;
  /** The list. */
  children: ReactNode;
};

/** The list of operations where there is no room beside it: behind a button. */
export function OperationChooser({ title, open, onOpen, children }: Props) {
  const styles = useStyles();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) {
      return undefined;
    }
    root.current?.querySelector('input')?.focus();
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) {
        onOpen(false);
      }
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open, onOpen]);

  return (
    <div
      ref={root}
      className={styles.root}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          event.stopPropagation();
          onOpen(false);
          button.current?.focus();
        }
      }}
    >
      <Button
        ref={button}
        className={styles.button}
        icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />}
        iconPosition="after"
        aria-expanded={open}
        onClick={() => onOpen(!open)}
        data-testid="choose-operation"
      >
        {title === null ? 'Choose an operation' : `Operation: ${title}`}
      </Button>
      {open ? <div className={styles.panel}>{children}</div> : null}
    </div>
  );
}
