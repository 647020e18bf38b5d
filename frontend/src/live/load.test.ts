import { QueryClient, QueryObserver, type QueryKey } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { apply, type Context } from './apply';
import { forgetArrivals } from './arrivals';
import { knownKinds } from './effects';
import type { Envelope } from './envelope';
import { refetcher } from './refresh';

// What one event costs when a company looks at once: 8,000 readers on the pages below, each with the queries that page has open.
const readers = 8_000;
const ownPages = 200; // ideas that some page is open on; each is one of so many
type Page = { readers: number; open: QueryKey[] };
const always: QueryKey[] = [['me'], ['company'], ['live']];
const pages: Record<string, Page> = {
  home: { readers: 3_200, open: [['challenges'], ['feed'], ['ideas', 'mine'], ['notices', 'unread']] },
  challenge: {
    readers: 40, // the one that the event is in, of fifty that 2,000 look at
    open: [
      ['challenge', 'c1'],
      ['ideas', 'c1', { sort: 'new' }],
    ],
  },
  otherChallenge: {
    readers: 1_960,
    open: [
      ['challenge', 'c2'],
      ['ideas', 'c2', { sort: 'new' }],
    ],
  },
  idea: {
    readers: 1_600 / ownPages,
    open: [
      ['idea', 'i1'],
      ['merges', 'i1'],
      ['comments', 'idea', 'i1'],
      ['lineage', 'idea', 'i1'],
      ['evidence', 'idea', 'i1'],
    ],
  },
  otherIdea: {
    readers: 1_600 - 1_600 / ownPages,
    open: [
      ['idea', 'i2'],
      ['merges', 'i2'],
      ['comments', 'idea', 'i2'],
    ],
  },
  concept: {
    readers: 10,
    open: [
      ['concept', 'k1'],
      ['versions', 'k1'],
      ['comments', 'concept', 'k1'],
    ],
  },
  otherConcept: {
    readers: 390,
    open: [
      ['concept', 'k2'],
      ['versions', 'k2'],
      ['comments', 'concept', 'k2'],
    ],
  },
  concepts: { readers: 160, open: [['concepts']] },
  decisions: { readers: 160, open: [['decisions']] },
  roadmap: { readers: 160, open: [['commitments']] },
  journey: { readers: 160, open: [['journey-map', 'j1']] },
  insights: { readers: 160, open: [['insights', {}]] },
};

let stop: (() => void)[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('counted, not answered'));
});
afterEach(() => {
  stop.forEach((each) => each());
  stop = [];
  forgetArrivals();
  vi.useRealTimers();
});

/** One reader of each page, and how many requests each has made. */
function company() {
  return Object.entries(pages).map(([name, page]) => {
    const queryClient = new QueryClient({
      defaultOptions: { queries: { retry: false, staleTime: Infinity } },
    });
    const reader = { name, page, requests: 0, context: {} as Context };
    for (const key of [...always, ...page.open]) {
      const counts = { agree: 0, disagree: 0, pass: 0, comments: 0 };
      const challenge = { id: String(key[1]).endsWith('2') ? 'c2' : 'c1' };
      queryClient.setQueryData(
        key,
        key[0] === 'idea' || key[0] === 'concept'
          ? { id: key[1], challenge, counts }
          : { items: [], pages: [{ items: [] }] },
      );
      const queryFn = async () => {
        reader.requests += 1;
        return queryClient.getQueryData(key);
      };
      const observer = new QueryObserver(queryClient, { queryKey: key, queryFn, staleTime: Infinity });
      stop.push(observer.subscribe(() => {}));
    }
    reader.context = { queryClient, me: 'me', refetch: refetcher(queryClient) };
    return reader;
  });
}
/** All requests; what is read again beside the queries, those make who have the idea itself or its list open. */
const weigh = (all: ReturnType<typeof company>) =>
  all.reduce((sum, { requests, page }) => sum + requests * page.readers, 0) +
  vi.mocked(fetch).mock.calls.length * (pages.idea!.readers + pages.challenge!.readers);

