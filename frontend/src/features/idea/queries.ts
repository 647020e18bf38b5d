import {
  infiniteQueryOptions,
  queryOptions,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import { body, client, ifMatch, once } from '../../api/client';
import type { components } from '../../api/schema';
import { myIdeasQuery } from './mine';

export type Idea = components['schemas']['Idea'];
export type IdeaList = components['schemas']['IdeaList'];
export type Sort = 'new' | 'top' | 'hot';

/** What a list of a challenge's ideas shows. */
export type Filter = { sort: Sort; theme?: string; mine?: boolean; q?: string };

export type Listed = InfiniteData<IdeaList, string | undefined>;

/** How many ideas one request brings. */
export const pageSize = 50;

/** The ideas of a challenge. The live channel keeps what is listed true, so the list is not read again by itself. */
export const ideasQuery = (challenge: string, { sort, theme, mine, q }: Filter) =>
  infiniteQueryOptions({
    queryKey: ['ideas', challenge, { sort, theme, mine: mine || undefined, q: q || undefined }],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/challenges/{id}/ideas', {
          params: {
            path: { id: challenge },
            query: {
              sort,
              theme,
              mine: mine || undefined,
              q: q || undefined,
              limit: pageSize,
              cursor: pageParam,
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: IdeaList) => page.next,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // Another order of the same challenge replaces the rows when it is there, not before.
    placeholderData: (shown, query) => (query?.queryKey[1] === challenge ? shown : undefined),
  });

export const ideaQuery = (id: string) =>
  queryOptions({
    queryKey: ['idea', id],
    queryFn: ({ signal }) => body(client.GET('/ideas/{id}', { params: { path: { id } }, signal })),
  });

/** Ideas that say much the same, best match first. */
export const similarQuery = (challenge: string, text: string) =>
  queryOptions({
    queryKey: ['ideas', 'similar', challenge, text],
    queryFn: ({ signal }) =>
      body(client.GET('/ideas/similar', { params: { query: { challenge, text } }, signal })),
    placeholderData: (shown, query) => (query?.queryKey[2] === challenge ? shown : undefined),
  });

export type IdeaInput = components['schemas']['IdeaCreate'];

export const postIdea = (challenge: string, idea: IdeaInput, key: string): Promise<Idea> =>
  body(
    client.POST('/challenges/{id}/ideas', {
      params: { path: { id: challenge }, header: once(key) },
      body: idea,
    }),
  );

export const updateIdea = (
  id: string,
  version: number,
  change: components['schemas']['IdeaUpdate'],
): Promise<Idea> =>
  body(client.PATCH('/ideas/{id}', { params: { path: { id }, header: ifMatch(version) }, body: change }));

export const deleteIdea = (id: string) => client.DELETE('/ideas/{id}', { params: { path: { id } } });

/** Puts ideas on top of a list, leaving out those it has. */
export function prepend(data: Listed | undefined, ideas: readonly Idea[]): Listed | undefined {
  const first = data?.pages[0];
  if (!data || !first) return data;
  const held = new Set(data.pages.flatMap((page) => page.items.map((idea) => idea.id)));
  const fresh = ideas.filter((idea) => !held.has(idea.id));
  if (fresh.length === 0) return data;
  return { ...data, pages: [{ ...first, items: [...fresh, ...first.items] }, ...data.pages.slice(1)] };
}

/** An idea the reader has just posted: on top of the lists of its challenge, whatever their order, and on its own page. */
export function showPosted(queryClient: QueryClient, challenge: string, idea: Idea): void {
  queryClient.setQueryData(['idea', idea.id], idea);
  queryClient
    .getQueryCache()
    .findAll({ queryKey: ['ideas', challenge] })
    .forEach(({ queryKey }) => {
      const filter = queryKey[2] as Partial<Filter> | undefined;
      if (filter?.q || (filter?.theme && filter.theme !== idea.theme?.id)) return;
      queryClient.setQueryData<Listed>(queryKey, (data) => prepend(data, [idea]));
    });
  queryClient.setQueryData<Listed>(myIdeasQuery.queryKey, (data) => prepend(data, [idea]));
  void queryClient.invalidateQueries({ queryKey: ['challenge', challenge] });
  void queryClient.invalidateQueries({ queryKey: ['challenges'] });
  void queryClient.invalidateQueries({ queryKey: ['me'] });
}

/**
 * The waiting ideas of a challenge: new ones are read until every waiting one is found or the list ends. Gives them newest first;
 * one that has gone meanwhile is missing.
 */
export async function fetchArrivals(challenge: string, waiting: readonly string[]): Promise<Idea[]> {
  const wanted = new Set(waiting);
  const found: Idea[] = [];
  let cursor: string | undefined;
  // New ideas lead the list, so a page or two hold them all; ten are the most worth reading.
  for (let page = 0; page < 10 && wanted.size > 0; page += 1) {
    const list = await body(
      client.GET('/challenges/{id}/ideas', {
        params: {
          path: { id: challenge },
          query: { sort: 'new', limit: Math.min(100, Math.max(pageSize, waiting.length)), cursor },
        },
      }),
    );
    for (const idea of list.items) {
      if (wanted.delete(idea.id)) found.push(idea);
    }
    cursor = list.next;
    if (!cursor) break;
  }
  return found;
}

export type Evidence = components['schemas']['EvidenceList'];

/** What customers say behind an idea, strongest first. */
export const evidenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['evidence', 'idea', id],
    queryFn: ({ signal }): Promise<Evidence> =>
      body(
        client.GET('/evidence/{kind}/{id}', {
          params: { path: { kind: 'idea', id }, query: { limit: 20 } },
          signal,
        }),
      ),
  });

