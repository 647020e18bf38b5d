import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';
import type { components } from '../api/schema';
import { changeFeedArrivals, feedArrived, forgetArrivals, ideaArrived, ideaLeft } from './arrivals';
import { cachedCounts, holds, listed, patchEverywhere, rowIn, wherever, type CountedKind } from './cached';
import { effectOf, fill, type Patch } from './effects';
import type { Envelope } from './envelope';
import { refreshRow } from './refresh';
import { tellCounts } from './vote';

type Idea = components['schemas']['Idea'];
type Concept = components['schemas']['Concept'];
type Decision = components['schemas']['Decision'];
type Commitment = components['schemas']['Commitment'];
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

/** Brings what the page holds to where it stands after one activity: counts in place, the rest fetched if it is shown. */
export function apply(context: Context, envelope: Envelope): void {
  const { queryClient, refetch } = context;
  const effect = effectOf(envelope.kind);
  if (envelope.story) feedArrived(envelope);
  for (const patch of effect.patch) patches[patch](context, envelope);

  const rows = effect.rows.map((each) => fill(each, envelope)).filter((key) => key !== undefined);
  for (const key of rows) {
    if (!upToDate(queryClient.getQueryData(key), envelope)) refetch(key, jitter.shown);
  }
  const inRows = (query: Query) => rows.some((key) => JSON.stringify(key) === JSON.stringify(query.queryKey));
  const own = envelope.actor?.id === context.me ? effect.own : [];
  for (const when of ['shown', 'aside', 'old'] as const) {
    for (const template of when === 'aside' ? [...effect.aside, ...own] : effect[when]) {
      const key = fill(template, envelope);
      const last = key?.at(-1);
      if (!key) continue;
      if (last === '@challenge' || last === '@row') {
        const concerned = last === '@challenge' ? ofChallenge(envelope) : withRow(envelope);
        queryClient
          .getQueryCache()
          .findAll({ queryKey: key.slice(0, -1), predicate: (query) => concerned(query) && !inRows(query) })
          .forEach((query) => refetch(query.queryKey, jitter[when as 'shown']));
      } else if (when === 'old') {
        // Asked for at the next look at the page: asking after each would make everybody ask for what concerns a few.
        void queryClient.invalidateQueries({ queryKey: key, refetchType: 'none' });
      } else {
        refetch(key, jitter[when]);
      }
    }
  }
}

