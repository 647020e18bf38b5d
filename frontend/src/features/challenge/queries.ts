import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { body, client, ifMatch, once } from '../../api/client';
import type { components } from '../../api/schema';

export type Challenge = components['schemas']['Challenge'];
export type ChallengeList = components['schemas']['ChallengeList'];
export type Phase = components['schemas']['Phase'];
export type PhaseName = components['schemas']['PhaseName'];
export type ChallengeInput = components['schemas']['ChallengeCreate'];

/** Every challenge the reader may see, newest first. A company has few at a time, so most readers need one page. */
export const challengesQuery = infiniteQueryOptions({
  queryKey: ['challenges'],
  queryFn: ({ signal, pageParam }) =>
    body(client.GET('/challenges', { params: { query: { limit: 50, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: ChallengeList) => page.next,
});

export const challengeQuery = (id: string) =>
  queryOptions({
    queryKey: ['challenge', id],
    queryFn: ({ signal }) => body(client.GET('/challenges/{id}', { params: { path: { id } }, signal })),
  });

/** People who may run a challenge. */
export const facilitatorsQuery = queryOptions({
  queryKey: ['people', 'facilitator'],
  queryFn: ({ signal }) =>
    body(client.GET('/people', { params: { query: { role: 'facilitator', limit: 100 } }, signal })),
});

export const createChallenge = (input: ChallengeInput, key: string): Promise<Challenge> =>
  body(client.POST('/challenges', { params: { header: once(key) }, body: input }));

export const updateChallenge = (
  id: string,
  version: number,
  change: components['schemas']['ChallengeUpdate'],
): Promise<Challenge> =>
  body(
    client.PATCH('/challenges/{id}', {
      params: { path: { id }, header: ifMatch(version) },
      body: change,
    }),
  );
