import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

type Props = {
  /** The button that asks. */
  trigger: ReactElement;
  title: string;
  /** What may go wrong, in plain words. */
  children: ReactNode;
  /** What the confirming button says: the deed, not "OK". */
  confirm: string;
  onConfirm: () => void;
  'data-testid'?: string;
};

/** Asks before something that cannot be taken back. */
export function ConfirmRisk({ trigger, title, children, confirm, onConfirm, 'data-testid': testId }: Props) {
  return (
    <Dialog modalType="alert">
      <DialogTrigger disableButtonEnhancement>{trigger}</DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>{children}</DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>Cancel</Button>
            </DialogTrigger>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary" onClick={onConfirm} data-testid={testId}>
                {confirm}
              </Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
