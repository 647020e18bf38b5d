import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { body, client } from '../api/client';
import { Problem } from '../api/problem';
import type { components } from '../api/schema';
import { listed, patchEverywhere } from './cached';

type Idea = components['schemas']['Idea'];

/**
 * A function that fetches what is shown under a key again, after a random part of `within` ms, and once for all the askings
 * until then. What is held but not shown is marked old at once and fetched when it is shown.
 */
export function refetcher(queryClient: QueryClient): (key: QueryKey, within: number) => void {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  return (key, within) => {
    void queryClient.invalidateQueries({ queryKey: key, refetchType: 'none' });
    const name = JSON.stringify(key);
    if (waiting.has(name)) return;
    if (queryClient.getQueryCache().findAll({ queryKey: key, type: 'active' }).length === 0) return;
    const timer = setTimeout(() => {
      waiting.delete(name);
      void queryClient.invalidateQueries({ queryKey: key, refetchType: 'active' });
    }, Math.random() * within);
    waiting.set(name, timer);
  };
}

const refreshing = new Set<string>();

/**
 * Fetches one idea again within so many ms and puts it where the page holds it, without reading any list again. Nothing
 * happens where no list and no page holds it, or where what is held is at `version` already.
 */
export function refreshIdea(
  queryClient: QueryClient,
  id: string,
  version: number | undefined,
  within: number,
): void {
  const own = queryClient.getQueryData<Idea>(['idea', id]);
  const held = own ?? (listed(queryClient, ['ideas'], id) ? null : undefined);
  if (held === undefined || refreshing.has(id)) return;
  if (own && version !== undefined && own.version >= version) return;
  refreshing.add(id);
  setTimeout(() => {
    body(client.GET('/ideas/{id}', { params: { path: { id } } }))
      .then(
        (idea) => patchEverywhere<Idea>(queryClient, 'idea', id, (shown) => ({ ...shown, ...idea })),
        (error: unknown) => {
          // Hidden or gone for this reader: it leaves the lists; its own page says so when it fetches.
          if (error instanceof Problem && error.status === 404) {
            patchEverywhere<Idea>(queryClient, 'idea', id, () => undefined);
          }
        },
      )
      .finally(() => refreshing.delete(id));
  }, Math.random() * within);
}
