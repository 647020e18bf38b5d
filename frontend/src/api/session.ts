import { queryOptions, useQuery } from '@tanstack/react-query';
import { body, client } from './client';
import { Problem, problemOf } from './problem';
import type { components } from './schema';

export type Me = components['schemas']['Me'];
export type Company = components['schemas']['Company'];

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    // Not through the client: here a 401 is an answer, not the end of a session.
    const response = await fetch('/api/v1/me', { credentials: 'same-origin', signal }).catch(
      (cause: unknown) => {
        if (signal.aborted) throw cause;
        throw new Problem({ status: 0, code: 'network', title: 'No answer' });
      },
    );
    if (response.status === 401) return null;
    if (!response.ok) throw await problemOf(response);
    return (await response.json()) as Me;
  },
  staleTime: 60_000,
});

/** What the page shows before sign-in: the company's name and its departments in their fixed order. */
export const companyQuery = queryOptions({
  queryKey: ['company'],
  queryFn: ({ signal }) => body(client.GET('/company', { signal })),
  staleTime: Infinity,
});

/** The person signed in. Pages below the shell may rely on it: the shell shows them only to somebody signed in. */
export function useMe(): Me {
  const me = useQuery(meQuery).data;
  if (!me) throw new Error('useMe is used outside the signed-in shell');
  return me;
}

/** The address that signs in and comes back to where the reader is. */
export function signInAddress(returnTo: string): string {
  return `/auth/login?return_to=${encodeURIComponent(returnTo)}`;
}

/** Ends the session on the server and loads the landing page. */
export async function signOut(): Promise<void> {
  await fetch('/auth/logout', { method: 'POST', credentials: 'same-origin' });
  location.assign('/');
}
