import { renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { body, client, ifMatch, once } from './client';
import { useSessionExpired } from './expired';
import { Problem } from './problem';
import { heard } from './seen';

function answer(status: number, json: unknown, type = 'application/problem+json') {
  return vi.spyOn(globalThis, 'fetch').mockResolvedValue(
    new Response(typeof json === 'string' ? json : JSON.stringify(json), {
      status,
      headers: { 'Content-Type': type },
    }),
  );
}

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => {
      throw new Error('not refused');
    },
    (error: unknown) => error as Problem,
  );

afterEach(() => vi.restoreAllMocks());

test('a good answer is its body; the request goes to the API with the session', async () => {
  const fetched = answer(200, { id: 'i1' }, 'application/json');
  const idea = await body(
    client.POST('/challenges/{id}/ideas', {
      params: { path: { id: 'c 1' }, header: once('key-1') },
      body: { title: 'One contact' },
    }),
  );
  expect(idea.id).toBe('i1');
  const request = fetched.mock.calls[0]![0] as Request;
  expect(new URL(request.url).pathname).toBe('/api/v1/challenges/c%201/ideas');
  expect(request.credentials).toBe('same-origin');
  expect(request.headers.get('Idempotency-Key')).toBe('key-1');
  expect(await request.json()).toEqual({ title: 'One contact' });
});

test('a version goes out as a quoted If-Match', () => {
  expect(ifMatch(4)).toEqual({ 'If-Match': '"4"' });
});

test('a refusal is a Problem with the fields to mend', async () => {
  answer(422, {
    type: 'about:blank',
    title: 'Invalid',
    status: 422,
    code: 'invalid',
    detail: 'The title is missing.',
    errors: [{ field: 'title', detail: 'Write a title.' }],
  });
  const problem = await refusal(client.GET('/challenges'));
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({
    status: 422,
    code: 'invalid',
    message: 'The title is missing.',
    fields: { title: 'Write a title.' },
    temporary: false,
  });
});

test('an answer of something in between is a Problem too', async () => {
  answer(502, '<html>Bad gateway</html>', 'text/html');
  expect(await refusal(client.GET('/challenges'))).toMatchObject({
    status: 502,
    code: 'http_502',
    temporary: true,
  });
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'));
  expect(await refusal(client.GET('/challenges'))).toMatchObject({
    status: 0,
    code: 'network',
    temporary: true,
  });
});

test('a 401 marks the session as ended', async () => {
  const { result, rerender } = renderHook(() => useSessionExpired());
  expect(result.current).toBe(false);
  answer(401, { type: 'about:blank', title: 'Sign in', status: 401, code: 'unauthenticated' });
  expect(await refusal(client.GET('/challenges'))).toMatchObject({ status: 401 });
  rerender();
  expect(result.current).toBe(true);
});

test('a request tells how far the page has heard, once it has heard anything, and a change does not', async () => {
  const seen = async (ask: () => Promise<unknown>) => {
    const fetched = answer(200, { items: [] }, 'application/json');
    await ask();
    const request = fetched.mock.calls.at(-1)![0] as Request;
    return request.headers.get('Talkoot-Seen');
  };
  const read = () => seen(() => client.GET('/challenges'));
  expect(await read()).toBeNull();
  heard(0);
  expect(await read()).toBe('0');
  heard(41);
  heard(7);
  expect(await read()).toBe('41');
  expect(
    await seen(() =>
      client.POST('/ideas/{id}/comments', { params: { path: { id: 'i' } }, body: { body: 'b' } }),
    ),
  ).toBeNull();
});
