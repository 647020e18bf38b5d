import { expect, test } from 'vitest';
import type { Result } from '../queries';
import { clearness, counted, pairOf, reasons } from './figures';

const base: Result = {
  decision: 'd1',
  kind: 'main',
  state: 'adopted',
  method: 'pairwise',
  options: {},
  cycle: 1,
  withdrawn: [],
  shortlist: ['a', 'b'],
  path: [],
  took_part: [],
  few: false,
  split: [],
  config_hash: '',
  commitment: '',
  server_seed: '',
  root: '',
  chain_head: '',
  seats: 2,
  winners: ['a', 'b'],
  tied: [],
  open_seats: 0,
  participants: 7,
  panel: 7,
  quorum: 5,
  counted: 7,
  names: { a: 'A', b: 'B', c: 'C', d: 'D' },
  electable: ['c', 'a', 'b', 'd'],
  ranking: [['a'], ['b'], ['c'], ['d']],
  // row preferred to column; rows in the order of electable
  pairwise: [
    [0, 2, 3, 5],
    [4, 0, 3, 6],
    [2, 3, 0, 6],
    [1, 1, 1, 0],
  ],
  wins: { a: 3, b: 1, c: 1, d: 0 },
  losses: { a: 0, b: 1, c: 1, d: 3 },
  net: { a: 7, b: 4, c: -1, d: -14 },
};

test('a pair is read whatever the order of its row and column', () => {
  expect(pairOf(base, 'a', 'c')).toEqual({ x: 'a', y: 'c', above: 4, below: 2, equal: 1 });
  expect(pairOf(base, 'c', 'a')).toEqual({ x: 'c', y: 'a', above: 2, below: 4, equal: 1 });
  expect(pairOf(base, 'a', 'a')).toBeUndefined();
  expect(pairOf(base, 'a', 'unmarked')).toBeUndefined();
});

test.each([
  [3, 3, 0],
  [1, 4, 0],
  [4, 3, 1],
  [4, 2, 1],
  [5, 2, 2],
  [5, 1, 2],
  [6, 1, 3],
])('%i against %i has colour %i', (above, below, colour) =>
  expect(clearness({ x: 'x', y: 'y', above, below, equal: 0 })).toBe(colour),
);

test('each place is explained by the figure that decided it', () => {
  const told = reasons(base);
  expect(told.map(({ kind }) => kind)).toEqual(['indirect', 'balance', 'left']);
  expect(told[0]).toMatchObject({ pair: { x: 'a', y: 'b', above: 3, below: 3, equal: 1 }, wins: [3, 1] });
  // b stands before c although c is ahead between the two: both score 0, the balance decides.
  expect(told[1]).toMatchObject({ pair: { x: 'b', y: 'c', above: 2, below: 3 }, place: 2, net: [4, -1] });
  expect(told[2]).toEqual({ kind: 'left', x: 'c', others: 1 });
});

test('a tie is said to be one, and nobody is said to be left out', () => {
  const tied: Result = {
    ...base,
    state: 'runoff',
    shortlist: [],
    winners: ['a'],
    tied: ['b', 'c'],
    open_seats: 1,
    ranking: [['a'], ['b', 'c'], ['d']],
  };
  expect(reasons(tied)).toEqual([{ kind: 'equal', concepts: ['b', 'c'] }]);
  expect(counted(tied)).toEqual(['a', 'b', 'c', 'd']);
});

test('approval is explained by ticks', () => {
  const { pairwise: _, wins: __, losses: ___, net: ____, ...rest } = base;
  const told = reasons({ ...rest, method: 'approval', totals: { a: 6, b: 5, c: 3, d: 1 } });
  expect(told[0]).toMatchObject({ kind: 'total', x: 'a', y: 'b', totals: [6, 5] });
  expect(told[1]).toMatchObject({ kind: 'total', x: 'b', y: 'c', place: 2, totals: [5, 3] });
});

test('no decision has nothing to explain', () => {
  const none: Result = {
    ...base,
    state: 'inquorate',
    winners: [],
    electable: undefined,
    ranking: undefined,
    pairwise: undefined,
  };
  expect(reasons(none)).toEqual([]);
});
