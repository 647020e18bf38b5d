import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { conceptQuery, keepConcept, updateConcept } from './queries';

/** What one customer said, and where. */
export type Piece = components['schemas']['Evidence'];

/** So many pieces a concept has at most. */
export const most = 20;

const attempts = 5; // so many others would have to save between reading and writing

/** Changes the list as the server has it: what somebody else has added meanwhile stays. */
export function useEvidence(id: string) {
  const cache = useQueryClient();
  return useCallback(
    async (next: (list: readonly Piece[]) => readonly Piece[]) => {
      let refusal: unknown;
      for (let tried = 0; tried < attempts; tried++) {
        const held = await cache.ensureQueryData(conceptQuery(id));
        try {
          const saved = await updateConcept(id, held.version, { evidence: [...next(held.evidence)] });
          keepConcept(cache, saved);
          return;
        } catch (error) {
          if (!(error instanceof Problem && error.status === 412)) throw error;
          refusal = error;
          await cache.fetchQuery({ ...conceptQuery(id), staleTime: 0 });
        }
      }
      throw refusal;
    },
    [cache, id],
  );
}
