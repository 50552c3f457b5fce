/** A value that outlives the screen showing it, with the smallest interface React needs. */
import { useState, useSyncExternalStore } from 'react';

export class Store<S extends object> {
  private readonly listeners = new Set<() => void>();

  constructor(private state: S) {}

  readonly get = (): S => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  /** Merges the change in and tells everybody. */
  set(change: Partial<S>): void {
    this.state = { ...this.state, ...change };
    for (const listener of [...this.listeners]) {
      listener();
    }
  }
}

export function useStore<S extends object>(store: Store<S>): S {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Some parts of a value: who uses them is drawn anew only when one of them has changed. The keys are a constant. */
export function useStoreParts<S extends object, K extends keyof S>(store: Store<S>, keys: readonly K[]): Pick<S, K> {
  const [parts] = useState(() => partsOf<S, K>(keys));
  return useSyncExternalStore(store.subscribe, () => parts(store.get()));
}

function partsOf<S extends object, K extends keyof S>(keys: readonly K[]): (state: S) => Pick<S, K> {
  let last: Pick<S, K> | null = null;
  return (state) => {
    const before = last;
    if (before !== null && keys.every((key) => Object.is(before[key], state[key]))) {
      return before;
    }
    last = Object.fromEntries(keys.map((key) => [key, state[key]])) as Pick<S, K>;
    return last;
  };
}
