import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { Problem } from '../../api/problem';
import { merge, type Rating, type TextField } from './canvas';
import { conceptQuery, keepConcept, updateConcept, type Concept } from './queries';

/** Saved, or what somebody else has saved in the same place meanwhile. */
export type Saved = { saved: Concept } | { theirs: string };

type Change = { field: TextField | Rating | 'title'; value: string | number; base: string | number };
export type Save = (change: Change) => Promise<Saved>;

const attempts = 5; // so many others would have to save between reading and writing

async function attempt(cache: QueryClient, id: string, { field, value, base }: Change): Promise<Saved> {
  let refusal: unknown;
  for (let tried = 0; tried < attempts; tried++) {
    const held = await cache.ensureQueryData(conceptQuery(id));
    const what = merge(String(base), String(value), String(held[field]));
    if (what === 'conflict') return { theirs: String(held[field]) };
    if (what === 'same') return { saved: held };
    try {
      const saved = await updateConcept(id, held.version, { [field]: value });
      keepConcept(cache, saved);
      return { saved };
    } catch (error) {
      if (!(error instanceof Problem && error.status === 412)) throw error;
      refusal = error;
      await cache.fetchQuery({ ...conceptQuery(id), staleTime: 0 });
    }
  }
  throw refusal;
}

/** Saves one cell of a canvas after the other, each over the newest version; another cell's change is no conflict. */
export function useSaver(id: string): Save {
  const cache = useQueryClient();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  return useCallback(
    (change) => {
      const next = last.current.then(() => attempt(cache, id, change));
      last.current = next.catch(() => {});
      return next;
    },
    [cache, id],
  );
}
