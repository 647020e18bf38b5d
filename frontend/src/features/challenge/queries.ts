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

export const archiveChallenge = (id: string, archive: boolean): Promise<Challenge> =>
  archive
    ? body(client.POST('/challenges/{id}/archive', { params: { path: { id } } }))
    : body(client.DELETE('/challenges/{id}/archive', { params: { path: { id } } }));

export type Theme = Challenge['themes'][number];
export type ThemeInput = components['schemas']['ThemesWrite']['themes'][number];

export const putThemes = (id: string, version: number, themes: ThemeInput[]): Promise<Challenge> =>
  body(
    client.PUT('/challenges/{id}/themes', {
      params: { path: { id }, header: ifMatch(version) },
      body: { themes },
    }),
  );

export type Coverage = components['schemas']['Coverage']['themes'][number];

export const coverageQuery = (id: string) =>
  queryOptions({
    queryKey: ['coverage', id],
    queryFn: ({ signal }) =>
      body(client.GET('/challenges/{id}/coverage', { params: { path: { id } }, signal })),
  });

export type Idea = components['schemas']['Idea'];
type IdeaList = components['schemas']['IdeaList'];

/** The ideas of a challenge by their answer, newest first. The key is one of the lists that the live channel keeps true. */
export const owedQuery = (id: string, answer: 'owed' | 'overdue') =>
  infiniteQueryOptions({
    queryKey: ['ideas', id, { answer }],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/challenges/{id}/ideas', {
          params: { path: { id }, query: { answer, limit: 100, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: IdeaList) => page.next,
  });

export const answerIdeas = (
  id: string,
  answers: components['schemas']['AnswersWrite'],
): Promise<components['schemas']['Answered']> =>
  body(client.POST('/challenges/{id}/answers', { params: { path: { id } }, body: answers }));
