/** Numbers, sizes and durations in words. Pure. */

/** E.g. `1 row`, `1,200 rows`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** Bytes for reading, e.g. `4.2 KB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) {
    return count(bytes, 'byte');
  }
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, 'KB'] : bytes < 1_000_000_000 ? [bytes / 1_000_000, 'MB'] : [bytes / 1_000_000_000, 'GB'];
  return `${size.toFixed(size < 10 ? 1 : 0)} ${unit}`;
}

/** Milliseconds for reading, e.g. `0.4 ms`, `318 ms`, `4.2 s`. */
export function durationText(ms: number): string {
  if (ms < 10) {
    return `${ms.toFixed(1)} ms`;
  }
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
