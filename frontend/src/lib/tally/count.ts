import { open, participantsOf, type Opened } from './ballots';
import { boundary, groups } from './boundary';
import { table, type Counted } from './figures';
import { aboveOf, netOf, pathsOf } from './preference';
import { star } from './star';
import { stv } from './stv';
import type { Ballot, Result, Rules } from './types';

const ids = (opened: Opened, numbers: readonly number[]) =>
  numbers.map((number) => opened.electable[number]!);

function sums({ electable, rows }: Opened): number[] {
  return electable.map((_, index) => rows.reduce((sum, row) => sum + row.weight * row.marks[index]!, 0));
}

/** Approval and dots: the largest sum. */
function bySum(opened: Opened, seats: number): Counted {
  const totals = sums(opened);
  const ranked = groups(totals.length, (a, b) => totals[b]! - totals[a]!);
  const last = boundary(ranked, seats);
  return {
    ...last,
    tie: last.tied.length > 0,
    figures: {
      totals: table(opened.electable, totals),
      ranking: ranked.map((group) => ids(opened, group)),
    },
  };
}

function pairwise(opened: Opened, seats: number): Counted {
  const n = opened.electable.length;
  const above = aboveOf(n, opened.rows);
  const net = netOf(above);
  const paths = pathsOf(above);
  const defeats = (x: number, y: number) => paths[x]![y]! > paths[y]![x]!;
  const all = Array.from({ length: n }, (_, index) => index);
  const wins = all.map((x) => all.filter((y) => defeats(x, y)).length);
  const losses = all.map((x) => all.filter((y) => defeats(y, x)).length);
  const score = all.map((x) => wins[x]! - losses[x]!);
  const byScore = (a: number, b: number) => score[b]! - score[a]!;
  const ranked = groups(n, (a, b) => byScore(a, b) || net[b]! - net[a]!);
  const last = boundary(ranked, seats);
  const by = <T>(values: readonly T[]) => table(opened.electable, values);
  return {
    ...last,
    tie: last.tied.length > 0,
    figures: {
      ranking: ranked.map((group) => ids(opened, group)),
      score: by(score),
      wins: by(wins),
      losses: by(losses),
      net: by(net),
      primary_tie: boundary(groups(n, byScore), seats).tied.length > 0,
      pairwise: above,
      paths,
    },
  };
}

/** Counts a round: the same rules and the same ballots, in any order, give the same result. Throws BallotError. */
export function count(rules: Rules, ballots: readonly Ballot[]): Result {
  const participants = participantsOf(ballots);
  if (participants < (rules.quorum ?? 0)) return inquorate(participants); // no ballot is opened, not even to check it
  const opened = open(rules, ballots);

  const { electable } = opened;
  const seats = Math.min(rules.seats, electable.length);
  const vacancies = rules.seats - seats;
  const counted =
    rules.method === 'pairwise'
      ? pairwise(opened, seats)
      : rules.method === 'star'
        ? star(opened, seats)
        : rules.method === 'stv'
          ? stv(opened, rules)
          : bySum(opened, seats);
  const expands = rules.method === 'approval' && rules.onTie === 'expand' && counted.tied.length > 0;
  const elected = expands ? [...counted.elected, ...counted.tied] : counted.elected;
  const inOrder = (numbers: readonly number[]) =>
    ids(
      opened,
      [...numbers].sort((a, b) => a - b),
    );
  const tied = expands ? [] : counted.tied;
  return {
    status: tied.length > 0 ? 'tied' : vacancies > 0 ? 'short' : 'decided',
    participants: opened.participants,
    winners: inOrder(elected),
    tied: inOrder(tied),
    open_seats: expands ? 0 : counted.open,
    vacancies,
    tie: counted.tie,
    ...(expands ? { expanded: inOrder(counted.tied) } : {}),
    counted: opened.counted,
    abstained: opened.abstained,
    electable,
    ...counted.figures,
  };
}

/** Too few took part: no ballot is opened, and there is no figure. */
export function inquorate(participants: number): Result {
  return { status: 'inquorate', participants, winners: [], tied: [], open_seats: 0, tie: false };
}
