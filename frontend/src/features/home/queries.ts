import { infiniteQueryOptions, type InfiniteData } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import type { components } from '../../api/schema';
import type { Envelope } from '../../live';

export type FeedPage = components['schemas']['Feed'];
export type FeedShown = InfiniteData<FeedPage, string | undefined>;

/** What has happened, newest first. The live channel adds to it, so it is not read again by itself. */
export const feedQuery = infiniteQueryOptions({
  queryKey: ['feed'],
  queryFn: ({ signal, pageParam }) =>
    body(client.GET('/feed', { params: { query: { limit: 30, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: FeedPage) => page.next,
  staleTime: Infinity,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
});

/** Lets arrivals into the feed, on top and once each. */
export function withArrivals(
  data: FeedShown | undefined,
  arrived: readonly Envelope[],
): FeedShown | undefined {
  const first = data?.pages[0];
  if (!data || !first) return data;
  const held = new Set(data.pages.flatMap((page) => page.items.map((item) => item.seq)));
  const fresh = arrived.filter((item) => !held.has(item.seq));
  if (fresh.length === 0) return data;
  const items = [...fresh, ...first.items].sort((a, b) => b.seq - a.seq);
  return { ...data, pages: [{ ...first, items }, ...data.pages.slice(1)] };
}
