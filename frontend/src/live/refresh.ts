import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { body, client } from '../api/client';
import { Problem } from '../api/problem';
import { listed, patchEverywhere } from './cached';

/**
 * How often one page may read the same again: a few times at once, and then once in so many ms. At five events a second this keeps
 * thousands of pages below one request for a hundred that an event could cause, and nothing stays old for longer.
 */
const burst = 6;
const pauseShown = 5_000;
const pauseAside = 90_000;

/**
 * A function that fetches what is shown under a key again, after a random part of `within` ms, and once for all the askings
 * until then. What is held but not shown is marked old at once and fetched when it is shown.
 */
export function refetcher(queryClient: QueryClient): (key: QueryKey, within: number) => void {
  const waiting = new Set<string>();
  const free = new Map<string, number>(); // when a key would be free again without any burst
  return (key, within) => {
    void queryClient.invalidateQueries({ queryKey: key, refetchType: 'none' });
    const name = JSON.stringify(key);
    if (waiting.has(name)) return;
    if (queryClient.getQueryCache().findAll({ queryKey: key, type: 'active' }).length === 0) return;
    const pause = within > 1_000 ? pauseAside : pauseShown;
    const now = Date.now();
    const from = Math.max(now, free.get(name) ?? 0);
    free.set(name, from + pause);
    waiting.add(name);
    setTimeout(
      () => {
        waiting.delete(name);
        void queryClient.invalidateQueries({ queryKey: key, refetchType: 'active' });
      },
      Math.max(0, from - now - (burst - 1) * pause) + Math.random() * within,
    );
  };
}

const refreshing = new Set<string>();

type Row = { id: string; version: number };

/** How one of each is read, and the lists it stands in. */
const reads = {
  idea: {
    lists: 'ideas',
    read: (id: string) => body(client.GET('/ideas/{id}', { params: { path: { id } } })),
  },
  insight: {
    lists: 'insight-list',
    read: (id: string) => body(client.GET('/insights/{id}', { params: { path: { id } } })),
  },
} as const;

/**
 * Fetches one thing again within so many ms and puts it where the page holds it, without reading any list again. Nothing
 * happens where no list and no page holds it, or where what is held is at `version` already.
 */
export function refreshRow(
  queryClient: QueryClient,
  { kind, id }: { kind: string; id: string },
  version: number | undefined,
  within: number,
): void {
  if (!(kind in reads)) return;
  const one = kind as keyof typeof reads;
  const own = queryClient.getQueryData<Row>([one, id]);
  if (!own && !listed(queryClient, [reads[one].lists], id)) return;
  if (refreshing.has(id) || (own && version !== undefined && own.version >= version)) return;
  refreshing.add(id);
  setTimeout(() => {
    // What changes from now on may be missing in the answer, and asks again.
    refreshing.delete(id);
    reads[one].read(id).then(
      // Whole, as what it has no more must not stay.
      (fresh) => patchEverywhere<Row>(queryClient, one, id, () => fresh),
      (error: unknown) => {
        // Hidden or gone for this reader: it leaves the lists; its own page says so when it fetches.
        if (error instanceof Problem && error.status === 404) {
          patchEverywhere<Row>(queryClient, one, id, () => undefined);
        }
      },
    );
  }, Math.random() * within);
}
