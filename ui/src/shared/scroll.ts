/**
 * Scrolling through more rows than a browser element can be tall.
 *
 * WebKit and Chromium cap an element at about 33.5 million pixels; a million rows of 36 need 36 million. So the element
 * that makes the scroll bar (the spacer) has a bounded height, and positions on it are mapped in proportion to positions
 * in the rows. Below the bound the mapping is the identity.
 *
 * Terms: `scrollTop` is the browser's, on the spacer. `contentTop` is the distance from the first row's top to the top of
 * what is seen, as if every row had its full height. All in CSS pixels.
 */

/** Well under every engine's limit. */
export const MAX_SPACER_PX = 10_000_000;

export type Geometry = {
  rowCount: number;
  rowHeight: number;
  /** Height in which rows are seen. */
  viewport: number;
  /** Height that all rows would need. */
  contentHeight: number;
  /** Height the spacer gets. */
  spacerHeight: number;
  /** Content pixels per spacer pixel; 1 when everything fits. */
  scale: number;
};

export function geometryOf(rowCount: number, rowHeight: number, viewport: number): Geometry {
  const contentHeight = rowCount * rowHeight;
  const spacerHeight = Math.min(contentHeight, MAX_SPACER_PX);
  const scale = contentHeight === spacerHeight ? 1 : (contentHeight - viewport) / (spacerHeight - viewport);
  return { rowCount, rowHeight, viewport, contentHeight, spacerHeight, scale };
}

/** Where in the rows a scroll position is. Over-scrolling (rubber band) is clamped. */
export function contentTopOf(geometry: Geometry, scrollTop: number): number {
  const last = Math.max(0, geometry.contentHeight - geometry.viewport);
  return Math.min(last, Math.max(0, scrollTop * geometry.scale));
}

/** The scroll position that shows a place in the rows. */
export function scrollTopOf(geometry: Geometry, contentTop: number): number {
  const last = Math.max(0, geometry.contentHeight - geometry.viewport);
  return Math.min(last, Math.max(0, contentTop)) / geometry.scale;
}

export type Range = {
  first: number;
  /** Exclusive. */
  end: number;
};

/** The rows of which at least a part is seen, and `overscan` more on either side. */
export function visibleRange(geometry: Geometry, contentTop: number, overscan: number): Range {
  const first = Math.floor(contentTop / geometry.rowHeight) - overscan;
  const end = Math.ceil((contentTop + geometry.viewport) / geometry.rowHeight) + overscan;
  return { first: Math.max(0, first), end: Math.min(geometry.rowCount, Math.max(0, end)) };
}

/** Where on the spacer a row is drawn so that it appears at its place while `contentTop` is what is seen. */
export function rowOffset(geometry: Geometry, contentTop: number, index: number): number {
  return index * geometry.rowHeight - contentTop + contentTop / geometry.scale;
}

/** The `contentTop` that brings a row fully into sight with the least movement. */
export function revealRow(geometry: Geometry, contentTop: number, index: number): number {
  const top = index * geometry.rowHeight;
  if (top < contentTop) {
    return top;
  }
  const bottom = top + geometry.rowHeight;
  return bottom > contentTop + geometry.viewport ? bottom - geometry.viewport : contentTop;
}
