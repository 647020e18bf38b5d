import { useRef, useState } from 'react';
import type { Marks } from './receipt';

/** A ballot as this browser sent it. */
export type Sent = {
  marks: Marks;
  /** The record in canonical JSON and the receipt the server answered with. */
  record: string;
  receipt: string;
  /** Whether the receipt computed here is the same. */
  same: boolean;
};

/**
 * What the browser of a voter keeps of a round: the key that changes the ballot, the last ballot sent, and of the
 * reasons given the key that signs them and the words by concept.
 */
export type Kept = {
  editKey?: string;
  sent?: Sent;
  reasonKey?: string;
  reasons?: Record<string, string>;
};

function read(name: string): Kept {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? '{}') ?? {}) as Kept;
  } catch {
    return {};
  }
}

/** The voter's own keeping for one round; `keep` adds to it and answers false where the browser keeps nothing. */
export function useKept(person: string, decision: string): [Kept, (more: Kept) => boolean] {
  const name = `talkoot.ballot.${person}.${decision}`;
  const [kept, setKept] = useState(() => read(name));
  const latest = useRef(kept);
  const keep = (more: Kept) => {
    latest.current = { ...latest.current, ...more };
    setKept(latest.current);
    try {
      localStorage.setItem(name, JSON.stringify(latest.current));
      return true;
    } catch {
      return false;
    }
  };
  return [kept, keep];
}
