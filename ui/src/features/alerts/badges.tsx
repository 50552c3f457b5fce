import { Badge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  High: { backgroundColor: tokens.colorPaletteRedBackground3, color: tokens.colorNeutralForegroundOnBrand },
  Medium: { backgroundColor: tokens.colorPaletteDarkOrangeBackground2, color: tokens.colorPaletteDarkOrangeForeground2 },
  // The palette's own yellow text has too little contrast on it (4.32).
  Low: { backgroundColor: tokens.colorPaletteYellowBackground2, color: tokens.colorNeutralForeground1 },
  Informational: { backgroundColor: tokens.colorNeutralBackground5, color: tokens.colorNeutralForeground2 },
  other: { backgroundColor: 'transparent', color: tokens.colorNeutralForeground1 },
  // Themes and systems of high contrast have no such colours; there the border carries the badge.
  bordered: { border: `1px solid ${tokens.colorTransparentStroke}` },
});

type Look = Exclude<keyof ReturnType<typeof useStyles>, 'bordered'>;
const LOOKS: Record<string, Look> = { High: 'High', Medium: 'Medium', Low: 'Low', Informational: 'Informational' };

/** A severity as the API writes it; unknown words are shown as they are. */
export function SeverityBadge({ severity }: { severity: string }) {
  const styles = useStyles();
  return (
    <Badge className={mergeClasses(styles.bordered, styles[LOOKS[severity] ?? 'other'])}>{severityLabel(severity)}</Badge>
  );
}

export function severityLabel(severity: string): string {
  return { UnSpecified: 'Unspecified', '': 'None' }[severity] ?? severity;
}

export function statusLabel(status: string): string {
  return { InProgress: 'In progress', '': 'None' }[status] ?? status;
}