/** Ties an insight to an idea; tying it again changes nothing. */
export const tieInsight = (insight: string, idea: string) =>
  client.PUT('/links/{from_kind}/{from_id}/{to_kind}/{to_id}', {
    params: { path: { from_kind: 'insight', from_id: insight, to_kind: 'idea', to_id: idea } },
  });

export const untieInsight = (insight: string, idea: string) =>
  client.DELETE('/links/{from_kind}/{from_id}/{to_kind}/{to_id}', {
    params: { path: { from_kind: 'insight', from_id: insight, to_kind: 'idea', to_id: idea } },
  });

export const answerIdea = (id: string, answer: components['schemas']['AnswerWrite']): Promise<Idea> =>
  body(client.PUT('/ideas/{id}/answer', { params: { path: { id } }, body: answer }));

export type Merge = components['schemas']['Merge'];

/** The merges an idea is part of, newest first. */
export const mergesQuery = (id: string) =>
  queryOptions({
    queryKey: ['merges', id],
    queryFn: ({ signal }) => body(client.GET('/ideas/{id}/merges', { params: { path: { id } }, signal })),
  });

export const proposeMerge = (id: string, into: string, note: string, key: string): Promise<Merge> =>
  body(
    client.POST('/ideas/{id}/merges', {
      params: { path: { id }, header: once(key) },
      body: { into, ...(note && { note }) },
    }),
  );

export const consentToMerge = (id: string, agree: boolean, reason?: string): Promise<Merge> =>
  body(
    client.PUT('/merges/{id}/consent', {
      params: { path: { id } },
      body: { agree, ...(reason && { reason }) },
    }),
  );

export const undoMerge = (id: string): Promise<Merge> =>
  body(client.POST('/merges/{id}/undo', { params: { path: { id } } }));

/** After a merge or its undoing: both ideas, their discussions and the lists are read again. */
export function refreshMerged(queryClient: QueryClient, merge: Merge, challenge: string): void {
  for (const { id } of [merge.source, merge.target]) {
    void queryClient.invalidateQueries({ queryKey: ['idea', id] });
    void queryClient.invalidateQueries({ queryKey: ['merges', id] });
    void queryClient.invalidateQueries({ queryKey: ['comments', 'idea', id] });
    void queryClient.invalidateQueries({ queryKey: ['evidence', 'idea', id] });
  }
  void queryClient.invalidateQueries({ queryKey: ['ideas', challenge] });
  void queryClient.invalidateQueries({ queryKey: ['ideas', 'mine'] });
  void queryClient.invalidateQueries({ queryKey: ['challenge', challenge] });
}
