import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { somebody } from '../test/render';
import { firstSeqQuery, useSession } from './session';

const company = { name: 'Havulinna ICT (fictional)', demonstration: true, departments: [], signed_in: true };

/** Answers by path, in the order asked; the last answer of a path stays. */
function server(answers: Record<string, [number, unknown][]>) {
  const asked: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation((request) => {
    const path = new URL((request as Request).url).pathname;
    asked.push(path);
    const list = answers[path] ?? [[404, {}]];
    const [status, json] = (list.length > 1 ? list.shift() : list[0])!;
    const type = status < 300 ? 'application/json' : 'application/problem+json';
    return Promise.resolve(new Response(JSON.stringify(json), { status, headers: { 'Content-Type': type } }));
  });
  return asked;
}

function session() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  );
  return { queries, ...renderHook(() => useSession(), { wrapper }) };
}

const refusal: [number, unknown] = [401, { type: 'about:blank', title: 'Sign in', status: 401, code: 'x' }];

afterEach(() => vi.restoreAllMocks());

test('without a session the person is not even asked for', async () => {
  const asked = server({ '/api/v1/company': [[200, { ...company, signed_in: false }]] });
  const { result } = session();
  await waitFor(() => expect(result.current.state).toBe('nobody'));
  expect(asked).toEqual(['/api/v1/company']);
});

test('one answer brings the person and the number that the live channel begins after', async () => {
  const asked = server({ '/api/v1/company': [[200, { ...company, me: somebody, seq: 41 }]] });
  const { queries, result } = session();
  await waitFor(() => expect(result.current.state).toBe('signedIn'));
  expect(await queries.fetchQuery(firstSeqQuery)).toBe(41);
  expect(asked).toEqual(['/api/v1/company']);
});

test('a session that ended meanwhile is found out', async () => {
  server({ '/api/v1/company': [[200, company]], '/api/v1/me': [refusal] });
  const { result } = session();
  await waitFor(() => expect(result.current.state).toBe('nobody'));
});

test('a session that ends while somebody writes leaves the page as it is', async () => {
  server({ '/api/v1/company': [[200, company]], '/api/v1/me': [[200, somebody], refusal] });
  const { queries, result } = session();
  await waitFor(() => expect(result.current.state).toBe('signedIn'));
  await act(() => queries.refetchQueries({ queryKey: ['me'] }));
  expect(result.current.state).toBe('signedIn');
});

test('a server that does not answer is told, and can be asked again', async () => {
  server({
    '/api/v1/company': [
      [503, { type: 'about:blank', title: 'Busy', status: 503, code: 'busy' }],
      [200, company],
    ],
    '/api/v1/me': [[200, somebody]],
  });
  const { result } = session();
  await waitFor(() => expect(result.current.state).toBe('failed'));
  act(() => {
    if (result.current.state === 'failed') result.current.retry();
  });
  await waitFor(() => expect(result.current.state).toBe('signedIn'));
});
