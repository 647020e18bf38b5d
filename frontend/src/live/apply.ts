import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { components } from '../api/schema';
import { feedArrived, forgetArrivals, ideaArrived, ideaLeft } from './arrivals';
import { cachedCounts, listed, patchEverywhere, type CountedKind } from './cached';
import { tellCounts } from './vote';
import type { Envelope } from './envelope';
import { applyEvidence } from './evidence';
import { refreshIdea } from './refresh';

type Idea = components['schemas']['Idea'];
type Concept = components['schemas']['Concept'];
type Decision = components['schemas']['Decision'];
type Comment = components['schemas']['Comment'];

/** How long what is being looked at may wait before it is fetched again, in ms: one event for many readers is spread out. */
export const jitter = { shown: 600, aside: 4_000, everything: 3_000 };

type Refetch = (key: QueryKey, within: number) => void;

export type Context = {
  queryClient: QueryClient;
  /** The reader, whose own acts are already on the page. */
  me: string;
  /** Fetches what is shown under a key within so many ms, once however often it is asked; marks the rest as old. */
  refetch: Refetch;
};

/** What every journey map rests on; it is read again after each of them. */
const onMap: ReadonlySet<string> = new Set([
  'journey',
  'insight',
  'insight_import',
  'sticking_point',
  'metric',
]);

/** Brings what the page holds to where it stands after one activity: counts in place, the rest fetched if it is shown. */
export function apply(context: Context, envelope: Envelope): void {
  const { queryClient } = context;
  const { kind, ref, summary, challenge } = envelope;

  const counted = countedTarget(envelope);
  if (counted && summary.counts) {
    tellCounts(queryClient, counted.kind, counted.id, summary.counts);
    const own = envelope.actor?.id === context.me && kind.endsWith('.supported');
    const shown = cachedCounts(queryClient, counted.kind, counted.id);
    if (own && shown && shown.my_vote !== 1) {
      patchEverywhere<Idea | Concept>(queryClient, counted.kind, counted.id, (row) => ({
        ...row,
        counts: { ...row.counts, my_vote: 1 },
      }));
    }
  }
  if (envelope.story) feedArrived(envelope);
  applyEvidence(context, envelope, jitter);

  const noun = kind.slice(0, kind.indexOf('.'));
  if (noun === 'challenge') applyChallenge(context, envelope);
  else if (noun === 'idea') applyIdea(context, envelope);
  else if (noun === 'comment' && summary.target) applyComment(context, envelope);
  else if (noun === 'concept') applyConcept(context, envelope);
  else if (noun === 'decision') applyDecision(context, envelope);
  else if (noun === 'commitment') {
    context.refetch(['commitments'], jitter.shown);
    context.refetch(['commitment', ref.id], jitter.shown);
    context.refetch(['journey-map'], jitter.aside);
  } else if (onMap.has(noun)) {
    context.refetch(['journey-map'], jitter.shown);
    if (noun === 'journey') {
      context.refetch(['journeys'], jitter.aside);
      context.refetch(['journey-versions', ref.id], jitter.aside);
    }
  } else if (challenge) {
    // A kind this page does not know yet: better read the challenge again than show it wrong.
    context.refetch(['challenge', challenge], jitter.aside);
  }
}

/** The idea or concept whose counts an envelope tells: itself, or what a comment is on. */
function countedTarget({ ref, summary }: Envelope): { kind: CountedKind; id: string } | undefined {
  const target = ref.kind === 'comment' ? summary.target : ref;
  return target && (target.kind === 'idea' || target.kind === 'concept')
    ? { kind: target.kind, id: target.id }
    : undefined;
}

function applyChallenge({ refetch, queryClient }: Context, { kind, ref }: Envelope): void {
  refetch(['challenge', ref.id], jitter.shown);
  refetch(['challenges'], jitter.aside);
  refetch(['me'], jitter.aside);
  refetch(['coverage', ref.id], jitter.aside);
  if (kind === 'challenge.opened') return;
  // A phase grants and takes rights, which every idea and concept of the challenge carries.
  const ofIt = (query: { state: { data: unknown } }) =>
    (query.state.data as Idea | undefined)?.challenge?.id === ref.id;
  for (const key of ['idea', 'concept']) {
    queryClient
      .getQueryCache()
      .findAll({ queryKey: [key], predicate: ofIt })
      .forEach((query) => refetch(query.queryKey, jitter.aside));
  }
  refetch(['ideas', ref.id], jitter.aside);
  refetch(['concepts', ref.id], jitter.aside);
}

