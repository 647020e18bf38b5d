import { useSyncExternalStore } from 'react';

/** One value that several parts of the page watch and that is no server state. */
export function createStore<T>(initial: T) {
  let value = initial;
  const listeners = new Set<() => void>();
  const get = () => value;
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    get,
    set(next: T) {
      if (Object.is(next, value)) return;
      value = next;
      listeners.forEach((listener) => listener());
    },
    /** A hook: renders again whenever the value changes. */
    use: () => useSyncExternalStore(subscribe, get),
  };
}
