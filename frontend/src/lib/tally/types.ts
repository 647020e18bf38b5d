/** How a round is counted. */
export type Method = 'pairwise' | 'approval' | 'star' | 'dots' | 'stv';

/** Ballots of a round that names its voters, or that judges an objection. */
export type Judging = 'consent' | 'objection';

export type Status = 'decided' | 'tied' | 'short' | 'inquorate';

/** One ballot, or several equal ones: `weight` is a multiplicity and no privilege. Exactly one of the other keys. */
export type Ballot = {
  weight: number;
  ranking?: string[][];
  approvals?: string[];
  scores?: Record<string, number>;
  dots?: Record<string, number>;
  abstain?: true;
  choice?: string;
};

/** What a count is made by. */
export type Rules = {
  method: Method;
  seats: number;
  candidates: readonly string[];
  withdrawn?: readonly string[];
  quorum?: number;
  /** The budget of a person; 2·seats unless given. Only `dots`. */
  dots?: number;
  /** The most dots on one concept; half of the budget, rounded up, unless given. Only `dots`. */
  cap?: number;
  /** `expand`: all that are equal at the last seat advance. Only `approval`. */
  onTie?: 'expand';
  /** Best first. Only `stv`. */
  lotteryOrder?: readonly string[];
};

/** One seat of STAR. */
export type StarRound = { winner: string; runner_up: string; for: number; against: number };

export type StvStage = {
  action: 'first' | 'surplus' | 'exclude';
  candidate: string | null;
  /** Votes after the stage, written with five decimals. */
  totals: Record<string, string>;
};

/** A draw among equals that neither earlier stages nor net preference could order. */
export type Lot = { step: 'exclusion' | 'surplus'; among: string[]; drawn: string };

/** A count with every figure that led to it, in the shape of the vectors. Figures a method does not have are absent;
 * below the quorum there are none, since no ballot was opened. */
export type Result = {
  status: Status;
  participants: number;
  winners: string[];
  tied: string[];
  open_seats: number;
  vacancies?: number;
  tie: boolean;
  expanded?: string[];
  counted?: number;
  abstained?: number;
  /** Rows and columns of the matrices are in this order. */
  electable?: string[];
  ranking?: string[][];
  totals?: Record<string, number>;
  net?: Record<string, number>;
  pairwise?: number[][];
  paths?: number[][];
  wins?: Record<string, number>;
  losses?: Record<string, number>;
  score?: Record<string, number>;
  primary_tie?: boolean;
  fives?: Record<string, number>;
  /** Seat by seat; null where equals left more than one way open. */
  rounds?: StarRound[] | null;
  quota?: number;
  tie_order?: string[];
  stages?: StvStage[];
  elected_groups?: string[][];
  lots?: Lot[];
  lookbacks?: number;
};

/** What became of named votes: a sign-off (`consent`) or the judging of an objection. */
export type Judgement = {
  counts: Record<string, number>;
  participants: number;
  status: 'adopted' | 'not_adopted' | 'objections' | 'inquorate' | 'dismissed' | 'upheld';
};

/** JSON without fractions: all that canonical JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A ballot as it was cast. Its receipt is the hash of it. */
export type BallotRecord = { b: Json; m: string; n: string; r: string; v: number };

/** One thing that was checked. Its sentence is `t('recount:check.' + what, values)`; where it failed,
 * `difference` says how. */
export type Step = {
  what: Check;
  ok: boolean;
  /** The round it was checked in. */
  round: string;
  values?: Record<string, string | number>;
  difference?: Difference;
};

export type Check =
  | 'config'
  | 'commitment'
  | 'opened'
  | 'receipts'
  | 'table'
  | 'blt'
  | 'root'
  | 'participants'
  | 'count'
  | 'secondRound'
  | 'runoff'
  | 'lottery'
  | 'shortlist'
  | 'signOff'
  | 'objection'
  | 'outcome'
  | 'chain'
  | 'order'
  | 'result';

/** Where the file departs from what it must say. `expected` is what the recount gives, `found` what the file says. */
export type Difference = {
  file: string;
  /** Which event of the file, from 1. */
  event?: number;
  /** The figure, as a path: `result.totals.c3`. */
  figure: string;
  expected: string;
  found: string;
  /** What cannot be said by two values: `t('recount:reason.' + reason, values)`. */
  reason?: Reason;
  values?: Record<string, string | number>;
};

export type Reason =
  'ballot' | 'canon' | 'order' | 'hex' | 'unknown' | 'event' | 'round' | 'candidates' | 'ballots';

export type CastBallot = { receipt: string; record: BallotRecord };

/** The shortlist of one cycle and the count it came from. */
export type Count = { cycle: number; withdrawn: string[]; result: Result; shortlist: string[] };

export type LotteryDraw = {
  round: string;
  seed: string;
  tickets: Record<string, string>;
  seats: number;
  winners: string[];
  cycle: number;
};

export type SignOff = { cycle: number; person: string; choice: string; concept: string; reason: string };

/** A round as it was recounted here. */
export type RoundRecount = {
  id: string;
  kind: 'main' | 'second' | 'runoff' | 'objection';
  method: string;
  seats: number;
  candidates: string[];
  /** Titles by id, as far as the record has them. */
  names: Record<string, string>;
  participants: number;
  root: string;
  chainHead: string;
  /** In the order of the receipts; empty below the quorum. */
  ballots: CastBallot[];
  counts: Count[];
  /** Of a round that judged an objection. */
  judgement?: Judgement;
  lotteries: LotteryDraw[];
};

export type Verification = {
  /** The record is whole, unchanged, and the recount gives what it says. */
  ok: boolean;
  steps: Step[];
  /** The first difference, when not ok. */
  difference?: Difference;
  /** The decision first, then the rounds that followed from it. */
  rounds: RoundRecount[];
  /** The recounted counts of the decision, one a cycle. */
  results: Count[];
  /** The shortlist as recounted here: that of the last cycle. */
  shortlist: string[];
  /** What the outcome event says: `adopted`, `not_adopted`, … */
  state: string;
  signOffs: SignOff[];
  chainHead: string;
  /** How long reading, hashing and counting took. */
  ms: number;
};

/** A ballot that was found by its receipt. */
export type FoundBallot = {
  round: RoundRecount;
  /** Its place in the order of receipts, from 0. */
  index: number;
  ballot: CastBallot;
};
