import { useSyncExternalStore } from 'react';
import type { Envelope } from './envelope';

// What has arrived and waits behind a pill until the reader lets it in. Nothing moves unasked.

const most = 500; // beyond it the page is better read afresh than patched

let feed: readonly Envelope[] = [];
let ideas: ReadonlyMap<string, readonly string[]> = new Map();
const listeners = new Set<() => void>();

function changed(): void {
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const none: readonly string[] = [];

/** The feed's stories that wait, newest first. */
export const useFeedArrivals = (): readonly Envelope[] => useSyncExternalStore(subscribe, () => feed);

/** The ids of the new ideas of one challenge that wait, newest first. */
export const useIdeaArrivals = (challenge: string): readonly string[] =>
  useSyncExternalStore(subscribe, () => ideas.get(challenge) ?? none);

export function feedArrived(envelope: Envelope): void {
  if (feed.some((each) => each.seq === envelope.seq)) return;
  feed = [envelope, ...feed].slice(0, most);
  changed();
}

/** Changes what waits, or takes away what `change` gives undefined for. */
export function changeFeedArrivals(change: (told: Envelope) => Envelope | undefined): void {
  const next = feed.map(change).filter((told) => told !== undefined);
  if (next.length === feed.length && next.every((told, at) => told === feed[at])) return;
  feed = next;
  changed();
}

export function ideaArrived(challenge: string, id: string): void {
  const waiting = ideas.get(challenge) ?? none;
  if (waiting.includes(id)) return;
  ideas = new Map(ideas).set(challenge, [id, ...waiting].slice(0, most));
  changed();
}

/** An idea that waited is gone again. */
export function ideaLeft(challenge: string, id: string): void {
  const waiting = ideas.get(challenge);
  if (!waiting?.includes(id)) return;
  ideas = new Map(ideas).set(
    challenge,
    waiting.filter((each) => each !== id),
  );
  changed();
}

/** Lets the feed's arrivals in: returns them, newest first, and nothing waits any more. */
export function takeFeedArrivals(): readonly Envelope[] {
  const taken = feed;
  if (taken.length === 0) return taken;
  feed = [];
  changed();
  return taken;
}

/** Forgets the waiting ideas of a challenge, when its list is read afresh or has let them in. */
export function takeIdeaArrivals(challenge: string): readonly string[] {
  const taken = ideas.get(challenge) ?? none;
  if (taken.length === 0) return taken;
  ideas = new Map(ideas);
  (ideas as Map<string, readonly string[]>).delete(challenge);
  changed();
  return taken;
}

/** Everything shown is read afresh, so nothing waits. */
export function forgetArrivals(): void {
  feed = [];
  ideas = new Map();
  changed();
}
