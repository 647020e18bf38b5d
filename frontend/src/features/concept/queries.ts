import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { body, client, ifMatch, once } from '../../api/client';
import type { components } from '../../api/schema';
import { castVote, type Value } from '../../live';

type Schemas = components['schemas'];
export type Concept = Schemas['Concept'];
export type ConceptVersion = Schemas['ConceptVersion'];
export type ConceptUpdate = Schemas['ConceptUpdate'];
export type ConceptCreate = Schemas['ConceptCreate'];
export type Idea = Schemas['Idea'];
export type Sort = 'new' | 'top';

const first: string | undefined = undefined;
const following = (page: { next?: string }) => page.next;

export const conceptsQuery = (sort: Sort) =>
  infiniteQueryOptions({
    queryKey: ['concepts', { sort }],
    queryFn: ({ signal, pageParam }) =>
      body(client.GET('/concepts', { params: { query: { sort, cursor: pageParam } }, signal })),
    initialPageParam: first,
    getNextPageParam: following,
  });

/** The concepts of one challenge. */
export const challengeConceptsQuery = (challenge: string, sort: Sort) =>
  infiniteQueryOptions({
    queryKey: ['concepts', challenge, { sort }],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/challenges/{id}/concepts', {
          params: { path: { id: challenge }, query: { sort, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: first,
    getNextPageParam: following,
  });

export const conceptQuery = (id: string) =>
  queryOptions({
    queryKey: ['concept', id],
    queryFn: ({ signal }) => body(client.GET('/concepts/{id}', { params: { path: { id } }, signal })),
  });

export const versionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['versions', id],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/concepts/{id}/versions', {
          params: { path: { id }, query: { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: first,
    getNextPageParam: following,
  });

export const challengeChoicesQuery = infiniteQueryOptions({
  queryKey: ['challenges', { limit: 100 }],
  queryFn: ({ signal, pageParam }) =>
    body(client.GET('/challenges', { params: { query: { limit: 100, cursor: pageParam } }, signal })),
  initialPageParam: first,
  getNextPageParam: following,
});

/** Ideas of a challenge a concept can grow from: those that match the words, or the most supported. */
export const sourceChoicesQuery = (challenge: string, q: string) =>
  infiniteQueryOptions({
    queryKey: ['ideas', challenge, { choose: q }],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/challenges/{id}/ideas', {
          params: {
            path: { id: challenge },
            query: { q: q || undefined, sort: 'top', limit: 20, cursor: pageParam },
          },
          signal,
        }),
      ),
    initialPageParam: first,
    getNextPageParam: following,
    enabled: challenge !== '',
  });

/** The ideas that the way here has named as sources. */
export const sourcesQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['sources', ids],
    queryFn: ({ signal }) =>
      Promise.all(ids.map((id) => body(client.GET('/ideas/{id}', { params: { path: { id } }, signal })))),
  });

export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', { q }],
    queryFn: ({ signal }) => body(client.GET('/people', { params: { query: { q, limit: 8 } }, signal })),
    enabled: q !== '',
  });

/** Puts what the server has answered in the cache; the lists and the versions are fetched again where they are shown. */
export function keepConcept(cache: QueryClient, concept: Concept): void {
  cache.setQueryData(conceptQuery(concept.id).queryKey, concept);
  void cache.invalidateQueries({ queryKey: ['versions', concept.id] });
  void cache.invalidateQueries({ queryKey: ['concepts'] });
}

export function updateConcept(id: string, version: number, change: ConceptUpdate): Promise<Concept> {
  return body(
    client.PATCH('/concepts/{id}', { params: { path: { id }, header: ifMatch(version) }, body: change }),
  );
}

export function useUpdateConcept(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ version, change }: { version: number; change: ConceptUpdate }) =>
      updateConcept(id, version, change),
    onSuccess: (concept) => keepConcept(cache, concept),
  });
}

export function useGrowConcept() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ challenge, key, concept }: { challenge: string; key: string; concept: ConceptCreate }) =>
      body(
        client.POST('/challenges/{id}/concepts', {
          params: { path: { id: challenge }, header: once(key) },
          body: concept,
        }),
      ),
    onSuccess: (concept) => {
      keepConcept(cache, concept);
      void cache.invalidateQueries({ queryKey: ['idea'] });
      void cache.invalidateQueries({ queryKey: ['challenge', concept.challenge.id] });
    },
  });
}

/** Votes on a concept; what is shown changes at once and rolls back when the server refuses. */
export function voteConcept(
  cache: QueryClient,
  concept: { id: string },
  wanted: Value,
  onRefused: (error: unknown) => void,
): Promise<boolean> {
  return castVote(cache, 'concept', concept.id, wanted, onRefused);
}
