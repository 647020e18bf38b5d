import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client, ifMatch } from '../../api/client';
import type { components } from '../../api/schema';

type Schemas = components['schemas'];
export type Commitment = Schemas['Commitment'];
export type CommitmentUpdate = Schemas['CommitmentUpdate'];
export type Status = Commitment['status'];

const first: string | undefined = undefined;

export const commitmentsQuery = infiniteQueryOptions({
  queryKey: ['commitments'],
  queryFn: ({ signal, pageParam }) =>
    body(client.GET('/commitments', { params: { query: { limit: 100, cursor: pageParam } }, signal })),
  initialPageParam: first,
  getNextPageParam: (page: { next?: string }) => page.next,
});

export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', { q }],
    queryFn: ({ signal }) => body(client.GET('/people', { params: { query: { q, limit: 8 } }, signal })),
    enabled: q !== '',
  });

export function useUpdateCommitment(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ version, change }: { version: number; change: CommitmentUpdate }) =>
      body(
        client.PATCH('/commitments/{id}', {
          params: { path: { id }, header: ifMatch(version) },
          body: change,
        }),
      ),
    onSettled: () => cache.invalidateQueries({ queryKey: ['commitments'] }),
  });
}
