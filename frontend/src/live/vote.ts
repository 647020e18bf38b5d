import type { QueryClient } from '@tanstack/react-query';
import { body, client } from '../api/client';
import { cachedCounts, patchCounts, type CountedKind } from './cached';
import type { Counts } from './envelope';

/** 1 support or agree, -1 disagree, 0 pass; undefined is no vote. */
export type Value = 1 | 0 | -1 | undefined;

const column = { '1': 'agree', '-1': 'disagree', '0': 'pass' } as const;

/** The counts as they are once the reader's own vote is `next`. */
export function withVote(counts: Counts, next: Value): Counts {
  const changed: Counts = { ...counts, my_vote: next };
  if (next === undefined) delete changed.my_vote;
  if (counts.my_vote === next) return changed;
  if (counts.my_vote !== undefined) changed[column[`${counts.my_vote}`]] -= 1;
  if (next !== undefined) changed[column[`${next}`]] += 1;
  return changed;
}

type Pending = {
  /** What the server last said the vote is. */
  known: Value;
  /** What the reader wants now. */
  wanted: Value;
  /** True when the live channel has told counts since the request left: then they are newer than the answer's. */
  told: boolean;
};

const pending = new WeakMap<QueryClient, Map<string, Pending>>();

function pendingOf(queryClient: QueryClient): Map<string, Pending> {
  let map = pending.get(queryClient);
  if (!map) pending.set(queryClient, (map = new Map()));
  return map;
}

/** The live channel has told public counts. They hold what the server has; the vote on its way is put on top. */
export function tellCounts(queryClient: QueryClient, kind: CountedKind, id: string, told: Counts): void {
  const waiting = pendingOf(queryClient).get(`${kind} ${id}`);
  if (waiting) waiting.told = true;
  patchCounts(queryClient, kind, id, (counts) => {
    const { my_vote: mine } = counts;
    return mine === undefined ? { ...told } : { ...told, my_vote: mine };
  });
}

/**
 * Votes: what is shown changes at once, the request follows, and a refusal takes back exactly the reader's own part and says
 * why through `onRefused`. Pressed again before the answer, the last wish is sent after it: one request at a time for each thing.
 */
export async function castVote(
  queryClient: QueryClient,
  kind: CountedKind,
  id: string,
  wanted: Value,
  onRefused: (error: unknown) => void,
): Promise<boolean> {
  const waiting = pendingOf(queryClient);
  const key = `${kind} ${id}`;
  const before = cachedCounts(queryClient, kind, id);
  patchCounts(queryClient, kind, id, (counts) => withVote(counts, wanted));

  const running = waiting.get(key);
  if (running) {
    running.wanted = wanted;
    return true;
  }
  const mine: Pending = { known: before?.my_vote, wanted, told: false };
  waiting.set(key, mine);
  try {
    do {
      const sent = mine.wanted;
      mine.told = false;
      const counts = await send(kind, id, sent);
      mine.known = sent;
      if (mine.wanted === sent) {
        patchCounts(queryClient, kind, id, (shown) => ({ ...(mine.told ? shown : counts), my_vote: sent }));
      }
    } while (mine.wanted !== mine.known);
    // Challenges tell how often their reader has voted; they are read again when they are looked at next.
    for (const each of ['challenge', 'challenges']) {
      void queryClient.invalidateQueries({ queryKey: [each], refetchType: 'none' });
    }
    return true;
  } catch (error) {
    const { known, told } = mine;
    patchCounts(queryClient, kind, id, (counts) =>
      // Told counts never held the refused vote, so only the mark is taken back.
      told ? { ...counts, my_vote: known } : withVote(counts, known),
    );
    onRefused(error);
    return false;
  } finally {
    waiting.delete(key);
  }
}

function send(kind: CountedKind, id: string, value: Value): Promise<Counts> {
  const params = { path: { id } };
  if (kind === 'idea') {
    return value === undefined
      ? body(client.DELETE('/ideas/{id}/vote', { params }))
      : body(client.PUT('/ideas/{id}/vote', { params, body: { value } }));
  }
  return value === undefined
    ? body(client.DELETE('/concepts/{id}/vote', { params }))
    : body(client.PUT('/concepts/{id}/vote', { params, body: { value } }));
}
