import {
  infiniteQueryOptions,
  queryOptions,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import { body, client, ifMatch, once } from '../../api/client';
import type { components, operations } from '../../api/schema';

export type Insight = components['schemas']['Insight'];
export type InsightList = components['schemas']['InsightList'];
export type InsightInput = components['schemas']['InsightCreate'];
export type InsightChange = components['schemas']['InsightUpdate'];
export type SourceKind = components['schemas']['SourceKind'];
export type PersonalChoice = components['schemas']['PersonalChoice'];
export type Personal = components['schemas']['PersonalData'];
export type Touchpoint = components['schemas']['Touchpoint'];
export type Facets = components['schemas']['InsightFacets'];

/** What a list of insights shows: the query of the specification without its pages. */
export type Filter = Omit<NonNullable<operations['listInsights']['parameters']['query']>, 'limit' | 'cursor'>;

export const sourceKinds = ['interview', 'review', 'ticket', 'survey', 'observation', 'social'] as const;

/** How many insights one request brings. */
export const pageSize = 50;

type Listed = InfiniteData<InsightList, string | undefined>;

/** Insights, the one said last first. */
export const insightsQuery = (filter: Filter) =>
  infiniteQueryOptions({
    // Not under 'insights': what others post must not move the rows of somebody who reads.
    queryKey: ['insight-list', filter],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/insights', {
          params: { query: { ...filter, limit: pageSize, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: InsightList) => page.next,
    refetchOnWindowFocus: false,
    // Other filters replace the rows when theirs are there, not before.
    placeholderData: (shown) => shown,
  });

export const facetsQuery = queryOptions({
  queryKey: ['insights', 'facets'],
  queryFn: ({ signal }) => body(client.GET('/insights/facets', { signal })),
  staleTime: 30_000,
});

export const insightQuery = (id: string) =>
  queryOptions({
    queryKey: ['insight', id],
    queryFn: ({ signal }) => body(client.GET('/insights/{id}', { params: { path: { id } }, signal })),
  });

/** Names, mail addresses and phone numbers in a text. The same text has the same answer for ever. */
export const checkQuery = (text: string) =>
  queryOptions({
    queryKey: ['insight-check', text],
    queryFn: ({ signal }) => body(client.POST('/insights/check', { body: { text }, signal })),
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });

/** Every touchpoint of every map, in the order of the maps; a map has dozens. */
export const touchpointsQuery = queryOptions({
  queryKey: ['touchpoints', 'all'],
  queryFn: async ({ signal }) => {
    const all: Touchpoint[] = [];
    let cursor: string | undefined;
    do {
      const page = await body(
        client.GET('/touchpoints', { params: { query: { limit: 100, cursor } }, signal }),
      );
      all.push(...page.items);
      cursor = page.next;
    } while (cursor && all.length < 2_000);
    return all;
  },
  staleTime: 60_000,
});

export const postInsight = (insight: InsightInput, key: string): Promise<Insight> =>
  body(client.POST('/insights', { params: { header: once(key) }, body: insight }));

export const updateInsight = (id: string, version: number, change: InsightChange): Promise<Insight> =>
  body(client.PATCH('/insights/{id}', { params: { path: { id }, header: ifMatch(version) }, body: change }));

export const deleteInsight = (id: string) => client.DELETE('/insights/{id}', { params: { path: { id } } });

/** Shows an insight as the server has it now, wherever the page holds it. */
export function showChanged(queryClient: QueryClient, insight: Insight): void {
  queryClient.setQueryData(['insight', insight.id], insight);
  queryClient.setQueriesData<Listed>(
    { queryKey: ['insight-list'] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((each) => (each.id === insight.id ? insight : each)),
        })),
      },
  );
  evidenceChanged(queryClient);
}

/** What customers say has changed: lists and pictures made of it are read again when they are shown. */
export function evidenceChanged(queryClient: QueryClient): void {
  for (const key of [
    'touchpoint',
    'journey',
    'journeys',
    'evidence',
    'sticking-point',
    'sticking-points',
    'lineage',
  ]) {
    void queryClient.invalidateQueries({ queryKey: [key] });
  }
  void queryClient.invalidateQueries({ queryKey: ['insights', 'facets'] });
}

/** An insight that has just been posted or taken away: the lists are read again. */
export function listChanged(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ queryKey: ['insight-list'] });
  evidenceChanged(queryClient);
}
