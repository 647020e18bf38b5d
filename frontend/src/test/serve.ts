import { vi } from 'vitest';

/** For tests: a refusal of the server. */
export const problem = (code: string, fields: Record<string, string> = {}, detail?: string) => ({
  status: 422,
  code,
  title: code,
  detail,
  errors: Object.entries(fields).map(([field, words]) => ({ field, detail: words })),
});

export type Asked = { method: string; path: string; key: string | null; match: string | null; body: string };
type Answer = unknown;

/**
 * For tests: answers requests by "METHOD /path", where `*` stands for one step of the path. An answer is a body, a pair
 * of status and body, or a function that gives one of these. What is asked is added to `asked`.
 */
export function serve(asked: Asked[], answers: Record<string, Answer | ((request: Asked) => Answer)>): void {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const url = new URL(request.url);
    const path = url.pathname.replace('/api/v1', '');
    const one = {
      method: request.method,
      path: path + url.search,
      key: request.headers.get('Idempotency-Key'),
      match: request.headers.get('If-Match'),
      body: await request.clone().text(),
    };
    asked.push(one);
    const found =
      answers[`${request.method} ${path}`] ??
      answers[`${request.method} ${path.replace(/\/[^/]*\d[^/]*/g, '/*')}`];
    const answer: unknown = typeof found === 'function' ? (found as (request: Asked) => Answer)(one) : found;
    const [status, body] = (
      Array.isArray(answer) ? answer : answer === undefined ? [404, problem('not_found')] : [200, answer]
    ) as [number, unknown];
    if (status === 0) throw new TypeError('no network');
    return new Response(status === 204 ? null : JSON.stringify(body), {
      status,
      headers: { 'Content-Type': status < 300 ? 'application/json' : 'application/problem+json' },
    });
  });
}
