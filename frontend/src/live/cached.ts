import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Counts } from './envelope';

type Row = { id: string; counts: Counts };
type Page<T> = { items: T[]; next?: string };
type Listed<T> = Page<T> | { pages: Page<T>[]; pageParams: unknown[] };

/** What has votes and comments; its queries are `[kind, id]` for one and `[kinds, …]` for lists. */
export type CountedKind = 'idea' | 'concept';

const lists = {
  idea: 'ideas',
  concept: 'concepts',
  decision: 'decisions',
  challenge: 'challenges',
  insight: 'insight-list',
  commitment: 'commitments',
} as const;

function patchItems<T extends { id: string }>(
  items: T[],
  id: string,
  change: (row: T) => T | undefined,
): T[] {
  const at = items.findIndex((row) => row.id === id);
  if (at < 0) return items;
  const row = items[at]!;
  const next = change(row);
  if (next === row) return items;
  return next === undefined ? items.toSpliced(at, 1) : items.with(at, next);
}

/** The list with one row changed, or taken away where `change` gives undefined; the same object when nothing changed. */
export function patchList<T extends { id: string }>(
  data: Listed<T> | undefined,
  id: string,
  change: (row: T) => T | undefined,
): Listed<T> | undefined {
  if (!data) return data;
  if ('pages' in data) {
    let changed = false;
    const pages = data.pages.map((page) => {
      const items = patchItems(page.items, id, change);
      if (items === page.items) return page;
      changed = true;
      return { ...page, items };
    });
    return changed ? { ...data, pages } : data;
  }
  if (!Array.isArray(data.items)) return data;
  const items = patchItems(data.items, id, change);
  return items === data.items ? data : { ...data, items };
}

/** Changes one thing wherever the page holds it: on its own page and in every list. */
export function patchEverywhere<T extends { id: string }>(
  queryClient: QueryClient,
  kind: keyof typeof lists,
  id: string,
  change: (row: T) => T | undefined,
): void {
  queryClient.setQueryData<T>([kind, id], (row) => (row ? change(row) : row));
  queryClient.setQueriesData<Listed<T>>({ queryKey: [lists[kind]] }, (data) => patchList(data, id, change));
}

/** Changes the public counts of one thing wherever they are shown. */
export function patchCounts(
  queryClient: QueryClient,
  kind: CountedKind,
  id: string,
  change: (counts: Counts) => Counts,
): void {
  patchEverywhere<Row>(queryClient, kind, id, (row) => {
    const counts = change(row.counts);
    return sameCounts(counts, row.counts) ? row : { ...row, counts };
  });
}

/** The counts of one thing as the page holds them now. */
export function cachedCounts(queryClient: QueryClient, kind: CountedKind, id: string): Counts | undefined {
  const own = queryClient.getQueryData<Row>([kind, id]);
  if (own) return own.counts;
  for (const [, data] of queryClient.getQueriesData<Listed<Row>>({ queryKey: [lists[kind]] })) {
    const row = rowIn<Row>(data, id);
    if (row) return row.counts;
  }
  return undefined;
}

/** The row with this id in a list; undefined where there is none, or where the data are no list. */
export function rowIn<T extends { id: string }>(data: unknown, id: string): T | undefined {
  const list = data as { pages?: Page<T>[]; items?: T[] } | undefined;
  const rows = list?.pages ? list.pages.flatMap((page) => page.items) : list?.items;
  return Array.isArray(rows) ? rows.find((row) => row.id === id) : undefined;
}

/** A picture with one thing changed wherever it shows that with the field; the same object where it does not. */
export function wherever<T>(picture: T, id: string, field: string, change: (was: unknown) => unknown): T {
  if (Array.isArray(picture)) {
    const next = picture.map((each: unknown) => wherever(each, id, field, change));
    return next.some((each, at) => each !== picture[at]) ? (next as T) : picture;
  }
  if (typeof picture !== 'object' || picture === null) return picture;
  const shown = picture as Record<string, unknown>;
  if (shown.id === id && field in shown) {
    const value = change(shown[field]);
    return value === shown[field] ? picture : { ...picture, [field]: value };
  }
  let changed: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(shown)) {
    const next = wherever(value, id, field, change);
    if (next !== value) (changed ??= { ...shown })[name] = next;
  }
  return (changed as T | undefined) ?? picture;
}

/** Whether the data are a list with this row. */
export const holds = (data: unknown, id: string): boolean => rowIn(data, id) !== undefined;

/** Whether some list under `key` holds the id. */
export const listed = (queryClient: QueryClient, key: QueryKey, id: string): boolean =>
  queryClient.getQueriesData({ queryKey: key }).some(([, data]) => holds(data, id));

function sameCounts(a: Counts, b: Counts): boolean {
  return (
    a.agree === b.agree &&
    a.disagree === b.disagree &&
    a.pass === b.pass &&
    a.comments === b.comments &&
    a.my_vote === b.my_vote
  );
}
