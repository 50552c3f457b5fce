import { describe, expect, it } from 'vitest';
import { contentTopOf, geometryOf, MAX_SPACER_PX, revealRow, rowOffset, scrollTopOf, visibleRange } from './scroll';

const ROW = 36;
const VIEW = 500;
const few = geometryOf(1200, ROW, VIEW);
const million = geometryOf(1_000_000, ROW, VIEW);

describe('scrolling', () => {
  it('maps one to one while all rows fit into an element', () => {
    expect(few.spacerHeight).toBe(1200 * ROW);
    expect(few.scale).toBe(1);
    expect(contentTopOf(few, 777)).toBe(777);
    expect(rowOffset(few, 777, 30)).toBe(30 * ROW);
  });

  it('bounds the height of the element for a million rows', () => {
    expect(million.contentHeight).toBe(36_000_000);
    expect(million.spacerHeight).toBe(MAX_SPACER_PX);
  });

  it('reaches the first and the last row at the ends of the scroll bar', () => {
    const bottom = million.spacerHeight - VIEW;
    expect(visibleRange(million, contentTopOf(million, 0), 0).first).toBe(0);
    expect(contentTopOf(million, bottom)).toBeCloseTo(million.contentHeight - VIEW, 3);
    expect(visibleRange(million, contentTopOf(million, bottom), 0).end).toBe(1_000_000);
  });

  it('draws rows inside the element and at their place in sight', () => {
    for (const scrollTop of [0, 1234, 5_000_000, million.spacerHeight - VIEW]) {
      const contentTop = contentTopOf(million, scrollTop);
      const { first, end } = visibleRange(million, contentTop, 0);
      for (const index of [first, end - 1]) {
        const seenAt = rowOffset(million, contentTop, index) - scrollTop;
        expect(seenAt).toBeCloseTo(index * ROW - contentTop, 3);
        expect(seenAt).toBeGreaterThan(-ROW - 0.001);
        expect(seenAt).toBeLessThan(VIEW + 0.001);
      }
    }
  });

  it('finds the way back from a place in the rows', () => {
    for (const contentTop of [0, 36, 17_999_982, 35_999_500]) {
      expect(contentTopOf(million, scrollTopOf(million, contentTop))).toBeCloseTo(contentTop, 3);
    }
  });

  it('clamps over-scrolling at both ends', () => {
    expect(contentTopOf(few, -80)).toBe(0);
    expect(contentTopOf(few, 1e9)).toBe(1200 * ROW - VIEW);
    expect(contentTopOf(geometryOf(3, ROW, VIEW), 50)).toBe(0);
  });

  it('asks for no rows where there are none', () => {
    expect(visibleRange(geometryOf(0, ROW, VIEW), 0, 6)).toEqual({ first: 0, end: 0 });
  });

  it('brings a row into sight with the least movement', () => {
    expect(revealRow(few, 360, 12)).toBe(360);
    expect(revealRow(few, 360, 4)).toBe(4 * ROW);
    expect(revealRow(few, 0, 20)).toBe(21 * ROW - VIEW);
  });
});
