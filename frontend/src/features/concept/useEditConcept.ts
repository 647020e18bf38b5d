import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../api/problem';
import { conceptQuery, keepConcept, updateConcept, type Concept, type ConceptUpdate } from './queries';

const attempts = 5; // so many others would have to save between reading and writing

/**
 * Saves what a form over a concept changes. What was saved elsewhere on it meanwhile, the reader's own cell on its way
 * included, is no conflict. Only where what the form touches has changed is it refused; saving again then goes over that.
 */
export function useEditConcept(concept: Concept, touched: (concept: Concept) => readonly string[]) {
  const cache = useQueryClient();
  const [base, setBase] = useState(concept); // what the form was opened over
  return useMutation({
    mutationFn: async (change: ConceptUpdate) => {
      for (let over = base, tried = 1; ; tried++) {
        try {
          return await updateConcept(concept.id, over.version, change);
        } catch (error) {
          if (!(error instanceof Problem && error.status === 412)) throw error;
          const query = { ...conceptQuery(concept.id), staleTime: 0 };
          const fresh = await cache.fetchQuery(query).catch(() => null);
          if (!fresh) throw error;
          if (tried === attempts || touched(fresh).join(' ') !== touched(base).join(' ')) {
            setBase(fresh);
            throw error;
          }
          over = fresh;
        }
      }
    },
    onSuccess: (saved) => keepConcept(cache, saved),
  });
}