function applyIdea(context: Context, envelope: Envelope): void {
  const { queryClient, refetch, me } = context;
  const { kind, ref, challenge, summary } = envelope;
  switch (kind) {
    case 'idea.posted': {
      const known = listed(queryClient, ['ideas', challenge], ref.id);
      if (!known && envelope.actor?.id !== me) ideaArrived(challenge, ref.id);
      refetch(['challenge', challenge], jitter.aside);
      refetch(['challenges'], jitter.aside);
      break;
    }
    case 'idea.edited':
      patchEverywhere<Idea>(queryClient, 'idea', ref.id, (idea) =>
        summary.title && idea.title !== summary.title ? { ...idea, title: summary.title } : idea,
      );
      refreshIdea(queryClient, ref.id, summary.version, jitter.shown);
      break;
    case 'idea.deleted':
    case 'idea.hidden':
      ideaLeft(challenge, ref.id);
      // For a facilitator a hidden idea stays, marked; the server alone knows for whom.
      if (kind === 'idea.deleted') {
        patchEverywhere<Idea>(queryClient, 'idea', ref.id, () => undefined);
      } else {
        refreshIdea(queryClient, ref.id, summary.version, jitter.shown);
      }
      refetch(['idea', ref.id], jitter.shown);
      refetch(['challenge', challenge], jitter.aside);
      break;
    case 'idea.answered':
      refreshIdea(queryClient, ref.id, undefined, jitter.shown);
      refetch(['ideas', challenge, { answer: 'owed' }], jitter.shown);
      refetch(['ideas', challenge, { answer: 'overdue' }], jitter.shown);
      refetch(['challenge', challenge], jitter.aside);
      refetch(['challenges'], jitter.aside);
      break;
    case 'idea.linked':
      refetch(['evidence', 'idea', ref.id], jitter.shown);
      refetch(['idea', ref.id], jitter.shown);
      refetch(['coverage', challenge], jitter.aside);
      break;
    case 'idea.merged':
    case 'idea.unmerged':
    case 'idea.merge_proposed':
    case 'idea.merge_agreed':
    case 'idea.merge_ended': {
      const both = summary.target ? [ref.id, summary.target.id] : [ref.id];
      const moved = kind === 'idea.merged' || kind === 'idea.unmerged';
      for (const id of both) {
        refetch(['merges', id], jitter.shown);
        if (!moved) continue;
        refetch(['idea', id], jitter.shown);
        refetch(['comments', 'idea', id], jitter.shown);
        refetch(['evidence', 'idea', id], jitter.shown);
      }
      if (!moved) break;
      // A merged idea leaves the lists, a parted one comes back into them.
      refetch(['ideas', challenge], jitter.aside);
      refetch(['ideas', 'mine'], jitter.aside);
      refetch(['challenge', challenge], jitter.aside);
      refetch(['challenges'], jitter.aside);
      refetch(['coverage', challenge], jitter.aside);
      break;
    }
  }
}

function applyComment({ queryClient, refetch }: Context, { kind, ref, summary }: Envelope): void {
  const { target } = summary;
  if (!target) return;
  const key = ['comments', target.kind, target.id];
  // What was said on an idea that lives on in another is shown there too.
  queryClient
    .getQueryCache()
    .findAll({ queryKey: ['comments', target.kind], predicate: (query) => query.queryKey[2] !== target.id })
    .filter((query) =>
      (query.state.data as { pages: { items: Comment[] }[] } | undefined)?.pages.some((page) =>
        page.items.some((comment) => comment.id === ref.id),
      ),
    )
    .forEach((query) => refetch(query.queryKey, jitter.shown));
  const pages = queryClient.getQueryData<{ pages: { items: Comment[] }[] }>(key)?.pages;
  const held = pages?.flatMap((page) => page.items).find((comment) => comment.id === ref.id);
  const fresh =
    (kind === 'comment.posted' && held) ||
    (kind === 'comment.edited' && held && summary.version !== undefined && held.version >= summary.version) ||
    (kind === 'comment.deleted' && pages && (!held || held.deleted));
  if (!fresh) refetch(key, jitter.shown);
}

function applyConcept(context: Context, { kind, ref, challenge }: Envelope): void {
  const { queryClient, refetch } = context;
  if (kind === 'concept.supported' || kind === 'concept.counted') return;
  refetch(['concept', ref.id], jitter.shown);
  refetch(['versions', ref.id], jitter.shown);
  refetch(['suggestions', ref.id], jitter.shown);
  refetch(['concepts'], jitter.shown);
  if (kind !== 'concept.grown') return;
  refetch(['challenge', challenge], jitter.aside);
  refetch(['challenges'], jitter.aside);
  // Its sources have come one station further on their line.
  refetch(['ideas', 'mine'], jitter.aside);
  queryClient
    .getQueryCache()
    .findAll({ queryKey: ['idea'] })
    .filter((query) => (query.state.data as Idea | undefined)?.challenge?.id === challenge)
    .forEach((query) => refetch(query.queryKey, jitter.shown));
}

function applyDecision({ queryClient, refetch }: Context, { kind, ref, summary }: Envelope): void {
  const { turnout } = summary;
  if (turnout) {
    patchEverywhere<Decision>(queryClient, 'decision', ref.id, (decision) =>
      decision.turnout.voted === turnout.voted && decision.turnout.panel === turnout.panel
        ? decision
        : { ...decision, turnout: { ...decision.turnout, ...turnout } },
    );
  }
  if (kind === 'decision.turnout') return;
  refetch(['decision', ref.id], jitter.shown);
  refetch(['decisions'], jitter.shown);
  refetch(['result', ref.id], jitter.shown);
  refetch(['me'], jitter.aside);
  refetch(['commitments'], jitter.aside);
  refetch(['concept'], jitter.aside);
  refetch(['concepts'], jitter.aside);
}

/** Too much was missed to tell one by one: everything shown is read again. */
export function applyResync({ refetch }: Pick<Context, 'refetch'>): void {
  forgetArrivals();
  refetch([], jitter.everything);
}
