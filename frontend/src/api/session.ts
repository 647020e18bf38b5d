import { queryOptions, useQuery } from '@tanstack/react-query';
import { body, client } from './client';
import { Problem } from './problem';
import type { components } from './schema';

export type Me = components['schemas']['Me'];
export type Company = components['schemas']['Company'];

/** Who is signed in. Asked for only with a session; should that have ended, what was known stays known, so that the
 * page and what is being written on it stay too. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => body(client.GET('/me', { signal })),
  staleTime: 60_000,
});

/**
 * The number the log had when the page was opened. It is read before anything else, so that no change falls between what was read and
 * what the socket tells.
 */
export const firstSeqQuery = queryOptions({
  queryKey: ['live'],
  queryFn: async ({ signal }) =>
    (await body(client.GET('/feed', { params: { query: { limit: 1 } }, signal }))).seq,
  staleTime: Infinity,
  gcTime: Infinity,
});

/** Whose page it is: the company's name, its departments in their fixed order and, with a session, who asks. */
export const companyQuery = queryOptions({
  queryKey: ['company'],
  queryFn: async ({ client: cache, signal }) => {
    const company = await body(client.GET('/company', { signal }));
    if (company.seq !== undefined) cache.setQueryData(firstSeqQuery.queryKey, company.seq);
    if (company.me) cache.setQueryData(meQuery.queryKey, company.me);
    return company;
  },
  staleTime: Infinity,
});

export type Session =
  | { state: 'asking' }
  | { state: 'failed'; error: Error; retry: () => void }
  | { state: 'nobody'; company: Company }
  | { state: 'signedIn'; me: Me; company: Company };

/** Whose page this is. The first answer tells all of it. */
export function useSession(): Session {
  const company = useQuery(companyQuery);
  const me = useQuery({ ...meQuery, enabled: company.data?.signed_in === true });
  const refused = me.error instanceof Problem && me.error.status === 401;
  const signedIn = me.data !== undefined;
  const nobody = !signedIn && (refused || (company.data?.signed_in === false && !me.isFetching));
  if (company.data && me.data) return { state: 'signedIn', me: me.data, company: company.data };
  if (company.data && nobody) return { state: 'nobody', company: company.data };
  const failed = company.isError ? company : me.isError && !refused ? me : undefined;
  if (failed?.error) {
    return { state: 'failed', error: failed.error, retry: () => void failed.refetch() };
  }
  return { state: 'asking' };
}

/** The person signed in. Pages below the shell may rely on it: the shell shows them only to somebody signed in. */
export function useMe(): Me {
  const me = useQuery(meQuery).data;
  if (!me) throw new Error('useMe is used outside the signed-in shell');
  return me;
}

/** Ends the session on the server and loads the landing page. */
export async function signOut(): Promise<void> {
  await fetch('/auth/logout', { method: 'POST', credentials: 'same-origin' });
  location.assign('/');
}
