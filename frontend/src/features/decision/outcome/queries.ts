import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../../api/client';
import type { components } from '../../../api/schema';
import { decisionQuery, type Decision, type Result } from '../queries';

type Schemas = components['schemas'];
export type Round = Schemas['Round'];
export type SignOff = Schemas['SignOff'];
export type Choice = Schemas['Consent'];
export type PathStep = Schemas['PathStep'];
export type Reason = Schemas['Reason'];
export type Commitment = Schemas['Commitment'];

/** The states in which nothing of a decision changes any more. */
export const ended: ReadonlySet<Decision['state']> = new Set([
  'adopted',
  'not_adopted',
  'no_consensus',
  'inquorate',
  'closed',
]);

const resultOf = (id: string) => (signal: AbortSignal) =>
  body(client.GET('/decisions/{id}/result', { params: { path: { id } }, signal }));

/** What has been counted so far. It grows with each step after the close, so that each step reads it anew. */
export const outcomeQuery = ({ id, state, cycle, version }: Pick<Decision, 'id'> & Partial<Decision>) =>
  queryOptions({
    queryKey: ['result', id, state, cycle, version],
    queryFn: ({ signal }): Promise<Result> => resultOf(id)(signal),
    placeholderData: keepPreviousData,
    ...(state && ended.has(state) && { staleTime: Infinity }),
  });

/** The count of a round that followed from a decision; it never changes once that round has closed. */
export const roundResultQuery = (id: string) =>
  queryOptions({
    queryKey: ['result', id, 'round'],
    queryFn: ({ signal }) => resultOf(id)(signal),
    staleTime: Infinity,
  });

/** Why the panel sees it so, without the authors unless they have signed. */
export const reasonsQuery = (id: string) =>
  queryOptions({
    queryKey: ['reasons', id],
    queryFn: ({ signal }) =>
      body(client.GET('/decisions/{id}/reasons', { params: { path: { id } }, signal })),
  });

/** What a decision has put on the roadmap. The roadmap is read whole: no answer of it asks for one decision. */
export const commitmentsOf = (decision: string) =>
  queryOptions({
    queryKey: ['commitments', 'of', decision],
    queryFn: async ({ signal }) => {
      const found: Commitment[] = [];
      let cursor: string | undefined;
      do {
        const page = await body(
          client.GET('/commitments', { params: { query: { limit: 100, cursor } }, signal }),
        );
        found.push(...page.items.filter((commitment) => commitment.decision?.id === decision));
        cursor = page.next;
      } while (cursor);
      return found;
    },
  });

/** The record zip. Fetched once a chain head; after that the recount needs no connection. */
export const recordQuery = (id: string, chainHead: string) =>
  queryOptions({
    queryKey: ['record', id, chainHead],
    queryFn: async ({ signal }) =>
      new Uint8Array(
        await body(
          client.GET('/decisions/{id}/record', { params: { path: { id } }, parseAs: 'arrayBuffer', signal }),
        ),
      ),
    staleTime: Infinity,
    gcTime: Infinity,
    networkMode: 'always',
    retry: false,
  });

/** Keeps the decision that an act answered with; what hangs on it is read again. */
function useDecided() {
  const cache = useQueryClient();
  return (decision: Decision) => {
    cache.setQueryData(decisionQuery(decision.id).queryKey, decision);
    for (const key of ['decisions', 'me']) void cache.invalidateQueries({ queryKey: [key] });
  };
}

export function useSignOff(id: string) {
  const decided = useDecided();
  return useMutation({
    mutationFn: (given: Schemas['SignOffGive']) =>
      body(client.POST('/decisions/{id}/sign-off', { params: { path: { id } }, body: given })),
    onSuccess: decided,
  });
}

export function useSecondRound(id: string) {
  const decided = useDecided();
  return useMutation({
    mutationFn: () => body(client.POST('/decisions/{id}/second-round', { params: { path: { id } } })),
    onSuccess: decided,
  });
}

export function useSignReasons(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (key: string) =>
      body(client.POST('/decisions/{id}/reasons/sign', { params: { path: { id } }, body: { key } })),
    onSuccess: (reasons) => cache.setQueryData(reasonsQuery(id).queryKey, reasons),
  });
}
