import { makeStyles, tokens } from '@fluentui/react-components';

/** Looks for a long text that is shown as it is. */
export const useTextBoxStyles = makeStyles({
  box: {
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
  },
  low: { maxHeight: '180px' },
  high: { maxHeight: '320px' },
});
