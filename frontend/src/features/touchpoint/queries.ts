import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  type QueryClient,
} from '@tanstack/react-query';
import { body, client, ifMatch, once } from '../../api/client';
import type { components } from '../../api/schema';
import type { TouchpointSearch } from './search';

type Schemas = components['schemas'];
export type Overview = Schemas['TouchpointOverview'];
export type Touchpoint = Schemas['Touchpoint'];
export type StickingPoint = Schemas['StickingPoint'];
export type StickingPointList = Schemas['StickingPointList'];
export type StickingPointInput = Schemas['StickingPointCreate'];
export type StickingPointChange = Schemas['StickingPointUpdate'];
export type MapStickingPoint = Schemas['MapStickingPoint'];
export type MapItem = Schemas['MapItem'];
export type Insight = Schemas['Insight'];
export type Mood = Schemas['Mood'];

/** The 360° picture of a touchpoint. While another filter is fetched the last answer stays. */
export const overviewQuery = (id: string, filter: TouchpointSearch) =>
  queryOptions({
    queryKey: ['touchpoint', id, filter],
    queryFn: ({ signal }) =>
      body(client.GET('/touchpoints/{id}/overview', { params: { path: { id }, query: filter }, signal })),
    placeholderData: (shown, query) => (query?.queryKey[1] === id ? shown : undefined),
  });

/** What insights of a map can be filtered by. */
export const facetsQuery = (journey: string | undefined) =>
  queryOptions({
    queryKey: ['insight-facets', journey],
    queryFn: ({ signal }) => body(client.GET('/insights/facets', { params: { query: { journey } }, signal })),
    enabled: journey !== undefined,
    staleTime: 30_000,
  });

export const stickingPointQuery = (id: string) =>
  queryOptions({
    queryKey: ['sticking-point', id],
    queryFn: ({ signal }) => body(client.GET('/sticking-points/{id}', { params: { path: { id } }, signal })),
  });

/** Sticking points found by words, heaviest evidence first. */
export const stickingPointsQuery = (filter: { q?: string; touchpoint?: string }) =>
  infiniteQueryOptions({
    queryKey: ['sticking-points', filter],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/sticking-points', {
          params: { query: { ...filter, limit: 20, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: StickingPointList) => page.next,
    placeholderData: keepPreviousData,
  });

/** What customers say behind a sticking point, strongest first. */
export const evidenceQuery = (id: string, limit: number) =>
  queryOptions({
    queryKey: ['evidence', 'sticking_point', id, limit],
    queryFn: ({ signal }) =>
      body(
        client.GET('/evidence/{kind}/{id}', {
          params: { path: { kind: 'sticking_point', id }, query: { limit } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const raiseStickingPoint = (input: StickingPointInput, key: string): Promise<StickingPoint> =>
  body(client.POST('/sticking-points', { params: { header: once(key) }, body: input }));

export const updateStickingPoint = (
  id: string,
  version: number,
  change: StickingPointChange,
): Promise<StickingPoint> =>
  body(
    client.PATCH('/sticking-points/{id}', {
      params: { path: { id }, header: ifMatch(version) },
      body: change,
    }),
  );

export const mergeStickingPoint = (id: string, into: string): Promise<StickingPoint> =>
  body(client.POST('/sticking-points/{id}/merge', { params: { path: { id } }, body: { into } }));

export const meToo = (id: string, on: boolean): Promise<StickingPoint> => {
  const params = { path: { id } };
  return on
    ? body(client.PUT('/sticking-points/{id}/me-too', { params }))
    : body(client.DELETE('/sticking-points/{id}/me-too', { params }));
};

const tie = (insight: string, point: string) => ({
  params: {
    path: {
      from_kind: 'insight' as const,
      from_id: insight,
      to_kind: 'sticking_point' as const,
      to_id: point,
    },
  },
});

export const linkInsight = (insight: string, point: string) =>
  client.PUT('/links/{from_kind}/{from_id}/{to_kind}/{to_id}', tie(insight, point));

export const unlinkInsight = (insight: string, point: string) =>
  client.DELETE('/links/{from_kind}/{from_id}/{to_kind}/{to_id}', tie(insight, point));

/** A sticking point as the server has it now: on its page at once, everything made of it when it is shown next. */
export function showPoint(queryClient: QueryClient, point: StickingPoint): void {
  queryClient.setQueryData(['sticking-point', point.id], point);
  for (const key of ['sticking-points', 'touchpoint', 'journey-map', 'lineage']) {
    void queryClient.invalidateQueries({ queryKey: [key] });
  }
}

/** What a sticking point rests on has changed, and its weight with it. */
export function evidenceChanged(queryClient: QueryClient, id: string): Promise<unknown> {
  for (const key of ['sticking-points', 'touchpoint', 'journey-map', 'lineage']) {
    void queryClient.invalidateQueries({ queryKey: [key] });
  }
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: ['evidence', 'sticking_point', id] }),
    queryClient.invalidateQueries({ queryKey: ['sticking-point', id] }),
  ]);
}
