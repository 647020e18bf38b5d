import { expect, test } from 'vitest';
import { budgetOf, filledOf, isEmpty, marksOf, untouched, withPoints, type Filled } from './filled';
import type { Method } from './receipt';

const order = ['a', 'b', 'c'];
const cases: [Method, Partial<Filled>, object][] = [
  ['pairwise', { placing: { a: 2, c: 1 } }, { ranking: [['c'], ['a']] }],
  ['stv', { ranked: ['b', 'a'] }, { ranking: [['b'], ['a']] }],
  ['approval', { ticks: ['b'] }, { approvals: ['b'] }],
  ['star', { points: { a: 5, b: 1 } }, { scores: { a: 5, b: 1 } }],
  ['dots', { points: { c: 3 } }, { dots: { c: 3 } }],
  ['objection', { choice: 'dismiss' }, { choice: 'dismiss' }],
  ['objection', { choice: 'abstain' }, { abstain: true }],
];

test.each(cases)('%s: %j is sent as its marks, and comes back to the board', (method, part, marks) => {
  const filled = { ...untouched, ...part };
  expect(isEmpty(method, untouched)).toBe(true);
  expect(isEmpty(method, filled)).toBe(false);
  expect(marksOf(method, filled, order)).toEqual(marks);
  const back = filledOf(method, marksOf(method, filled, order));
  expect(marksOf(method, back, order)).toEqual(marks);
});

test('dots follow the places unless somebody said otherwise', () => {
  expect(budgetOf({ seats: 3, options: {} })).toEqual({ dots: 6, cap: 3 });
  expect(budgetOf({ seats: 3, options: { dots: 5 } })).toEqual({ dots: 5, cap: 3 });
  expect(budgetOf({ seats: 3, options: { dots: 8, cap: 1 } })).toEqual({ dots: 8, cap: 1 });
});

test('nought is no entry', () => {
  expect(withPoints({ a: 2, b: 1 }, 'a', 0)).toEqual({ b: 1 });
  expect(withPoints({ b: 1 }, 'a', 4)).toEqual({ a: 4, b: 1 });
});
