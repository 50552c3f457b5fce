/** Screen names to screens. Each is loaded when it is first shown, the first one before anything is drawn. */
import { lazy, type ComponentType } from 'react';
import type { AppStateDto } from '../ipc/generated/contract';
import type { Screen } from '../shared/navigation';

const LOADERS: Record<Screen, () => Promise<{ default: ComponentType }>> = {
  setup: () => import('../features/setup/SetupScreen'),
  'sign-in': () => import('../features/sign-in/SignInScreen'),
  token: () => import('../features/token/TokenScreen'),
  alerts: () => import('../features/alerts/AlertsScreen'),
  explorer: () => import('../features/explorer/ExplorerScreen'),
  sandbox: () => import('../features/sandbox/SandboxScreen'),
  settings: () => import('../features/settings/SettingsScreen'),
};

export const SCREEN_COMPONENTS: Record<Screen, ComponentType> = {
  setup: lazy(LOADERS.setup),
  'sign-in': lazy(LOADERS['sign-in']),
  token: lazy(LOADERS.token),
  alerts: lazy(LOADERS.alerts),
  explorer: lazy(LOADERS.explorer),
  sandbox: lazy(LOADERS.sandbox),
  settings: lazy(LOADERS.settings),
};

/**
 * Loads a screen ahead. What comes back puts it in its place, where it is there at once instead of after a placeholder.
 * Only before React has drawn anything: a screen that is drawn already would begin anew.
 */
export async function loadAhead(screen: Screen): Promise<() => void> {
  const { default: component } = await LOADERS[screen]();
  return () => {
    SCREEN_COMPONENTS[screen] = component;
  };
}

/** Where to begin: at the first thing that is still missing. */
export function firstScreen(state: AppStateDto): Screen {
  if (state.activeProfileId === null) {
    return 'setup';
  }
  return state.session === null ? 'sign-in' : 'alerts';
}
