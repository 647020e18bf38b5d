import type { Opened } from './ballots';
import { table, type Counted } from './figures';
import type { StarRound } from './types';

/** How many ways to fill the seats are followed at a time. All programs that recount a record stop at the same. */
const mostWays = 4096;

/** Figures of STAR that stay the same from seat to seat. */
type Figures = { totals: number[]; fives: number[]; above: number[][] };

function figuresOf({ electable, rows }: Opened): Figures {
  const n = electable.length;
  const above = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const totals = new Array<number>(n).fill(0);
  const fives = new Array<number>(n).fill(0);
  for (const { weight, marks } of rows) {
    for (let a = 0; a < n; a++) {
      totals[a]! += weight * marks[a]!;
      if (marks[a] === 5) fives[a]! += weight;
      for (let b = 0; b < n; b++) if (marks[a]! > marks[b]!) above[a]![b]! += weight;
    }
  }
  return { totals, fives, above };
}

const best = (pool: readonly number[], key: (concept: number) => number): number[] => {
  const top = Math.max(...pool.map(key));
  return pool.filter((concept) => key(concept) === top);
};

/** The pairs that may meet in the run-off: one, or several where equals leave it open. */
function finalists(left: readonly number[], { totals, fives, above }: Figures): [number, number][] {
  let pool = [...left];
  let first: number | undefined;
  const headToHead = (among: readonly number[]) => (concept: number) =>
    among.reduce((sum, other) => (other === concept ? sum : sum + above[concept]![other]!), 0);
  const keys = [
    () => (concept: number) => totals[concept]!,
    () => headToHead(pool),
    () => (concept: number) => fives[concept]!,
  ];
  for (const make of keys) {
    const key = make();
    const top = best(pool, key);
    if (first !== undefined) {
      if (top.length === 1) return [[first, top[0]!]];
      pool = top;
    } else if (top.length === 2) {
      return [[top[0]!, top[1]!]];
    } else if (top.length > 2) {
      pool = top;
    } else {
      first = top[0]!;
      const next = best(
        pool.filter((concept) => concept !== first),
        key,
      );
      if (next.length === 1) return [[first, next[0]!]];
      pool = next;
    }
  }
  if (first !== undefined) return pool.map((second) => [first, second]);
  return pool.flatMap((a, index) => pool.slice(index + 1).map((b): [number, number] => [a, b]));
}

/** Who wins between two: one, or both where nothing sets them apart. */
function runOff(a: number, b: number, { totals, fives, above }: Figures): number[] {
  const sign = above[a]![b]! - above[b]![a]! || totals[a]! - totals[b]! || fives[a]! - fives[b]!;
  return sign > 0 ? [a] : sign < 0 ? [b] : [a, b];
}

/** For each concept the first one that no figure can tell from it: swapping the two changes nothing. */
function twinsOf({ totals, fives, above }: Figures): number[] {
  const n = totals.length;
  const alike = (a: number, b: number) =>
    totals[a] === totals[b] &&
    fives[a] === fives[b] &&
    above[a]![b] === above[b]![a] &&
    totals.every(
      (_, c) => c === a || c === b || (above[a]![c] === above[b]![c] && above[c]![a] === above[c]![b]),
    );
  return Array.from({ length: n }, (_, b) => {
    for (let a = 0; a < b; a++) if (alike(a, b)) return a;
    return b;
  });
}

/**
 * Bloc STAR, seat by seat. Where equals leave more than one way open, all are followed: the state is the set of elected
 * sets. Twins are interchangeable in every figure, so of each set only the one with the first twins is followed, and
 * forty concepts that are all equal stay one set a seat instead of millions.
 */
export function star(opened: Opened, seats: number): Counted {
  const n = opened.electable.length;
  const figures = figuresOf(opened);
  const sums = {
    totals: table(opened.electable, figures.totals),
    fives: table(opened.electable, figures.fives),
  };
  if (n <= seats) {
    // No more concepts than seats: all are elected, and there is nothing to count.
    return {
      elected: [...figures.totals.keys()],
      tied: [],
      open: 0,
      tie: false,
      figures: { ...sums, rounds: null },
    };
  }
  const twin = twinsOf(figures);
  const classes = new Map<number, number[]>();
  twin.forEach((head, concept) => classes.set(head, [...(classes.get(head) ?? []), concept]));
  const canonical = (elected: readonly number[]): number[] => {
    const taken = new Map<number, number>();
    for (const concept of elected) taken.set(twin[concept]!, (taken.get(twin[concept]!) ?? 0) + 1);
    return [...taken].flatMap(([head, many]) => classes.get(head)!.slice(0, many)).sort((a, b) => a - b);
  };

  let states: number[][] = [[]];
  // What a set of first twins stands for: a concept is in all sets only when its whole class is, in some when one is.
  const matesIn = (set: readonly number[], concept: number) =>
    classes.get(twin[concept]!)!.filter((mate) => set.includes(mate)).length;
  const everywhere = (concept: number) =>
    states.every((set) => matesIn(set, concept) === classes.get(twin[concept]!)!.length);
  const somewhere = (concept: number) => states.some((set) => matesIn(set, concept) > 0);

  let branched = false;
  const rounds: StarRound[] = [];
  for (let seat = 0; seat < seats; seat++) {
    const next = new Map<string, number[]>();
    for (const elected of states) {
      const left = opened.electable
        .map((_, concept) => concept)
        .filter((concept) => !elected.includes(concept));
      const pairs = finalists(left, figures);
      if (pairs.length > 1) branched = true;
      const add = (winner: number) => {
        const set = canonical([...elected, winner]);
        next.set(set.join(), set);
      };
      for (const [a, b] of pairs) {
        const winners = runOff(a, b, figures);
        if (winners.length > 1) branched = true;
        winners.forEach(add);
        const winner = winners[0]!;
        const loser = winner === a ? b : a;
        rounds.push({
          winner: opened.electable[winner]!,
          runner_up: opened.electable[loser]!,
          for: figures.above[winner]![loser]!,
          against: figures.above[loser]![winner]!,
        });
      }
    }
    if (next.size > mostWays) {
      // Too many ways to follow: what is certain up to here is elected, whoever may still reach a final is tied.
      const sure = figures.totals.flatMap((_, concept) => (everywhere(concept) ? [concept] : []));
      const hopeful = figures.totals.flatMap((own, concept) => {
        const ahead = figures.totals.filter((other) => other > own).length;
        return ahead <= seats && !sure.includes(concept) ? [concept] : [];
      });
      return {
        elected: sure,
        tied: hopeful,
        open: seats - sure.length,
        tie: true,
        figures: { ...sums, rounds: null },
      };
    }
    states = [...next.values()];
  }

  const all = figures.totals.map((_, concept) => concept);
  const elected = all.filter(everywhere);
  const tied = all.filter((concept) => !everywhere(concept) && somewhere(concept));
  return {
    elected,
    tied,
    open: seats - elected.length,
    tie: tied.length > 0,
    figures: { ...sums, rounds: branched ? null : rounds },
  };
}
