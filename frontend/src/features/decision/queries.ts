import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client, ifMatch, once } from '../../api/client';
import { Problem } from '../../api/problem';
import type { components } from '../../api/schema';

type Schemas = components['schemas'];
export type Decision = Schemas['Decision'];
export type Result = Schemas['Result'];
export type Ballot = Schemas['Ballot'];
export type Receipt = Schemas['Receipt'];
export type Person = Schemas['Person'];
export type Concept = Schemas['Concept'];
export type Challenge = Schemas['Challenge'];
export type DecisionCreate = Schemas['DecisionCreate'];
export type DecisionUpdate = Schemas['DecisionUpdate'];
export type Round = Schemas['Round'];
export type Proxy = Schemas['Proxy'];
export type ReasonWrite = Schemas['ReasonWrite'];

const first: string | undefined = undefined;
const following = (page: { next?: string }) => page.next;

export const decisionsQuery = infiniteQueryOptions({
  queryKey: ['decisions'],
  queryFn: ({ signal, pageParam }) =>
    body(client.GET('/decisions', { params: { query: { cursor: pageParam } }, signal })),
  initialPageParam: first,
  getNextPageParam: following,
});

const eager = 5_000; // ms; how soon the page asks again once a closing time has passed

export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: ['decision', id],
    queryFn: ({ signal }) => body(client.GET('/decisions/{id}', { params: { path: { id } }, signal })),
    // The live channel brings turnout and the close; past the closing time the page does not wait for it.
    refetchInterval: ({ state: { data } }) =>
      data && (data.state === 'closed' || (data.state === 'open' && Date.parse(data.closes_at) < Date.now()))
        ? eager
        : false,
  });

/** A candidate with its canvas; the same cache entry as the concept's own page. */
export const candidateQuery = (id: string) =>
  queryOptions({
    queryKey: ['concept', id],
    queryFn: ({ signal }) => body(client.GET('/concepts/{id}', { params: { path: { id } }, signal })),
  });

/** The concepts of a challenge that can come on a ballot, most supported first. */
export const candidatesQuery = (challenge: string) =>
  infiniteQueryOptions({
    queryKey: ['concepts', challenge, { sort: 'top', limit: 100 }],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/challenges/{id}/concepts', {
          params: { path: { id: challenge }, query: { sort: 'top', limit: 100, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: first,
    getNextPageParam: following,
    enabled: challenge !== '',
  });

/** The challenges whose reader may prepare a decision in them now, and the rest. */
export const challengeChoicesQuery = infiniteQueryOptions({
  queryKey: ['challenges', { limit: 100 }],
  queryFn: ({ signal, pageParam }) =>
    body(client.GET('/challenges', { params: { query: { limit: 100, cursor: pageParam } }, signal })),
  initialPageParam: first,
  getNextPageParam: following,
});

export const leadersQuery = queryOptions({
  queryKey: ['people', { role: 'leader' }],
  queryFn: ({ signal }) =>
    body(client.GET('/people', { params: { query: { role: 'leader', limit: 100 } }, signal })),
});

export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', { q }],
    queryFn: ({ signal }) => body(client.GET('/people', { params: { query: { q, limit: 8 } }, signal })),
    enabled: q !== '',
  });

/** Puts a decision in the cache and lets the lists be fetched again. */
function useKeep() {
  const cache = useQueryClient();
  return (decision: Decision) => {
    cache.setQueryData(decisionQuery(decision.id).queryKey, decision);
    return Promise.all([
      cache.invalidateQueries({ queryKey: ['decisions'] }),
      cache.invalidateQueries({ queryKey: ['me'] }),
    ]);
  };
}

export function useCreateDecision() {
  const keep = useKeep();
  return useMutation({
    mutationFn: ({ key, draft }: { key: string; draft: DecisionCreate }) =>
      body(client.POST('/decisions', { params: { header: once(key) }, body: draft })),
    onSuccess: (decision) => void keep(decision),
  });
}

export function useUpdateDecision(id: string, onSaved: () => void) {
  const cache = useQueryClient();
  const keep = useKeep();
  return useMutation({
    mutationFn: ({ version, draft }: { version: number; draft: DecisionUpdate }) =>
      body(
        client.PATCH('/decisions/{id}', { params: { path: { id }, header: ifMatch(version) }, body: draft }),
      ),
    onSuccess: (decision) => {
      onSaved();
      void keep(decision);
    },
    onError: (error) => {
      // Somebody else has saved: the page reads theirs.
      if (error instanceof Problem && error.status === 412) {
        void cache.invalidateQueries({ queryKey: ['decision', id] });
      }
    },
  });
}

export function useOpenDecision() {
  const keep = useKeep();
  return useMutation({
    mutationFn: (id: string) => body(client.POST('/decisions/{id}/open', { params: { path: { id } } })),
    onSuccess: (decision) => void keep(decision),
  });
}

export function useCloseDecision(id: string) {
  const keep = useKeep();
  return useMutation({
    mutationFn: () => body(client.POST('/decisions/{id}/close', { params: { path: { id } } })),
    onSuccess: (decision) => void keep(decision),
  });
}

export function useDiscardDecision(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => body(client.DELETE('/decisions/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      cache.removeQueries({ queryKey: ['decision', id] });
      void cache.invalidateQueries({ queryKey: ['decisions'] });
    },
  });
}

/** Moves the closing time, once. */
export function useExtendDecision(id: string) {
  const keep = useKeep();
  return useMutation({
    mutationFn: (closesAt: string) =>
      body(
        client.POST('/decisions/{id}/extend', { params: { path: { id } }, body: { closes_at: closesAt } }),
      ),
    onSuccess: (decision) => void keep(decision),
  });
}

export function useRemindPanel(id: string) {
  return useMutation({
    mutationFn: () => body(client.POST('/decisions/{id}/remind', { params: { path: { id } } })),
  });
}

/** Enters the ballot of somebody absent. */
export function useEnterProxy(id: string) {
  const keep = useKeep();
  return useMutation({
    mutationFn: ({ person, proxy }: { person: string; proxy: Proxy }) =>
      body(client.PUT('/decisions/{id}/proxies/{person}', { params: { path: { id, person } }, body: proxy })),
    onSuccess: (decision) => void keep(decision),
  });
}

export function useRemoveProxy(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (person: string) =>
      body(client.DELETE('/decisions/{id}/proxies/{person}', { params: { path: { id, person } } })),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['decision', id] }),
  });
}

/** Writes one reason; empty words take it back. Nothing of it is fetched again: nobody reads it before the close. */
export function useWriteReason(id: string) {
  return useMutation({
    mutationFn: (reason: ReasonWrite) =>
      body(client.PUT('/decisions/{id}/reasons', { params: { path: { id } }, body: reason })),
  });
}

const longest = 15_000; // ms between two attempts to send a ballot

/** Sends a ballot and goes on trying while the server cannot be reached; the same nonce makes every attempt the same. */
export function useCastBallot(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (ballot: Ballot) =>
      body(client.PUT('/decisions/{id}/ballot', { params: { path: { id } }, body: ballot })),
    retry: (_failures, error) => error instanceof Problem && error.temporary,
    retryDelay: (failures) => Math.min(1000 * 2 ** failures, longest),
    onSuccess: () => {
      cache.setQueryData(decisionQuery(id).queryKey, (before) => before && { ...before, voted: true });
      // The decision that a round belongs to shows it too.
      void cache.invalidateQueries({ queryKey: ['decision'] });
      void cache.invalidateQueries({ queryKey: ['decisions'] });
      void cache.invalidateQueries({ queryKey: ['me'] });
    },
  });
}
