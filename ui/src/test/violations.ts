/**
 * What axe holds against the page.
 *
 * Colour contrast cannot be computed here, because jsdom lays nothing out; the journeys in the real window check it.
 */
import axe from 'axe-core';

/** Everything serious or worse, one line each. */
export async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document, {
    resultTypes: ['violations'],
    // Without layout there is nothing to preload or to scroll to.
    preload: false,
    elementRef: false,
    ancestry: false,
    rules: { 'color-contrast': { enabled: false } },
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
