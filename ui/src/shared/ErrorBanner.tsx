import { Button, makeStyles, MessageBar, MessageBarBody, MessageBarTitle, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import type { CommandFailure } from '../ipc/host';
import { CopyButton } from './CopyButton';
import { Prose } from './Prose';

const useStyles = makeStyles({
  body: { paddingBottom: tokens.spacingVerticalS, whiteSpace: 'normal' },
  title: { display: 'block' },
  hint: { margin: `${tokens.spacingVerticalXXS} 0 0` },
  quote: {
    margin: `${tokens.spacingVerticalS} 0 0`,
    paddingLeft: tokens.spacingHorizontalM,
    borderLeft: `2px solid ${tokens.colorNeutralStroke1}`,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflowWrap: 'anywhere',
    maxHeight: '8em',
    overflowY: 'auto',
  },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    marginTop: tokens.spacingVerticalXS,
    fontSize: tokens.fontSizeBase200,
  },
  id: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  dismiss: { alignSelf: 'start' },
});

type Props = {
  failure: CommandFailure;
  /** `warning` where the work went on without what failed. */
  intent?: 'error' | 'warning';
  /** Offers another try. */
  onRetry?: () => void;
  /** Offers to take the banner away. */
  onDismiss?: () => void;
};

/** What went wrong, what to do next, and what to quote to support. The service's own words are text, never markup. */
export function ErrorBanner({ failure, intent = 'error', onRetry, onDismiss }: Props) {
  const styles = useStyles();
  const { code, message, hint, correlationId, httpStatus, retryAfterSeconds, serviceMessage } = failure.detail;
  return (
    <MessageBar intent={intent} layout="multiline" data-testid="error-banner" data-code={code}>
      <MessageBarBody className={styles.body}>
        <MessageBarTitle className={styles.title}>
          <Prose text={message} />
        </MessageBarTitle>
        {hint === null ? null : (
          <p className={styles.hint}>
            <Prose text={hint} />
          </p>
        )}
        {retryAfterSeconds === null ? null : (
          <p className={styles.hint}>The service asks to wait {retryAfterSeconds} seconds before the next try.</p>
        )}
        {serviceMessage === null ? null : (
          <blockquote className={styles.quote} aria-label="The service's own words" tabIndex={0}>
            {serviceMessage}
          </blockquote>
        )}
        <div className={styles.facts}>
          <span>Code {code}</span>
          {httpStatus === null ? null : <span>HTTP {httpStatus}</span>}
          {correlationId === null ? null : (
            <span>
              Correlation ID <span className={styles.id}>{correlationId}</span>
              <CopyButton text={correlationId} what="correlation ID" data-testid="copy-correlation-id" />
            </span>
          )}
          {onRetry === undefined ? null : (
            <Button size="small" onClick={onRetry}>
              Try again
            </Button>
          )}
          {onDismiss === undefined ? null : (
            <Button size="small" appearance="subtle" icon={<DismissRegular />} onClick={onDismiss}>
              Dismiss
            </Button>
          )}
        </div>
      </MessageBarBody>
    </MessageBar>
  );
}
