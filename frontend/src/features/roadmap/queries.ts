import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client, ifMatch, once } from '../../api/client';
import type { components } from '../../api/schema';

type Schemas = components['schemas'];
export type Commitment = Schemas['Commitment'];
export type CommitmentUpdate = Schemas['CommitmentUpdate'];
export type Status = Commitment['status'];
export type Effect = Schemas['Effect'];
export type EffectWrite = Schemas['EffectWrite'];
export type Metric = Schemas['Metric'];
export type News = Schemas['CommitmentNews'];
export type Picture = Schemas['Picture'];
export type Promises = Schemas['Promises'];

const first: string | undefined = undefined;

export const commitmentsQuery = infiniteQueryOptions({
  queryKey: ['commitments'],
  queryFn: ({ signal, pageParam }) =>
    body(client.GET('/commitments', { params: { query: { limit: 100, cursor: pageParam } }, signal })),
  initialPageParam: first,
  getNextPageParam: (page: { next?: string }) => page.next,
});

export const commitmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['commitment', id],
    queryFn: ({ signal }) => body(client.GET('/commitments/{id}', { params: { path: { id } }, signal })),
  });

/** Below the key of the list, so that whatever refreshes that refreshes the counts. */
export const promisesQuery = queryOptions({
  queryKey: ['commitments', 'summary'],
  queryFn: ({ signal }) => body(client.GET('/commitments/summary', { signal })),
});

/** The stages of all journeys in their order, so that lanes stand as on the map. */
export const stagesQuery = queryOptions({
  queryKey: ['journeys', 'stages'],
  queryFn: async ({ signal }) => {
    const { items } = await body(client.GET('/journeys', { params: { query: { limit: 100 } }, signal }));
    return items.flatMap(({ stages }) => stages.map(({ id }) => id));
  },
  staleTime: 300_000,
});

export const newsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['commitment', id, 'news'],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/commitments/{id}/updates', {
          params: { path: { id }, query: { limit: 20, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: first,
    getNextPageParam: (page: { next?: string }) => page.next,
  });

/** The metrics of a touchpoint, to choose from what an effect is measured by. */
export const metricsQuery = (touchpoint: string) =>
  queryOptions({
    queryKey: ['metrics', { touchpoint }],
    queryFn: ({ signal }) =>
      body(client.GET('/metrics', { params: { query: { touchpoint, limit: 100 } }, signal })),
  });

/** One metric with its whole series. */
export const metricQuery = (id: string) =>
  queryOptions({
    queryKey: ['metric', id],
    queryFn: ({ signal }) => body(client.GET('/metrics/{id}', { params: { path: { id } }, signal })),
  });

export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', { q }],
    queryFn: ({ signal }) => body(client.GET('/people', { params: { query: { q, limit: 8 } }, signal })),
    enabled: q !== '',
  });

/** Puts a commitment as the server answered it where the page holds it, and reads the lists again. */
function useHold() {
  const cache = useQueryClient();
  return (commitment: Commitment) => {
    cache.setQueryData(['commitment', commitment.id], commitment);
    void cache.invalidateQueries({ queryKey: ['commitments'] });
  };
}

export function useUpdateCommitment(id: string) {
  const cache = useQueryClient();
  const hold = useHold();
  return useMutation({
    mutationFn: ({ version, change }: { version: number; change: CommitmentUpdate }) =>
      body(
        client.PATCH('/commitments/{id}', {
          params: { path: { id }, header: ifMatch(version) },
          body: change,
        }),
      ),
    onSuccess: hold,
    onError: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['commitments'] }),
        cache.invalidateQueries({ queryKey: ['commitment', id] }),
      ]),
  });
}

export function useFollow(id: string) {
  const hold = useHold();
  return useMutation({
    mutationFn: (follow: boolean) => {
      const params = { path: { id } };
      return follow
        ? body(client.PUT('/commitments/{id}/follow', { params }))
        : body(client.DELETE('/commitments/{id}/follow', { params }));
    },
    onSuccess: hold,
  });
}

export function useTell(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ key, news }: { key: string; news: Schemas['CommitmentNewsCreate'] }) =>
      body(
        client.POST('/commitments/{id}/updates', { params: { path: { id }, header: once(key) }, body: news }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['commitment', id, 'news'] }),
  });
}
