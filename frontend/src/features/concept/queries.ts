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
/** An idea, a sticking point or an insight as a source, chosen or there already. */
export type Source = Schemas['ConceptSource'];
export type Suggestion = Schemas['Suggestion'];
export type CanvasField = Schemas['CanvasField'];
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
    queryKey: ['ideas', challenge, 'choose', q],
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

/** Sticking points a concept can grow from: those that match the words, or the heaviest. */
export const stickingChoicesQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['sticking-points', { choose: q }],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/sticking-points', {
          params: { query: { q: q || undefined, limit: 20, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: first,
    getNextPageParam: following,
  });

/** What the way here has named as sources: ids by kind. */
export type Named = {
  ideas: readonly string[];
  insights: readonly string[];
  stickingPoints: readonly string[];
};

/** The sources that the way here has named, and the challenge of the first idea among them. */
export const sourcesQuery = ({ ideas, insights, stickingPoints }: Named) =>
  queryOptions({
    queryKey: ['sources', ideas, insights, stickingPoints],
    queryFn: async ({ signal }): Promise<{ challenge?: string; sources: Source[] }> => {
      const path = (id: string) => ({ params: { path: { id } }, signal });
      const [found, said, stuck] = await Promise.all([
        Promise.all(ideas.map((id) => body(client.GET('/ideas/{id}', path(id))))),
        Promise.all(insights.map((id) => body(client.GET('/insights/{id}', path(id))))),
        Promise.all(stickingPoints.map((id) => body(client.GET('/sticking-points/{id}', path(id))))),
      ]);
      return {
        challenge: found[0]?.challenge.id,
        sources: [
          ...found.map(({ id, title, author }) => ({ kind: 'idea' as const, id, title, author })),
          ...stuck.map(({ id, title, author }) => ({ kind: 'sticking_point' as const, id, title, author })),
          ...said.map(sourceOfInsight),
        ],
      };
    },
  });

/** What a customer said, as a source: its words are its title. */
export const sourceOfInsight = ({
  id,
  quote,
  author,
}: Pick<Schemas['Insight'], 'id' | 'quote' | 'author'>): Source => ({
  kind: 'insight',
  id,
  title: quote,
  author,
});

/** The themes of a challenge, for a concept to carry. */
export const themesQuery = (challenge: string) =>
  queryOptions({
    queryKey: ['challenge', challenge],
    queryFn: ({ signal }) =>
      body(client.GET('/challenges/{id}', { params: { path: { id: challenge } }, signal })),
    select: ({ themes }) => themes,
  });

export const suggestionsQuery = (id: string, state: Suggestion['state'] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['suggestions', id, { state }],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/concepts/{id}/suggestions', {
          params: { path: { id }, query: { state, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: first,
    getNextPageParam: following,
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

/** Asks somebody in, answers for the reader, or takes somebody out: the concept as it is then is kept. */
export function useAuthors(id: string) {
  const cache = useQueryClient();
  const onSuccess = (concept: Concept) => keepConcept(cache, concept);
  const path = { id };
  const invite = useMutation({
    mutationFn: (person: string) =>
      body(client.POST('/concepts/{id}/authors', { params: { path }, body: { person } })),
    onSuccess,
  });
  const answer = useMutation({
    mutationFn: (accept: boolean) =>
      body(client.PUT('/concepts/{id}/authors/me', { params: { path }, body: { accept } })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (person: string) =>
      body(client.DELETE('/concepts/{id}/authors/{person}', { params: { path: { id, person } } })),
    onSuccess,
  });
  return { invite, answer, remove };
}

/** Suggests, accepts, declines and takes back; the concept and its lists are fetched again. */
export function useSuggestions(concept: string) {
  const cache = useQueryClient();
  const onSettled = () => {
    for (const key of ['suggestions', 'concept', 'versions']) {
      void cache.invalidateQueries({ queryKey: [key, concept] });
    }
  };
  const suggest = useMutation({
    mutationFn: ({ key, ...words }: Schemas['SuggestionCreate'] & { key: string }) =>
      body(
        client.POST('/concepts/{id}/suggestions', {
          params: { path: { id: concept }, header: once(key) },
          body: words,
        }),
      ),
    onSettled,
  });
  const accept = useMutation({
    mutationFn: (id: string) => body(client.POST('/suggestions/{id}/accept', { params: { path: { id } } })),
    onSettled,
  });
  const decline = useMutation({
    mutationFn: ({ id, reason }: { id: string; reason?: string }) =>
      body(client.POST('/suggestions/{id}/decline', { params: { path: { id } }, body: { reason } })),
    onSettled,
  });
  return { suggest, accept, decline };
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
