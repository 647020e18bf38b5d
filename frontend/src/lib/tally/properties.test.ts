import { describe, expect, it } from 'vitest';
import { count } from './count';
import type { Ballot, Method, Result, Rules } from './types';

/** Random numbers that are the same in every run. */
function numbers(seed: number) {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const methods: Method[] = ['pairwise', 'approval', 'star', 'dots', 'stv'];

function election(method: Method, seed: number): { rules: Rules; ballots: Ballot[] } {
  const random = numbers(seed * 7 + methods.indexOf(method));
  const n = 2 + random(8);
  const candidates = Array.from({ length: n }, (_, index) => `c${index}`);
  const seats = 1 + random(n - 1);
  const shuffled = () => candidates.map((id) => ({ id, at: random(1000) })).sort((a, b) => a.at - b.at);
  const ballots = Array.from({ length: 1 + random(12) }, (): Ballot => {
    const weight = 1 + random(3);
    const some = shuffled()
      .slice(0, random(n + 1))
      .map(({ id }) => id);
    if (some.length === 0) return { weight, abstain: true };
    switch (method) {
      case 'pairwise': {
        const ranking: string[][] = [];
        for (const id of some) {
          if (ranking.length > 0 && random(3) === 0) ranking.at(-1)!.push(id);
          else ranking.push([id]);
        }
        return { weight, ranking };
      }
      case 'stv':
        return { weight, ranking: some.map((id) => [id]) };
      case 'approval':
        return { weight, approvals: some };
      case 'star':
        return { weight, scores: Object.fromEntries(some.map((id) => [id, random(6)])) };
      case 'dots':
        return { weight, dots: Object.fromEntries(some.slice(0, 2).map((id) => [id, random(seats) + 1])) };
    }
  });
  const lotteryOrder = shuffled().map(({ id }) => id);
  return { rules: { method, seats, candidates, lotteryOrder, dots: 2 * seats, cap: seats }, ballots };
}

/** A result with other names, lists that say who in the order of names. */
function renamed(result: Result, name: (id: string) => string): Result {
  const text = JSON.stringify(result).replace(/"c(\d+)"/g, (_, digits: string) => `"${name(`c${digits}`)}"`);
  return JSON.parse(text) as Result;
}

describe.each(methods)('%s', (method) => {
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);

  it('does not see the order of the ballots, nor how equal ones are written', () => {
    for (const seed of seeds) {
      const { rules, ballots } = election(method, seed);
      const whole = count(rules, ballots);
      expect(count(rules, [...ballots].reverse())).toEqual(whole);
      const single = ballots.flatMap((ballot) =>
        Array.from({ length: ballot.weight }, () => ({ ...ballot, weight: 1 })),
      );
      expect(count(rules, single)).toEqual(whole);
    }
  });

  it('gives the same result under other names', () => {
    for (const seed of seeds) {
      const { rules, ballots } = election(method, seed);
      // Names in another order of letters; the order on the ballot stays.
      const name = (id: string) => `c${rules.candidates.length - 1 - Number(id.slice(1))}`;
      const other: Rules = {
        ...rules,
        candidates: rules.candidates.map(name),
        lotteryOrder: rules.lotteryOrder!.map(name),
      };
      const map = (table: Record<string, number> | undefined) =>
        table && Object.fromEntries(Object.entries(table).map(([id, many]) => [name(id), many]));
      const changed = ballots.map(({ ranking, approvals, scores, dots, ...rest }): Ballot => {
        const kept: Ballot = { ...rest };
        if (ranking) kept.ranking = ranking.map((tier) => tier.map(name));
        if (approvals) kept.approvals = approvals.map(name);
        if (scores) kept.scores = map(scores);
        if (dots) kept.dots = map(dots);
        return kept;
      });
      const { winners, tied, status, ranking, elected_groups: groups } = count(other, changed);
      const mine = renamed(count(rules, ballots), name);
      expect({ winners, tied, status, ranking, groups }).toEqual({
        winners: mine.winners,
        tied: mine.tied,
        status: mine.status,
        ranking: mine.ranking,
        groups: mine.elected_groups,
      });
    }
  });

  it('never elects more than the seats, and fills or explains each of them', () => {
    for (const seed of seeds) {
      const { rules, ballots } = election(method, seed);
      const { winners, open_seats: open, vacancies, tied } = count(rules, ballots);
      expect(winners.length + open + vacancies!).toBe(rules.seats);
      expect(tied.length === 0 ? open === 0 : tied.length > open).toBe(true);
    }
  });
});

describe.each(['pairwise', 'approval', 'dots'] as const)('%s', (method) => {
  it('keeps its winners, or has them tied, with one seat more', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { rules, ballots } = election(method, seed);
      const { winners } = count(rules, ballots);
      const more = count({ ...rules, seats: rules.seats + 1 }, ballots);
      for (const id of winners) expect([...more.winners, ...more.tied]).toContain(id);
    }
  });
});

describe('large and equal', () => {
  it('forty concepts that are all equal stay one way a seat in STAR', () => {
    const candidates = Array.from({ length: 40 }, (_, index) => `c${index}`);
    const scores = Object.fromEntries(candidates.map((id) => [id, 5]));
    const result = count({ method: 'star', seats: 20, candidates }, [{ weight: 7, scores }]);
    expect(result).toMatchObject({ status: 'tied', winners: [], open_seats: 20, rounds: null });
    expect(result.tied).toHaveLength(40);
  });

  it('values of STV stay exact beyond what a product of numbers holds', () => {
    const weight = 500_000_000;
    const { stages } = count({ method: 'stv', seats: 2, candidates: ['A', 'B', 'C', 'D'] }, [
      { weight, ranking: [['A'], ['B']] },
      { weight: 3, ranking: [['B']] },
      { weight: 7, ranking: [['C']] },
      { weight: 1, ranking: [['D']] },
    ]);
    // Quota ⌊500000011/3⌋+1 = 166666671; each of the 500000000 moves on at ⌊100000·33333332900000/50000000000000⌋.
    expect(stages![1]!.totals.A).toBe('166666671.00000');
    expect(stages![1]!.totals.B).toBe(`${500_000_000 * 0.66666 + 3}.00000`);
  });
});