let seq = 0;
const of: Record<string, { kind: Envelope['ref']['kind']; id: string }> = {
  idea: { kind: 'idea', id: 'i1' },
  concept: { kind: 'concept', id: 'k1' },
  comment: { kind: 'comment', id: 'm1' },
};
const envelope = (kind: string): Envelope => {
  const noun = kind.slice(0, kind.indexOf('.'));
  return {
    seq: ++seq,
    kind,
    ref: of[noun] ?? { kind: noun as 'journey', id: 'x1' },
    at: '2026-11-22T09:00:00Z',
    challenge: ['journey', 'insight', 'sticking_point', 'metric'].includes(noun) ? '' : 'c1',
    story: false,
    summary: {
      counts: { agree: seq, disagree: 0, pass: 0, comments: 0 },
      ...(noun === 'comment' && { target: { kind: 'idea', id: 'i1', title: 'An idea' } }),
    },
  };
};

/** What one event alone makes 8,000 readers ask for, within a minute, for each of them. */
async function alone(kind: string): Promise<number> {
  const all = company();
  const told = envelope(kind);
  all.forEach(({ context }) => apply(context, told));
  await vi.advanceTimersByTimeAsync(60_000);
  return weigh(all) / readers;
}

// What happens all day long: nobody but those who look at the very thing asks for anything.
test.each([
  'idea.posted',
  'idea.supported',
  'idea.counted',
  'concept.supported',
  'concept.counted',
  'decision.turnout',
  'comment.posted',
  'comment.edited',
  'comment.deleted',
])('%s makes at most one reader of a hundred ask', async (kind) => {
  expect(await alone(kind)).toBeLessThanOrEqual(0.01);
});

test.each(knownKinds)('%s is asked for by no page more than once for each of its queries', async (kind) => {
  const all = company();
  const told = envelope(kind);
  for (let times = 0; times < 3; times += 1) all.forEach(({ context }) => apply(context, told));
  await vi.advanceTimersByTimeAsync(60_000);
  for (const { name, requests, page } of all) {
    expect(requests, name).toBeLessThanOrEqual(page.open.length + always.length);
  }
});

// A busy hour: five events a second, most of them votes and comments, as in a company that gathers ideas; one of fifty of any kind.
test('ten minutes at five events a second: an event makes at most one reader of a hundred ask', async () => {
  const everyday = [
    ...Array<string>(68).fill('idea.counted'),
    ...Array<string>(25).fill('comment.posted'),
    ...Array<string>(5).fill('idea.posted'),
    ...Array<string>(2).fill('idea.edited'),
  ];
  const all = company();
  const events = 3_000;
  for (let n = 0; n < events; n += 1) {
    const kind =
      n % 50 === 0 ? knownKinds[((n / 50) * 7) % knownKinds.length]! : everyday[n % everyday.length]!;
    const told = envelope(kind);
    all.forEach(({ context }) => apply(context, told));
    await vi.advanceTimersByTimeAsync(200);
  }
  await vi.advanceTimersByTimeAsync(60_000);
  const each = weigh(all) / readers / events;
  expect(each).toBeGreaterThan(0);
  expect(each).toBeLessThanOrEqual(0.01);
});

test('what was held back is asked for in the end', async () => {
  const all = company();
  const home = all.find(({ name }) => name === 'home')!;
  for (let n = 0; n < 50; n += 1) {
    apply(home.context, envelope('idea.deleted'));
    await vi.advanceTimersByTimeAsync(5_000);
  }
  const before = home.requests;
  apply(home.context, envelope('idea.deleted'));
  await vi.advanceTimersByTimeAsync(100_000);
  expect(home.requests).toBeGreaterThan(before);
  expect(home.requests).toBeLessThanOrEqual(6 + 350 / 90 + 2);
});
