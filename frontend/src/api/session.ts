import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
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

/** What the page shows before sign-in: the company's name and its departments in their fixed order. */
export const companyQuery = queryOptions({
  queryKey: ['company'],
  queryFn: ({ signal }) => body(client.GET('/company', { signal })),
  staleTime: Infinity,
});

const visited = 'talkoot.signedIn';

function remember(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(visited, 'yes');
    else localStorage.removeItem(visited);
  } catch {
    // Without storage the next visit asks one question after the other.
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(visited) !== null;
  } catch {
    return false;
  }
}

export type Session =
  | { state: 'asking' }
  | { state: 'failed'; error: Error; retry: () => void }
  | { state: 'nobody'; company: Company }
  | { state: 'signedIn'; me: Me; company: Company };

/**
 * Whose page this is. A browser that was signed in at its last visit asks for the company and the person at once; any
 * other asks for the company first, which says whether there is a session.
 */
export function useSession(): Session {
  const company = useQuery(companyQuery);
  const [atOnce] = useState(remembered);
  const me = useQuery({ ...meQuery, enabled: atOnce || company.data?.signed_in === true });
  const refused = me.error instanceof Problem && me.error.status === 401;
  const signedIn = me.data !== undefined;
  const nobody = !signedIn && (refused || (company.data?.signed_in === false && !me.isFetching));
  useEffect(() => {
    if (signedIn || nobody) remember(signedIn);
  }, [signedIn, nobody]);

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
  remember(false);
  location.assign('/');
}
