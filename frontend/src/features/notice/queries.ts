import { infiniteQueryOptions, useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import type { components } from '../../api/schema';
import type { Me } from '../../api/session';

export type Notice = components['schemas']['Notice'];
export type NoticeList = components['schemas']['NoticeList'];
export type NoticesShown = InfiniteData<NoticeList, string | undefined>;

export const noticesQuery = infiniteQueryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal, pageParam }) =>
    body(client.GET('/notices', { params: { query: { limit: 30, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: NoticeList) => page.next,
});

/** Marks everything up to a number as read; the badge goes at once. */
export function useRead() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (upTo: number) => body(client.PUT('/notices/read', { body: { up_to: upTo } })),
    onSuccess: () => {
      cache.setQueryData<Me>(['me'], (me) => (me ? { ...me, unread: 0 } : me));
    },
    onSettled: () => void cache.invalidateQueries({ queryKey: ['me'] }),
  });
}
