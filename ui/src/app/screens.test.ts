import { describe, expect, it } from 'vitest';
import { loadAhead, SCREEN_COMPONENTS } from './screens';

describe('a screen that is loaded ahead', () => {
  it('is in its place when it is put there, and not before', async () => {
    const { default: settings } = await import('../features/settings/SettingsScreen');
    const putInPlace = await loadAhead('settings');
    expect(SCREEN_COMPONENTS.settings).not.toBe(settings);
    putInPlace();
    expect(SCREEN_COMPONENTS.settings).toBe(settings);
  });
});
