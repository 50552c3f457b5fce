import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { CallPreviewDto, OperationDetailDto } from '../../../ipc/generated/contract';
import { ModalDialog } from '../../../shared/ModalDialog';
import { TextBox } from '../../../shared/TextBox';

const useStyles = makeStyles({ request: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' } });

type Props = {
  detail: OperationDetailDto;
  preview: CallPreviewDto;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks once before a call that changes data, and shows what it is aimed at. */
export function ConfirmWrite({ detail, preview, onConfirm, onClose }: Props) {
  const styles = useStyles();
  const { title } = detail.operation;
  return (
    <ModalDialog
      title={`${title}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            appearance="primary"
            onClick={() => {
              onClose();
              onConfirm();
            }}
            data-testid="confirm-write"
          >
            {title}
          </Button>
        </>
      }
      data-testid="write-dialog"
    >
      <Text>This changes data in the tenant. It will send:</Text>
      <Text className={styles.request} data-testid="write-target">
        {preview.request}
      </Text>
      {preview.body === null ? null : <TextBox label="Body" text={preview.body} low />}
      {detail.undoneBy === null ? null : <Text>It is undone by “{detail.undoneBy.title}”.</Text>}
    </ModalDialog>
  );
}
