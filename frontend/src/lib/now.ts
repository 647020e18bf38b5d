import { useSyncExternalStore } from 'react';

const tick = 30_000; // ms; the finest time shown is a minute
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      listeners.forEach((each) => each());
    }, tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The time in ms, renewed twice a minute by one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => (listeners.size === 0 ? (now = roundedNow()) : now));
}

/** The same value within one second, as a snapshot has to be. */
function roundedNow(): number {
  return Math.floor(Date.now() / 1000) * 1000;
}
