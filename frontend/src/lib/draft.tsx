import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';

const Owner = createContext('nobody');

/** Drafts below it belong to this person, so that two people at one machine never see each other's words. */
export function DraftOwnerProvider({ person, children }: { person: string; children: ReactNode }) {
  return <Owner value={person}>{children}</Owner>;
}

function read<T>(name: string, empty: T): T {
  try {
    const stored = localStorage.getItem(name);
    return stored === null ? empty : (JSON.parse(stored) as T);
  } catch {
    return empty;
  }
}

function write(name: string, value: unknown): boolean {
  try {
    if (value === undefined) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false; // Storage is full or forbidden; the words are still on the screen.
  }
}

/** Called with a draft's new value by every field that shows the same draft, such as a page and a dialog over it. */
type Listener = (value: unknown, kept: boolean) => void;
const fields = new Map<string, Set<Listener>>();

export type Draft<T> = {
  value: T;
  set: (next: T) => void;
  /** Empties it; call when the words have arrived at the server, never before. */
  clear: () => void;
  /** Whether what is shown is kept on this device. */
  kept: boolean;
};

/**
 * What somebody is writing, kept on this device under `key` until it is sent: it survives a reload, a lost connection
 * and an expired session. `empty` is the untouched form and must be serialisable.
 */
export function useDraft<T>(key: string, empty: T): Draft<T> {
  const name = `talkoot.draft.${useContext(Owner)}.${key}`;
  const load = () => {
    const value = read(name, empty);
    return { name, value, kept: value !== empty };
  };
  const [stored, setState] = useState(load);
  // Another key is another draft.
  const state = stored.name === name ? stored : load();
  if (state !== stored) setState(state);

  const set = useCallback(
    (next: T) => {
      const untouched = JSON.stringify(next) === JSON.stringify(empty);
      const kept = write(name, untouched ? undefined : next) && !untouched;
      setState({ name, value: next, kept });
      fields.get(name)?.forEach((listener) => listener(next, kept));
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- an object literal for `empty` is new in every render
    [name],
  );
  useEffect(() => {
    const listener: Listener = (value, kept) => setState({ name, value: value as T, kept });
    const same = fields.get(name) ?? new Set();
    fields.set(name, same.add(listener));
    return () => {
      same.delete(listener);
      if (same.size === 0) fields.delete(name);
    };
  }, [name]);
  const clear = useCallback(() => set(empty), [set]); // eslint-disable-line react-hooks/exhaustive-deps -- as above
  return { value: state.value, set, clear, kept: state.kept };
}
