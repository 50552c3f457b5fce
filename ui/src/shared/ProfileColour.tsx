/** A profile's colour: its name in words, and the mark that shows it. The name always stands beside the mark or is said. */
import { makeStyles, mergeClasses, tokens, webDarkTheme } from '@fluentui/react-components';
import type { ProfileColour } from '../ipc/generated/contract';

export const COLOUR_NAMES: Record<ProfileColour, string> = {
  none: 'None',
  blue: 'Blue',
  green: 'Green',
  yellow: 'Yellow',
  orange: 'Orange',
  red: 'Red',
  purple: 'Purple',
  teal: 'Teal',
};

/** The high contrast theme has one colour for them all; these are seen well on its black. */
const highContrast = (backgroundColor: string | undefined) => ({
  ':global([data-theme="highContrast"])': { backgroundColor, forcedColorAdjust: 'none' as const },
});

const useColours = makeStyles({
  // Its place stays free, so that names stand in line.
  none: { visibility: 'hidden' },
  blue: { backgroundColor: tokens.colorPaletteBlueBorderActive, ...highContrast(webDarkTheme.colorPaletteBlueBorderActive) },
  green: { backgroundColor: tokens.colorPaletteGreenBorderActive, ...highContrast(webDarkTheme.colorPaletteGreenBorderActive) },
  yellow: { backgroundColor: tokens.colorPaletteYellowBorderActive, ...highContrast(webDarkTheme.colorPaletteYellowBorderActive) },
  orange: { backgroundColor: tokens.colorPalettePeachBorderActive, ...highContrast(webDarkTheme.colorPalettePeachBorderActive) },
  red: { backgroundColor: tokens.colorPaletteRedBorderActive, ...highContrast(webDarkTheme.colorPaletteRedBorderActive) },
  purple: { backgroundColor: tokens.colorPalettePurpleBorderActive, ...highContrast(webDarkTheme.colorPalettePurpleBorderActive) },
  teal: { backgroundColor: tokens.colorPaletteTealBorderActive, ...highContrast(webDarkTheme.colorPaletteTealBorderActive) },
});

const useStyles = makeStyles({
  // The ring is what stands out from every background, whatever the colour.
  dot: {
    display: 'inline-block',
    flexShrink: 0,
    width: '14px',
    height: '14px',
    boxSizing: 'border-box',
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
    borderRadius: tokens.borderRadiusCircular,
  },
  band: { position: 'absolute', top: 0, left: 0, right: 0, height: '3px' },
});

/** A round mark. It has no name of its own: say the colour where the mark alone would say it. */
export function ColourDot({ colour }: { colour: ProfileColour }) {
  const styles = useStyles();
  const colours = useColours();
  return <span className={mergeClasses(styles.dot, colours[colour])} aria-hidden="true" data-colour={colour} />;
}

/** A thin line across the top of what is positioned around it. */
export function ColourBand({ colour }: { colour: ProfileColour }) {
  const styles = useStyles();
  const colours = useColours();
  return <span className={mergeClasses(styles.band, colours[colour])} aria-hidden="true" data-testid="colour-band" data-colour={colour} />;
}
