import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingVerticalXXXL,
    flexGrow: 1,
  },
  icon: { fontSize: '40px', lineHeight: 1, color: tokens.colorNeutralForeground3 },
  text: { maxWidth: '46ch', color: tokens.colorNeutralForeground2 },
  action: { marginTop: tokens.spacingVerticalS },
});

type Props = {
  icon: ReactElement;
  title: string;
  /** One or two sentences: why it is empty, what fills it. */
  text: string;
  /** The button that fills it. */
  action?: ReactNode;
};

/** A place that has nothing to show yet, and the way out. */
export function EmptyState({ icon, title, text, action }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <Text as="h2" size={500} weight="semibold" block>
        {title}
      </Text>
      <Text align="center" className={styles.text}>{text}</Text>
      {action === undefined ? null : <div className={styles.action}>{action}</div>}
    </div>
  );
}
