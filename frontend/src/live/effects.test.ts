import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { apply } from './apply';
import { feedArrived, forgetArrivals, takeFeedArrivals, takeIdeaArrivals } from './arrivals';
import { effectOf, fill, knownKinds } from './effects';
import table from './effects.json';
import type { Envelope } from './envelope';
import { refetcher } from './refresh';

// The table that the server's tests hold against a fresh fetch after every change, through the code that a page runs.

const sources = import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../**/*.test.*'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** What an envelope of a kind is about: most kinds are named for it. */
const refKind = (kind: string): Envelope['ref']['kind'] =>
  kind === 'insight.imported' || kind === 'insight.withdrawn'
    ? 'insight_import'
    : (kind.split('.')[0] as Envelope['ref']['kind']);

const envelope = (kind: string, more: Partial<Envelope> = {}): Envelope => ({
  seq: 7,
  kind,
  ref: { kind: refKind(kind), id: 'x1' },
  at: '2026-11-26T14:00:00Z',
  challenge: 'c1',
  story: false,
  summary: {
    title: 'New',
    version: 2,
    counts: { agree: 5, disagree: 0, pass: 0, comments: 1 },
    turnout: { voted: 2, panel: 3 },
    target: {
      kind: kind.startsWith('comment') || kind.startsWith('idea') ? 'idea' : 'sticking_point',
      id: 't1',
      title: 'T',
    },
  },
  ...more,
});

let queryClient: QueryClient;
const queries = () => queryClient.getQueryCache().getAll();
const run = (told: Envelope) => apply({ queryClient, me: 'p1', refetch: refetcher(queryClient) }, told);

beforeEach(() => {
  queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.reject(new TypeError('no network')));
});
afterEach(forgetArrivals);

describe('the table of what an activity does', () => {
  const templates = (line: object): unknown[][] =>
    ['shown', 'aside', 'old', 'rows', 'own'].flatMap(
      (when) => (line as Record<string, unknown[][]>)[when] ?? [],
    );
  const lines = [...Object.values(table.groups), ...Object.values(table.kinds), table.unknown];

  test('names groups that are there', () => {
    for (const line of lines) {
      for (const name of (line as { also?: string[] }).also ?? [])
        expect(Object.keys(table.groups)).toContain(name);
    }
  });

  test('names no query that no page has', () => {
    const text = Object.values(sources).join('\n');
    const names = new Set(lines.flatMap(templates).map(([name]) => String(name)));
    const unused = [...names].filter((name) => !text.includes(`queryKey: ['${name}'`));
    expect(unused).toEqual([]);
  });

  const one = {
    id: 'x1',
    counts: { agree: 1, disagree: 0, pass: 0, comments: 0 },
    turnout: { voted: 0, panel: 3 },
    version: 1,
  };

  test.each(knownKinds)('%s marks exactly what its line says', (kind) => {
    const told = envelope(kind);
    const { shown, aside, old, rows } = effectOf(kind);
    const marked: QueryKey[] = [];
    for (const template of [...shown, ...aside, ...old, ...rows]) {
      const key = fill(template, told);
      if (!key) continue;
      const special = String(key.at(-1));
      if (!special.startsWith('@')) {
        const held = kind.endsWith('.posted') ? [] : [{ id: 'x1', version: 1, deleted: false }];
        queryClient.setQueryData(key, rows.includes(template) ? { items: held } : one);
        marked.push(key);
        continue;
      }
      // One that has to do with it, and one that has not.
      const about =
        special === '@challenge' ? { challenge: { id: 'c1' } } : { pages: [{ items: [{ id: 'x1' }] }] };
      queryClient.setQueryData([...key.slice(0, -1), 'near'], about);
      queryClient.setQueryData([...key.slice(0, -1), 'far'], { challenge: { id: 'c2' }, pages: [] });
      marked.push([...key.slice(0, -1), 'near']);
    }
    queryClient.setQueryData(['company'], {});
    run(told);
    const under = (key: QueryKey, of: QueryKey) =>
      of.every((part, at) => JSON.stringify(part) === JSON.stringify(key[at]));
    const wrong = queries()
      .filter((query) => marked.some((key) => under(query.queryKey, key)) !== query.state.isInvalidated)
      .map((query) => query.queryKey);
    expect(wrong).toEqual([]);
    expect(globalThis.fetch).not.toHaveBeenCalled(); // nobody looks at any of it
  });

  test('an idea posted has its challenge counted in place, and read again by its author alone', () => {
    const challenge = (id: string, theme: string) => ({
      id,
      counts: {
        ideas: 1,
        concepts: 4,
        departments: 1,
        my_ideas: 1,
        my_votes: 3,
        answers_owed: 0,
        answers_overdue: 0,
      },
      themes: [{ id: theme, name: 'Theme', ideas: 0 }],
    });
    queryClient.setQueryData(['challenge', 'c1'], challenge('c1', 't1'));
    queryClient.setQueryData(['challenges', 'open'], {
      items: [challenge('c1', 't1'), challenge('c2', 't2')],
    });
    const gathered = { ideas: 2, departments: 2, answers_owed: 1, theme: { id: 't1', ideas: 1 } };
    const posted = envelope('idea.posted', {
      summary: { title: 'New', gathered },
      actor: { id: 'p2', name: 'Åsa', department: '' },
    });
    run(posted);
    const counted = {
      counts: {
        ideas: 2,
        concepts: 4,
        departments: 2,
        my_ideas: 1,
        my_votes: 3,
        answers_owed: 1,
        answers_overdue: 0,
      },
      themes: [{ ideas: 1 }],
    };
    expect(queryClient.getQueryData(['challenge', 'c1'])).toMatchObject(counted);
    expect(queryClient.getQueryData(['challenges', 'open'])).toMatchObject({
      items: [counted, challenge('c2', 't2')],
    });
    const marked = () => queries().filter(({ state }) => state.isInvalidated).length;
    expect(marked()).toBe(0);
    run({ ...posted, actor: { id: 'p1', name: 'Aino', department: '' } });
    expect(marked()).toBe(2);
  });

  test('of a kind that is not known yet has the challenge read again', () => {
    queryClient.setQueryData(['challenge', 'c1'], {});
    run(envelope('idea.painted'));
    expect(queryClient.getQueryState(['challenge', 'c1'])!.isInvalidated).toBe(true);
  });
});

