import { useEffect, useSyncExternalStore } from 'react';
import { bridge, type PresenceFrame } from '../../lib/liveState';

export type Place = { kind: 'idea' | 'concept' | 'touchpoint'; id: string };

const sayAgain = 3_000; // ms; the server holds a word of typing for five seconds

const keyOf = ({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`;

let watched: Place[] = [];
let known: ReadonlyMap<string, PresenceFrame> = new Map();
const listeners = new Set<() => void>();
let telling = false;
const said = new Map<string, number>();

function changed(next: ReadonlyMap<string, PresenceFrame>): void {
  known = next;
  listeners.forEach((listener) => listener());
}

/** Tells the server what the page shows, once for all that changes at a moment: a page that follows another replaces it. */
function tell(): void {
  if (telling) return;
  telling = true;
  queueMicrotask(() => {
    telling = false;
    bridge.send?.({ type: 'watch', refs: watched.map(({ kind, id }) => ({ kind, id })) });
  });
}

bridge.heard = (frame) => changed(new Map(known).set(keyOf(frame.ref), frame));
bridge.greeted = () => {
  changed(new Map()); // what a line that has ended said is out of date
  if (watched.length > 0) tell();
};

/** Says that the page shows a thing, until the function it returns is called. */
export function watch(place: Place): () => void {
  watched = [...watched, place];
  tell();
  return () => {
    watched = watched.filter((each) => each !== place);
    if (!watched.some((each) => keyOf(each) === keyOf(place))) {
      const rest = new Map(known);
      rest.delete(keyOf(place));
      changed(rest);
    }
    tell();
  };
}

/** Says that the reader writes on a page; field is the part of it, by the page's own name. Not more often than is needed. */
export function type(place: Place, field?: string): void {
  const key = `${keyOf(place)} ${field ?? ''}`;
  const now = Date.now();
  if (now - (said.get(key) ?? -sayAgain) < sayAgain) return;
  said.set(key, now);
  const { kind, id } = place;
  bridge.send?.({ type: 'typing', ref: { kind, id }, ...(field && { field: field.slice(0, 40) }) });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Who else looks at a thing just now; undefined while the server has said nothing. Watches as long as it is shown. */
export function usePresence(kind: Place['kind'], id: string): PresenceFrame | undefined {
  useEffect(() => watch({ kind, id }), [kind, id]);
  return useSyncExternalStore(subscribe, () => known.get(keyOf({ kind, id })));
}
