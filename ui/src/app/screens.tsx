/** Screen names to screens. Each is loaded when it is first shown. */
import { lazy, type ComponentType } from 'react';
import type { AppStateDto } from '../ipc/generated/contract';
import type { Screen } from '../shared/navigation';

export const SCREEN_COMPONENTS: Record<Screen, ComponentType> = {
  setup: lazy(() => import('../features/setup/SetupScreen')),
  'sign-in': lazy(() => import('../features/sign-in/SignInScreen')),
  token: lazy(() => import('../features/token/TokenScreen')),
  alerts: lazy(() => import('../features/alerts/AlertsScreen')),
  explorer: lazy(() => import('../features/explorer/ExplorerScreen')),
  sandbox: lazy(() => import('../features/sandbox/SandboxScreen')),
  settings: lazy(() => import('../features/settings/SettingsScreen')),
};

/** Where to begin: at the first thing that is still missing. */
export function firstScreen(state: AppStateDto): Screen {
  if (state.activeProfileId === null) {
    return 'setup';
  }
  return state.session === null ? 'sign-in' : 'alerts';
}
