import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { apply, applyResync, type Context } from './apply';
import { forgetArrivals, takeFeedArrivals, takeIdeaArrivals } from './arrivals';
import { connect, retryDelay } from './connection';
import { readFrame, type Counts, type Envelope, type Frame } from './envelope';
import { refetcher } from './refresh';
import { castVote, withVote } from './vote';

const counts = (agree: number, more: Partial<Counts> = {}): Counts => ({
  agree,
  disagree: 0,
  pass: 0,
  comments: 0,
  ...more,
});
const idea = (id: string, agree = 0, more: object = {}) => ({
  id,
  title: `Idea ${id}`,
  challenge: { kind: 'challenge', id: 'c1', title: 'Day 1' },
  counts: counts(agree),
  version: 1,
  ...more,
});
let seq = 0;
const envelope = (kind: string, more: Partial<Envelope> = {}): Envelope => ({
  seq: ++seq,
  kind,
  ref: { kind: 'idea', id: 'i1' },
  at: '2026-11-26T14:00:00Z',
  challenge: 'c1',
  story: false,
  summary: {},
  ...more,
});

let queryClient: QueryClient;
let context: Context;
let asked: string[];

/** A server: what each address answers now. */
let server: Record<string, unknown>;

beforeEach(() => {
  queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  context = { queryClient, me: 'p1', refetch: refetcher(queryClient) };
  asked = [];
  server = {};
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (request) => {
    const { method, url } = request as Request;
    const path = new URL(url).pathname.replace('/api/v1', '');
    asked.push(`${method} ${path}`);
    const answer = server[`${method} ${path}`] ?? server[path];
    if (answer instanceof Error) throw answer;
    if (answer instanceof Response) return answer.clone();
    if (answer === undefined) {
      return new Response(JSON.stringify({ status: 404, code: 'not_found', title: 'Gone' }), {
        status: 404,
        headers: { 'Content-Type': 'application/problem+json' },
      });
    }
    return new Response(JSON.stringify(answer), { headers: { 'Content-Type': 'application/json' } });
  });
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(forgetArrivals);

const list = (key: unknown[], ...items: unknown[]) =>
  queryClient.setQueryData(key, { pages: [{ items }], pageParams: [undefined] });
const listedIn = (key: unknown[]) =>
  queryClient.getQueryData<{ pages: { items: { id: string; counts: Counts; title: string }[] }[] }>(key)!
    .pages[0]!.items;
const byNew = ['ideas', 'c1', { sort: 'new' }];

describe('what is shown and the envelopes together are what a fresh reading gives', () => {
  test('counts change where they stand, everywhere, and keep the reader’s own vote', () => {
    queryClient.setQueryData(['idea', 'i1'], idea('i1', 3, { counts: counts(3, { my_vote: 1 }) }));
    list(byNew, idea('i2'), idea('i1', 3, { counts: counts(3, { my_vote: 1 }) }));
    queryClient.setQueryData(['ideas', 'similar', 'c1', 'text'], { items: [idea('i1', 3)] });
    const untouched = listedIn(byNew)[0];

    apply(context, envelope('idea.counted', { summary: { counts: counts(7, { comments: 2 }) } }));

    const fresh = counts(7, { comments: 2, my_vote: 1 });
    expect(queryClient.getQueryData(['idea', 'i1'])).toMatchObject({ counts: fresh });
    expect(listedIn(byNew)[1]!.counts).toEqual(fresh);
    expect(listedIn(byNew)[0]).toBe(untouched);
    expect(queryClient.getQueryData(['ideas', 'similar', 'c1', 'text'])).toMatchObject({
      items: [{ counts: counts(7, { comments: 2 }) }],
    });
    expect(asked).toEqual([]);
  });

  test('the same envelope twice changes nothing the second time', () => {
    list(byNew, idea('i1', 3));
    const told = envelope('idea.supported', { story: true, summary: { counts: counts(4) } });
    apply(context, told);
    const after = queryClient.getQueryData(byNew);
    apply(context, told);
    expect(queryClient.getQueryData(byNew)).toEqual(after);
    expect(takeFeedArrivals()).toHaveLength(1);
  });

  test('my own support from another window marks my vote', () => {
    list(byNew, idea('i1', 3));
    const actor = { id: 'p1', name: 'Aino', department: 'Sales' };
    apply(context, envelope('idea.supported', { actor, story: true, summary: { counts: counts(4) } }));
    expect(listedIn(byNew)[0]!.counts).toEqual(counts(4, { my_vote: 1 }));
  });

  test('a comment changes the counts of what it is on and is fetched only where it is looked at', async () => {
    list(byNew, idea('i1', 3));
    server['/ideas/i1/comments'] = { items: [{ id: 'k1', version: 1 }] };
    const posted = envelope('comment.posted', {
      ref: { kind: 'comment', id: 'k1' },
      story: true,
      summary: { target: { kind: 'idea', id: 'i1', title: 'Idea i1' }, counts: counts(3, { comments: 1 }) },
    });
    apply(context, posted);
    expect(listedIn(byNew)[0]!.counts.comments).toBe(1);
    await new Promise((done) => setTimeout(done));
    expect(asked).toEqual([]); // nobody looks at the comments
  });

  test('an edited idea shows its new title at once and is read again once, in place', async () => {
    list(byNew, idea('i1', 3), idea('i2'));
    server['/ideas/i1'] = idea('i1', 3, { title: 'Better', body: 'New words', version: 2 });
    apply(context, envelope('idea.edited', { summary: { title: 'Better', version: 2 } }));
    apply(context, envelope('idea.edited', { summary: { title: 'Better', version: 2 } }));
    expect(listedIn(byNew)[0]!.title).toBe('Better');
    await vi.waitFor(() => expect(listedIn(byNew)[0]).toMatchObject({ body: 'New words', version: 2 }));
    expect(asked).toEqual(['GET /ideas/i1']);
  });

  test('an answered idea is read again in place; a merge reads both ideas, and the lists they leave or come back to', async () => {
    const marked = (key: unknown[]) => queryClient.getQueryState(key)?.isInvalidated;
    const keys = [
      ['idea', 'i2'],
      ['merges', 'i1'],
      ['merges', 'i2'],
      ['comments', 'idea', 'i2'],
      ['challenge', 'c1'],
      byNew,
    ];
    list(byNew, idea('i1', 3), idea('i2'));
    for (const key of keys.slice(0, 5)) queryClient.setQueryData(key, {});
    const target = { kind: 'idea', id: 'i2', title: 'Idea i2' };
    apply(context, envelope('idea.merge_proposed', { summary: { target } }));
    expect(keys.map(marked)).toEqual([false, true, true, false, false, false]);
    server['/ideas/i1'] = idea('i1', 3, { answer: { status: 'later' } });
    apply(context, envelope('idea.answered', { summary: { state: 'later' } }));
    await vi.waitFor(() => expect(listedIn(byNew)[0]).toMatchObject({ answer: { status: 'later' } }));
    expect(asked).toEqual(['GET /ideas/i1']);
    expect(marked(['challenge', 'c1'])).toBe(true);
    apply(context, envelope('idea.merged', { summary: { target, counts: counts(3) } }));
    expect(keys.map(marked)).toEqual([true, true, true, true, true, true]);
  });

  test('a deleted idea leaves the lists; a hidden one leaves them where the reader may not see it', async () => {
    list(byNew, idea('i1'), idea('i2'), idea('i3'));
    apply(context, envelope('idea.deleted'));
    expect(listedIn(byNew).map((each) => each.id)).toEqual(['i2', 'i3']);
    apply(context, envelope('idea.hidden', { ref: { kind: 'idea', id: 'i2' } }));
    await vi.waitFor(() => expect(listedIn(byNew).map((each) => each.id)).toEqual(['i3']));
  });

  test('the turnout of a decision changes in place and nothing is fetched', () => {
    const decision = { id: 'd1', turnout: { voted: 3, panel: 7 }, title: 'Three promises' };
    queryClient.setQueryData(['decision', 'd1'], decision);
    const turnout = { voted: 4, panel: 7 };
    apply(
      context,
      envelope('decision.turnout', { ref: { kind: 'decision', id: 'd1' }, summary: { turnout } }),
    );
    expect(queryClient.getQueryData(['decision', 'd1'])).toEqual({
      ...decision,
      turnout: { ...turnout, at: '2026-11-26T14:00:00Z' },
    });
    expect(asked).toEqual([]);
  });

  test('after too much was missed everything is marked old and nothing waits', () => {
    list(byNew, idea('i1'));
    apply(context, envelope('idea.posted', { ref: { kind: 'idea', id: 'i9' }, story: true }));
    applyResync(context);
    expect(queryClient.getQueryState(byNew)!.isInvalidated).toBe(true);
    expect(takeFeedArrivals()).toEqual([]);
    expect(takeIdeaArrivals('c1')).toEqual([]);
  });
});

describe('new ideas wait behind the pill', () => {
  const posted = (id: string, actor = 'p2') =>
    envelope('idea.posted', {
      ref: { kind: 'idea', id },
      actor: { id: actor, name: 'Somebody', department: '' },
      story: true,
    });

  test('each once, newest first, the list unmoved', () => {
    list(byNew, idea('i1'));
    const before = queryClient.getQueryData(byNew);
    apply(context, posted('i2'));
    apply(context, posted('i3'));
    apply(context, posted('i3'));
    expect(queryClient.getQueryData(byNew)).toBe(before);
    expect(takeIdeaArrivals('c1')).toEqual(['i3', 'i2']);
    expect(takeIdeaArrivals('c1')).toEqual([]);
  });

  test('not one’s own, not one the list has, and not one that is gone again', () => {
    list(byNew, idea('i1'));
    apply(context, posted('i2', 'p1'));
    apply(context, posted('i1'));
    apply(context, posted('i4'));
    apply(context, envelope('idea.deleted', { ref: { kind: 'idea', id: 'i4' } }));
    expect(takeIdeaArrivals('c1')).toEqual([]);
  });
});

describe('a vote', () => {
  test('counts both ways', () => {
    expect(withVote(counts(3), 1)).toEqual(counts(4, { my_vote: 1 }));
    expect(withVote(counts(4, { my_vote: 1 }), undefined)).toEqual(counts(3));
    expect(withVote(counts(4, { my_vote: 1 }), -1)).toEqual(counts(3, { disagree: 1, my_vote: -1 }));
    expect(withVote(counts(4, { my_vote: 1 }), 1)).toEqual(counts(4, { my_vote: 1 }));
  });

  const shown = () => listedIn(byNew)[0]!.counts;

  test('is shown at once and then as the server counted it', async () => {
    list(byNew, idea('i1', 3));
    server['PUT /ideas/i1/vote'] = counts(9, { my_vote: 1 });
    const cast = castVote(queryClient, 'idea', 'i1', 1, () => {});
    expect(shown()).toEqual(counts(4, { my_vote: 1 }));
    expect(await cast).toBe(true);
    expect(shown()).toEqual(counts(9, { my_vote: 1 }));
  });

  test('that is refused is taken back, with what others did meanwhile kept, and the reason told', async () => {
    list(byNew, idea('i1', 3));
    server['PUT /ideas/i1/vote'] = new Response(
      JSON.stringify({
        status: 409,
        code: 'phase_closed',
        title: 'Closed',
        detail: 'The phase is now decide.',
      }),
      { status: 409, headers: { 'Content-Type': 'application/problem+json' } },
    );
    const refused = vi.fn();
    const cast = castVote(queryClient, 'idea', 'i1', 1, refused);
    apply(context, envelope('idea.counted', { summary: { counts: counts(5) } }));
    expect(await cast).toBe(false);
    expect(shown()).toEqual(counts(5));
    expect(refused).toHaveBeenCalledWith(expect.objectContaining({ detail: 'The phase is now decide.' }));
  });

  test('without an answer is taken back to what it was', async () => {
    list(byNew, idea('i1', 4, { counts: counts(4, { my_vote: 1 }) }));
    server['DELETE /ideas/i1/vote'] = new TypeError('no network');
    expect(await castVote(queryClient, 'idea', 'i1', undefined, () => {})).toBe(false);
    expect(shown()).toEqual(counts(4, { my_vote: 1 }));
  });

  test('pressed twice before the answer sends the last wish after the first, one at a time', async () => {
    list(byNew, idea('i1', 3));
    server['PUT /ideas/i1/vote'] = counts(4, { my_vote: 1 });
    server['DELETE /ideas/i1/vote'] = counts(3);
    const first = castVote(queryClient, 'idea', 'i1', 1, () => {});
    void castVote(queryClient, 'idea', 'i1', undefined, () => {});
    expect(shown()).toEqual(counts(3));
    await first;
    expect(asked).toEqual(['PUT /ideas/i1/vote', 'DELETE /ideas/i1/vote']);
    expect(shown()).toMatchObject({ agree: 3 });
    expect(shown().my_vote).toBeUndefined();
  });

  test('keeps the live counts when they are newer than the answer', async () => {
    list(byNew, idea('i1', 3));
    server['PUT /ideas/i1/vote'] = counts(4, { my_vote: 1 });
    const cast = castVote(queryClient, 'idea', 'i1', 1, () => {});
    apply(context, envelope('idea.counted', { summary: { counts: counts(6) } }));
    await cast;
    expect(shown()).toEqual(counts(6, { my_vote: 1 }));
  });
});

describe('the connection', () => {
  class FakeSocket {
    static all: FakeSocket[] = [];
    onopen?: () => void;
    onmessage?: (message: { data: string }) => void;
    onclose?: (event: { code: number }) => void;
    constructor(readonly url: string) {
      FakeSocket.all.push(this);
    }
    close() {}
    open() {
      this.onopen?.();
    }
    say(frame: object) {
      this.onmessage?.({ data: JSON.stringify(frame) });
    }
    end(code: number) {
      this.onclose?.({ code });
    }
  }
  const last = () => FakeSocket.all[FakeSocket.all.length - 1]!;
  const events = () => ({
    onFrame: vi.fn<(frame: Frame) => void>(),
    onState: vi.fn(),
    onEnded: vi.fn(),
    onRefused: vi.fn(),
  });

  beforeEach(() => {
    FakeSocket.all = [];
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test('resumes after the last number seen, and tells each event once', () => {
    const on = events();
    const connection = connect((after) => `ws://x/live?after=${after}`, 10, on);
    expect(last().url).toBe('ws://x/live?after=10');
    last().open();
    last().say({ type: 'hello', seq: 10 });
    expect(on.onState).toHaveBeenLastCalledWith('live');
    last().say({ type: 'event', ...envelope('idea.posted'), seq: 11 });
    last().say({ type: 'event', ...envelope('idea.posted'), seq: 11 });
    last().end(1006);
    vi.advanceTimersByTime(500);
    expect(last().url).toBe('ws://x/live?after=11');
    expect(on.onFrame.mock.calls.map(([frame]) => frame.type)).toEqual(['hello', 'event']);
    connection.close();
  });

  test('is called lost only when it does not come back soon', () => {
    const on = events();
    const connection = connect(() => 'ws://x', 0, on);
    last().open();
    last().say({ type: 'hello', seq: 0 });
    last().end(1012);
    vi.advanceTimersByTime(500);
    last().open();
    last().say({ type: 'hello', seq: 0 });
    vi.advanceTimersByTime(5000);
    expect(on.onState).not.toHaveBeenCalledWith('lost');
    last().end(1006);
    vi.advanceTimersByTime(2000);
    expect(on.onState).toHaveBeenLastCalledWith('lost');
    connection.close();
  });

  test('of an ended session does not come back', () => {
    const on = events();
    connect(() => 'ws://x', 0, on);
    last().open();
    last().end(4401);
    vi.advanceTimersByTime(60_000);
    expect(on.onEnded).toHaveBeenCalledOnce();
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('refused at the door asks whether the session has ended', () => {
    const on = events();
    const connection = connect(() => 'ws://x', 0, on);
    last().end(1006);
    expect(on.onRefused).toHaveBeenCalledOnce();
    connection.close();
  });

  test('waits between half a second and a ceiling that doubles to ten seconds', () => {
    expect(retryDelay(0, 1006, 0)).toBe(500);
    expect(retryDelay(0, 1006, 1)).toBe(1000);
    expect(retryDelay(2, 1006, 1)).toBe(4000);
    expect(retryDelay(30, 1006, 1)).toBe(10_000);
    expect(retryDelay(0, 1012, 1)).toBe(10_000);
    expect(retryDelay(0, 4408, 0.5)).toBe(5250);
  });

  test('passes over frames it does not know', () => {
    expect(readFrame('{"type":"weather","seq":1}')).toBeUndefined();
    expect(readFrame('nonsense')).toBeUndefined();
    expect(readFrame(new ArrayBuffer(1))).toBeUndefined();
    expect(readFrame('{"type":"hello","seq":5}')).toEqual({ type: 'hello', seq: 5 });
  });
});
