import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import type { components } from '../../api/schema';
import { placeOf } from '../../lib/places';

export type Hit = components['schemas']['SearchHit'];

const find = (q: string, limit: number, signal: AbortSignal) =>
  body(client.GET('/search', { params: { query: { q, limit } }, signal }));

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => find(q, 100, signal),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });

/** The page of what was found. */
export function pageOf({ kind, id, challenge }: Hit): string {
  return placeOf(kind, id) ?? (challenge ? `/challenges/${challenge.id}` : '/');
}

/** The first hits, for the command palette. */
export async function findFew(q: string, signal: AbortSignal): Promise<Hit[]> {
  return (await find(q, 8, signal)).items;
}
