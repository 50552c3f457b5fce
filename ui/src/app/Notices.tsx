import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useAppState, useStateCommand } from '../shared/appState';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, padding: tokens.spacingHorizontalS },
  text: { whiteSpace: 'normal' },
});

/** Things the admin should know, until dismissed. */
export function Notices() {
  const styles = useStyles();
  const { notices } = useAppState();
  const dismiss = useStateCommand('dismiss_notice');
  if (notices.length === 0) {
    return null;
  }
  return (
    <div className={styles.list}>
      {notices.map(({ id, message, hint }) => (
        <MessageBar key={id} intent="warning" layout="multiline" data-testid={`notice-${id}`}>
          <MessageBarBody className={styles.text}>
            <MessageBarTitle>{message}</MessageBarTitle> {hint}
          </MessageBarBody>
          <MessageBarActions
            containerAction={
              <Button
                appearance="transparent"
                icon={<DismissRegular />}
                aria-label="Dismiss this notice"
                title="Dismiss"
                onClick={() => dismiss.mutate({ id })}
              />
            }
          />
        </MessageBar>
      ))}
    </div>
  );
}
