/** Which appearance is in effect: the choice, or what the system asks for. */
import { teamsHighContrastTheme, webDarkTheme, webLightTheme, type Theme as FluentTheme } from '@fluentui/react-components';
import { useLayoutEffect } from 'react';
import type { Theme } from '../ipc/generated/contract';
import { useMedia } from '../shared/media';

export type EffectiveTheme = Exclude<Theme, 'system'>;

const FLUENT: Record<EffectiveTheme, FluentTheme> = {
  light: webLightTheme,
  dark: webDarkTheme,
  highContrast: teamsHighContrastTheme,
};

export function fluentTheme(theme: EffectiveTheme): FluentTheme {
  return FLUENT[theme];
}

/** The appearance for a choice. Forced colours win over everything: the reader's system has already decided. */
export function useEffectiveTheme(choice: Theme): EffectiveTheme {
  const forced = useMedia('(forced-colors: active)');
  const moreContrast = useMedia('(prefers-contrast: more)');
  const dark = useMedia('(prefers-color-scheme: dark)');
  if (forced) {
    return 'highContrast';
  }
  if (choice !== 'system') {
    return choice;
  }
  return moreContrast ? 'highContrast' : dark ? 'dark' : 'light';
}

/** Tells the page, so that scroll bars, native lists and the area behind the app match. */
export function usePageTheme(theme: EffectiveTheme): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset.theme = theme;
    root.style.colorScheme = theme === 'light' ? 'light' : 'dark';
    root.style.backgroundColor = FLUENT[theme].colorNeutralBackground2;
  }, [theme]);
}
