import createClient from 'openapi-fetch';
import { sessionEnded } from './expired';
import { Problem, problemOf } from './problem';
import type { paths } from './schema';
import { tellSeen } from './seen';

async function fetchOrProblem(request: Request): Promise<Response> {
  let response: Response;
  tellSeen(request);
  try {
    response = await fetch(request);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw new Problem({ status: 0, code: 'network', title: 'No answer', detail: undefined });
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401) sessionEnded();
  throw problem;
}

/** The typed client of the specification. Every answer but a good one is thrown as a Problem. */
export const client = createClient<paths>({
  baseUrl: `${location.origin}/api/v1`,
  credentials: 'same-origin',
  fetch: fetchOrProblem,
});

/** The body of a good answer: `await body(client.GET('/me'))`. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/**
 * A key for one act of the reader. Make it when the act begins (the form opens) and send it with every attempt, so that
 * a repeated attempt after a lost answer makes no second row.
 */
export function idempotencyKey(): string {
  return (
    crypto.randomUUID?.() ??
    [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16)).join('')
  );
}

/** The header of a POST that may be repeated. */
export function once(key: string): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': key };
}

/** The header that refuses a change (412) when somebody else has changed the thing since it was read. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}