/** What can be changed in place. */
const patches: Record<Patch, (context: Context, envelope: Envelope) => void> = {
  counts: ({ queryClient }, envelope) => {
    const counted = countedTarget(envelope);
    const { counts } = envelope.summary;
    if (!counted || !counts) return;
    tellCounts(queryClient, counted.kind, counted.id, counts);
    for (const picture of ['journey-map', 'touchpoint']) {
      queryClient.setQueriesData({ queryKey: [picture] }, (data) =>
        wherever(data, counted.id, 'support', () => counts.agree),
      );
    }
  },
  /** One's own support from another window marks one's vote here. */
  vote: ({ queryClient, me }, envelope) => {
    const counted = countedTarget(envelope);
    if (!counted || envelope.actor?.id !== me) return;
    const shown = cachedCounts(queryClient, counted.kind, counted.id);
    if (!shown || shown.my_vote === 1) return;
    patchEverywhere<Idea | Concept>(queryClient, counted.kind, counted.id, (row) => ({
      ...row,
      counts: { ...row.counts, my_vote: 1 },
    }));
  },
  followers: ({ queryClient }, { ref, summary: { counts } }) => {
    if (!counts) return;
    patchEverywhere<Commitment>(queryClient, 'commitment', ref.id, (row) =>
      row.followers === counts.agree ? row : { ...row, followers: counts.agree },
    );
  },
  title: ({ queryClient }, { ref, summary: { title } }) =>
    patchEverywhere<Idea>(queryClient, 'idea', ref.id, (idea) =>
      title && idea.title !== title ? { ...idea, title } : idea,
    ),
  /** A round's turnout is shown by its decision too. */
  turnout: ({ queryClient, refetch }, { ref, at, summary: { turnout } }) => {
    if (!turnout) return;
    const now = (was: unknown) => {
      const shown = was as Decision['turnout'];
      return shown.at === at && shown.voted === turnout.voted ? shown : { ...shown, ...turnout, at };
    };
    for (const key of ['decision', 'decisions']) {
      queryClient.setQueriesData({ queryKey: [key] }, (data) => wherever(data, ref.id, 'turnout', now));
    }
    if (turnout.voted !== turnout.panel) return;
    // Everybody has voted: whoever may close it is told so.
    refetch(['decision', ref.id], jitter.shown);
    refetch(['decisions'], jitter.aside);
  },
  /** What a challenge counts, as one more idea left it: counted once for everybody, not by each reader's asking. */
  gathered: ({ queryClient }, { challenge, summary: { gathered } }) => {
    if (!gathered || !challenge) return;
    const { theme, ...counts } = gathered;
    for (const key of ['challenge', 'challenges']) {
      queryClient.setQueriesData({ queryKey: [key] }, (data) => {
        const counted = wherever(data, challenge, 'counts', (was) => ({ ...(was as object), ...counts }));
        return theme ? wherever(counted, theme.id, 'ideas', () => theme.ideas) : counted;
      });
    }
  },
  row: ({ queryClient }, { ref, summary }) => refreshRow(queryClient, ref, summary.version, jitter.shown),
  gone: ({ queryClient }, { ref }) => {
    if (ref.kind === 'idea' || ref.kind === 'insight') {
      patchEverywhere<{ id: string }>(queryClient, ref.kind, ref.id, () => undefined);
    }
  },
  arrived: ({ queryClient, me }, { ref, challenge, actor }) => {
    // New insights are counted by the page that lists them.
    if (ref.kind !== 'idea' || actor?.id === me) return;
    if (!listed(queryClient, ['ideas', challenge], ref.id)) ideaArrived(challenge, ref.id);
  },
  left: (_, { ref, challenge }) => ideaLeft(challenge, ref.id),
  /** What is gone leaves the story too, with what was said on it. */
  hushed: ({ queryClient }, { ref }) =>
    changeFeed(queryClient, (told) =>
      told.ref.id === ref.id || (told.ref.kind === 'comment' && told.summary.target?.id === ref.id)
        ? undefined
        : told,
    ),
  /** The words that an insight had before personal data were masked in it leave the story. */
  reworded: ({ queryClient }, { ref, summary: { state, version } }) => {
    if (state !== 'masked' || version === undefined) return;
    changeFeed(queryClient, (told) => {
      if (told.ref.id !== ref.id || (told.summary.version ?? 0) >= version) return told;
      return { ...told, summary: { ...told.summary, title: undefined, excerpt: undefined } };
    });
  },
};

/** Changes the story, both what is shown of it and what waits behind the pill. */
function changeFeed(queryClient: QueryClient, change: (told: Envelope) => Envelope | undefined): void {
  changeFeedArrivals(change);
  queryClient.setQueriesData<{ pages: { items: Envelope[] }[] }>({ queryKey: ['feed'] }, (data) => {
    if (!data) return data;
    const pages = data.pages.map((page) => {
      const items = page.items.map(change).filter((told) => told !== undefined);
      const same = items.length === page.items.length && items.every((told, at) => told === page.items[at]);
      return same ? page : { ...page, items };
    });
    return pages.every((page, at) => page === data.pages[at]) ? data : { ...data, pages };
  });
}

/** The idea or concept whose counts an envelope tells: itself, or what a comment is on. */
function countedTarget({ ref, summary }: Envelope): { kind: CountedKind; id: string } | undefined {
  const target = ref.kind === 'comment' ? summary.target : ref;
  return target && (target.kind === 'idea' || target.kind === 'concept')
    ? { kind: target.kind, id: target.id }
    : undefined;
}

/** What belongs to the envelope's challenge. */
const ofChallenge =
  ({ challenge }: Envelope) =>
  (query: Query) =>
    (query.state.data as Idea | undefined)?.challenge?.id === challenge;

/** Lists that hold what the envelope is about: what was said on an idea that lives on in another is shown there too. */
const withRow =
  ({ ref }: Envelope) =>
  (query: Query) =>
    holds(query.state.data, ref.id);

/** Whether a list has what the envelope tells already, from the answer to the reader's own request. */
function upToDate(data: unknown, { kind, ref, summary: { version } }: Envelope): boolean {
  if (!data) return false;
  const held = rowIn<Comment>(data, ref.id);
  if (kind.endsWith('.deleted')) return !held || held.deleted;
  if (kind.endsWith('.edited')) return !!held && version !== undefined && held.version >= version;
  return !!held;
}

/** Too much was missed to tell one by one: everything shown is read again. */
export function applyResync({ refetch }: Pick<Context, 'refetch'>): void {
  forgetArrivals();
  refetch([], jitter.everything);
}