describe('what is changed in place', () => {
  const row = (more: object) => ({
    id: 'x1',
    counts: { agree: 1, disagree: 0, pass: 0, comments: 0, my_vote: 1 },
    version: 1,
    ...more,
  });
  const has = (patch: string) => knownKinds.filter((kind) => effectOf(kind).patch.has(patch as 'counts'));

  test.each(has('counts').filter((kind) => !kind.startsWith('comment')))('counts by %s', (kind) => {
    const noun = refKind(kind);
    queryClient.setQueryData([noun, 'x1'], row({}));
    queryClient.setQueryData(['journey-map', 'j1', {}], { stages: [{ ideas: [{ id: 'x1', support: 1 }] }] });
    run(envelope(kind));
    const counts = { agree: 5, disagree: 0, pass: 0, comments: 1, my_vote: 1 };
    expect(queryClient.getQueryData([noun, 'x1'])).toMatchObject({ counts });
    expect(queryClient.getQueryData(['journey-map', 'j1', {}])).toEqual({
      stages: [{ ideas: [{ id: 'x1', support: 5 }] }],
    });
  });

  test.each(has('counts').filter((kind) => kind.startsWith('comment')))(
    'counts of what is said on, by %s',
    (kind) => {
      queryClient.setQueryData(['ideas', 'c1', {}], { items: [{ ...row({}), id: 't1' }] });
      run(envelope(kind));
      expect(queryClient.getQueryData(['ideas', 'c1', {}])).toMatchObject({
        items: [{ counts: { agree: 5, comments: 1 } }],
      });
    },
  );

  test.each(has('turnout'))('turnout by %s', (kind) => {
    queryClient.setQueryData(['decisions'], { items: [row({ turnout: { voted: 1, panel: 3 } })] });
    run(envelope(kind));
    expect(queryClient.getQueryData(['decisions'])).toMatchObject({
      items: [{ turnout: { voted: 2, panel: 3 } }],
    });
  });

  test.each(has('followers'))('followers by %s', (kind) => {
    queryClient.setQueryData(['commitments'], { items: [row({ followers: 1 })] });
    run(envelope(kind));
    expect(queryClient.getQueryData(['commitments'])).toMatchObject({ items: [{ followers: 5 }] });
  });

  test.each(has('gone'))('what is gone by %s', (kind) => {
    const list = kind.startsWith('idea') ? ['ideas', 'c1', {}] : ['insight-list', {}];
    queryClient.setQueryData(list, { items: [row({}), { ...row({}), id: 'x2' }] });
    run(envelope(kind));
    expect(queryClient.getQueryData(list)).toMatchObject({ items: [{ id: 'x2' }] });
  });

  test.each(has('hushed'))('the story by %s', (kind) => {
    const told = envelope('idea.posted', { seq: 1, ref: { kind: refKind(kind), id: 'x1' }, story: true });
    const other = envelope('idea.posted', { seq: 2, ref: { kind: 'idea', id: 'x2' }, story: true });
    queryClient.setQueryData(['feed'], { pages: [{ items: [other, told] }], pageParams: [] });
    feedArrived(told);
    run(envelope(kind));
    expect(queryClient.getQueryData(['feed'])).toMatchObject({ pages: [{ items: [{ seq: 2 }] }] });
    expect(takeFeedArrivals()).toEqual([]);
  });

  test.each(has('reworded'))('masked words in the story by %s', (kind) => {
    const told = envelope('insight.posted', { story: true, summary: { title: 'Åsa said', version: 1 } });
    queryClient.setQueryData(['feed'], { pages: [{ items: [told] }], pageParams: [] });
    run(envelope(kind, { summary: { title: '[name] said', version: 2, state: 'masked' } }));
    expect(JSON.stringify(queryClient.getQueryData(['feed']))).not.toContain('Åsa');
  });

  test.each(has('arrived').filter((kind) => kind.startsWith('idea')))(
    'what waits behind the pill by %s',
    (kind) => {
      run(envelope(kind));
      expect(takeIdeaArrivals('c1')).toEqual(['x1']);
    },
  );
});
