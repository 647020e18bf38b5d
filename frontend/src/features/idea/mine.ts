import { infiniteQueryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import type { components } from '../../api/schema';

export type Idea = components['schemas']['Idea'];

// Apart from the other queries, as the first page needs this one alone.
/** The reader's own ideas in every challenge, newest first. */
export const myIdeasQuery = infiniteQueryOptions({
  queryKey: ['ideas', 'mine'],
  queryFn: ({ signal, pageParam }) =>
    body(
      client.GET('/ideas', {
        params: { query: { mine: true, sort: 'new', limit: 30, cursor: pageParam } },
        signal,
      }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: components['schemas']['IdeaList']) => page.next,
});
