import { useState } from 'react';
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

/** What the browser of a voter keeps of a decision: the key that changes the ballot, and the last ballot sent. */
export type Kept = { editKey?: string; sent?: Sent };

function read(name: string): Kept {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? '{}') ?? {}) as Kept;
  } catch {
    return {};
  }
}

/** The voter's own keeping for one decision; `keep` answers false where the browser keeps nothing. */
export function useKept(person: string, decision: string): [Kept, (next: Kept) => boolean] {
  const name = `talkoot.ballot.${person}.${decision}`;
  const [kept, setKept] = useState(() => read(name));
  const keep = (next: Kept) => {
    setKept(next);
    try {
      localStorage.setItem(name, JSON.stringify(next));
      return true;
    } catch {
      return false;
    }
  };
  return [kept, keep];
}
