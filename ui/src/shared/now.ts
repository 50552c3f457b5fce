/** One clock for everything that counts down: a tick per second, and only while somebody looks. */
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let second = 0;

function tick(): void {
  second = Date.now();
  for (const listener of [...listeners]) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(tick, 1000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
    }
  };
}

function snapshot(): number {
  // Stable between ticks, as React demands, and fresh for the first reader after a pause.
  const now = Date.now();
  if (Math.abs(now - second) >= 1000) {
    second = now;
  }
  return second;
}

/** The present in milliseconds, renewed every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, snapshot);
}
