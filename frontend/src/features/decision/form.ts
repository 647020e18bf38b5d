import type { Concept, Decision } from './queries';

export const leastPanel = 3;
export const mostPanel = 30;
export const mostCandidates = 40;
export const mostFollowUp = 43_200; // minutes: 30 days
const mostDots = 100;

/** The ways to vote on a shortlist, the usual one first. */
export const methods = ['pairwise', 'approval', 'star', 'dots', 'stv'] as const;

/** A member's dots unless somebody says otherwise, and the most of them on one concept. */
export const defaultDots = (seats: number) => 2 * Math.max(1, Math.floor(seats) || 1);
export const defaultCap = (dots: number) => Math.ceil(dots / 2);

/** Two thirds of the panel, rounded up. */
export function defaultQuorum(panel: number): number {
  return Math.ceil((2 * panel) / 3);
}

/** A decision while it is prepared. Times are what the fields hold: local, without a zone. */
export type Draft = {
  challenge: string;
  title: string;
  question: string;
  seats: number;
  method: Decision['method'];
  options: Decision['options'];
  /** Minutes for each step after the count. */
  followUp: number;
  secondRound: boolean;
  candidates: string[];
  panel: Decision['panel'];
  /** Undefined follows the panel. */
  quorum: number | undefined;
  opens: string;
  closes: string;
};

export function quorumOf(draft: Draft): number {
  return draft.quorum ?? defaultQuorum(draft.panel.length);
}

/** The value of a datetime-local field for a moment, in the reader's own time zone. */
export function fieldTime(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The moment a datetime-local field means, undefined when it is empty or no date. */
export function momentOf(field: string): Date | undefined {
  const at = new Date(field);
  return field === '' || Number.isNaN(at.getTime()) ? undefined : at;
}

/** A week from now at 16:00: the closing time of an untouched form. */
export function usualClose(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 7, 16, 0);
}

export function draftOf(decision: Decision): Draft {
  const quorum = decision.quorum === defaultQuorum(decision.panel.length) ? undefined : decision.quorum;
  return {
    challenge: decision.challenge.id,
    title: decision.title,
    question: decision.question,
    seats: decision.seats,
    method: decision.method,
    options: decision.options,
    followUp: decision.follow_up,
    secondRound: decision.second_round,
    candidates: decision.candidates.map((candidate) => candidate.id),
    panel: decision.panel,
    quorum,
    opens: decision.opens_at ? fieldTime(new Date(decision.opens_at)) : '',
    closes: fieldTime(new Date(decision.closes_at)),
  };
}

/** Something that keeps a ballot from opening; `field` is where it is mended. */
export type Lack = {
  field: keyof Draft | 'dots' | 'cap';
  name: LackName;
  values?: Record<string, number>;
};
type LackName =
  | 'challenge'
  | 'title'
  | 'candidates'
  | 'candidatesMany'
  | 'evidence'
  | 'seats'
  | 'dots'
  | 'cap'
  | 'panel'
  | 'panelMany'
  | 'quorum'
  | 'closes'
  | 'closesPast'
  | 'closesEarly'
  | 'followUp';

type Item = Concept['readiness'][number]['item'];
const needed = ['measure', 'insight', 'sticking_point'] as const satisfies readonly Item[];

/** What a concept still needs before it may come on a ballot; its own page says the same. */
export function lacksOfConcept({ readiness }: Pick<Concept, 'readiness'>) {
  return needed.filter((item) => readiness.some((each) => each.item === item && !each.done));
}

/** The options that belong to the method: what another method was given stays in the draft and is not sent. */
export function optionsOf({ method, options }: Pick<Draft, 'method' | 'options'>): Draft['options'] {
  if (method === 'dots') return { dots: options.dots, cap: options.cap };
  return method === 'approval' && options.on_tie ? { on_tie: options.on_tie } : {};
}

/**
 * Everything the ballot still lacks, in the order of the form; `bare` counts the candidates without evidence. The server
 * has the last word.
 */
export function lacksOf(draft: Draft, now: number, bare = 0): Lack[] {
  const lacks: Lack[] = [];
  const { candidates, panel, seats } = draft;
  if (!draft.challenge) lacks.push({ field: 'challenge', name: 'challenge' });
  if (draft.title.trim() === '') lacks.push({ field: 'title', name: 'title' });
  const dots = draft.options.dots ?? defaultDots(seats);
  const cap = draft.options.cap ?? defaultCap(dots);
  const whole = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  if (draft.method === 'dots') {
    if (!whole(dots, mostDots)) lacks.push({ field: 'dots', name: 'dots' });
    else if (!whole(cap, dots)) lacks.push({ field: 'cap', name: 'cap', values: { count: dots } });
  }
  const least = 2; // one place of two is the smallest choice there is
  if (candidates.length < least) {
    lacks.push({ field: 'candidates', name: 'candidates', values: { least, count: candidates.length } });
  } else if (candidates.length > mostCandidates) {
    lacks.push({ field: 'candidates', name: 'candidatesMany' });
  } else if (!(Number.isInteger(seats) && seats >= 1 && seats < candidates.length)) {
    lacks.push({ field: 'seats', name: 'seats', values: { count: candidates.length } });
  }
  if (bare > 0) lacks.push({ field: 'candidates', name: 'evidence', values: { count: bare } });
  if (panel.length < leastPanel) {
    lacks.push({ field: 'panel', name: 'panel', values: { least: leastPanel, count: panel.length } });
  } else if (panel.length > mostPanel) {
    lacks.push({ field: 'panel', name: 'panelMany' });
  } else if (!(quorumOf(draft) >= 1 && quorumOf(draft) <= panel.length)) {
    lacks.push({ field: 'quorum', name: 'quorum', values: { count: panel.length } });
  }
  const [opens, closes] = [momentOf(draft.opens), momentOf(draft.closes)];
  if (!closes) lacks.push({ field: 'closes', name: 'closes' });
  else if (closes.getTime() <= now) lacks.push({ field: 'closes', name: 'closesPast' });
  else if (opens && opens >= closes) lacks.push({ field: 'closes', name: 'closesEarly' });
  if (!whole(draft.followUp, mostFollowUp)) lacks.push({ field: 'followUp', name: 'followUp' });
  return lacks;
}
