import { describe, expect, it } from 'vitest';
import { bytesText, count, durationText } from './words';

describe('figures in words', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [4200, '4.2 KB'],
    [49_000, '49 KB'],
    [1_500_000, '1.5 MB'],
    [2_000_000_000, '2.0 GB'],
  ])('%i bytes', (bytes, text) => expect(bytesText(bytes)).toBe(text));

  it.each([
    [0.42, '0.4 ms'],
    [318.2, '318 ms'],
    [4200, '4.2 s'],
  ])('%d milliseconds', (ms, text) => expect(durationText(ms)).toBe(text));

  it('counts one and many', () => {
    expect(count(1, 'row')).toBe('1 row');
    expect(count(1200, 'row')).toBe('1,200 rows');
    expect(count(2, 'call waits', 'calls wait')).toBe('2 calls wait');
  });
});
