import { Button, Field, Input, makeStyles, MessageBar, MessageBarBody, Spinner, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BriefDto, CallRequest, OperationDetailDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { ModalDialog } from '../../../shared/ModalDialog';
import { DeviceBrief } from './DeviceBrief';

const useStyles = makeStyles({
  danger: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover, color: tokens.colorNeutralForegroundOnBrand },
    ':active': { backgroundColor: tokens.colorStatusDangerBackground3Pressed, color: tokens.colorNeutralForegroundOnBrand },
  },
  wrap: { whiteSpace: 'normal' },
});

type Props = {
  detail: OperationDetailDto;
  request: CallRequest;
  /** Sends it. @param confirmedName what was typed; `null` where nothing had to be. */
  onConfirm: (confirmedName: string | null) => void;
  onClose: () => void;
};

/** Shows whom a call acts on, and asks for the name before it is sent. Whether the name is right, the backend decides again. */
export function ActionDialog({ detail, request, onConfirm, onClose }: Props) {
  const styles = useStyles();
  const host = useHost();
  const [typed, setTyped] = useState('');
  const brief = useQuery<BriefDto, CommandFailure>({
    queryKey: ['brief', request.callId],
    queryFn: () => host.invoke('prepare_action', request),
    // What was true a minute ago is no ground to act on.
    staleTime: 0,
    gcTime: 0,
  });
  const { data } = brief;
  const wanted = data?.confirmWith ?? null;
  const allowed =
    data !== undefined && !brief.isFetching && data.problems.length === 0 && !data.duplicate && (wanted === null || typed.trim() === wanted);
  const deed = deedOf(detail.operation.title, data);
  const confirm = (): void => {
    if (allowed) {
      onClose();
      onConfirm(wanted === null ? null : typed.trim());
    }
  };

  return (
    <ModalDialog
      title={detail.operation.title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            appearance="primary"
            className={allowed ? styles.danger : undefined}
            disabledFocusable={!allowed}
            onClick={confirm}
            data-testid="confirm-action"
          >
            {deed}
          </Button>
        </>
      }
      data-testid="action-dialog"
    >
      {data === undefined ? (
        brief.error === null ? (
          <Spinner size="small" label="Reading the device, its actions and who is logged on" />
        ) : (
          <ErrorBanner failure={brief.error} onRetry={() => void brief.refetch()} />
        )
      ) : (
        <>
          <DeviceBrief brief={data} />
          {data.problems.length === 0 ? null : (
            <MessageBar intent="error" data-testid="action-problems">
              <MessageBarBody className={styles.wrap}>
                {data.problems.map(({ place, name, message }) => (
                  <Text block key={`${place}:${name}`}>
                    {name}: {message}
                  </Text>
                ))}
              </MessageBarBody>
            </MessageBar>
          )}
          {wanted === null || data.duplicate ? null : (
            <Field label={`Type ${wanted} to confirm`} hint="The name exactly as it stands above.">
              <Input
                autoFocus
                value={typed}
                onChange={(_, { value }) => setTyped(value)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') {
                    event.preventDefault();
                    confirm();
                  }
                }}
                autoComplete="off"
                spellCheck={false}
                data-testid="confirm-name"
              />
            </Field>
          )}
        </>
      )}
    </ModalDialog>
  );
}

/** What the button does, by name: `Isolate pc-012` for *Isolate a device*. */
function deedOf(title: string, brief: BriefDto | undefined): string {
  const name = brief?.device?.name ?? brief?.confirmWith ?? null;
  if (name === null) {
    return title;
  }
  const about = / a device( from isolation)?$/;
  return about.test(title) ? title.replace(about, (_, rest: string | undefined) => ` ${name}${rest ?? ''}`) : `${title}: ${name}`;
}
