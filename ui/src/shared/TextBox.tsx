import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  box: {
    margin: 0,
    overflowY: 'auto',
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  low: { maxHeight: '160px' },
});

type Props = { label: string; text: string; low?: boolean; testId?: string };

/** A text as it is, for reading and selecting. */
export function TextBox({ label, text, low = false, testId }: Props) {
  const styles = useStyles();
  return (
    <pre className={mergeClasses(styles.box, low && styles.low)} tabIndex={0} aria-label={label} role="region" data-testid={testId}>
      {text}
    </pre>
  );
}
