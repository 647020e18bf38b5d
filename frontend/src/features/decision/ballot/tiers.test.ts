import { expect, test } from 'vitest';
import { drawnOrder, inTier, place, ranking, tierOf, towards, type Placing } from './tiers';

const order = ['d', 'b', 'a', 'c'];

test('a concept is placed, moved and taken away again', () => {
  let placing: Placing = {};
  placing = place(placing, 'a', 1);
  placing = place(placing, 'b', 2);
  placing = place(placing, 'a', 3);
  expect(tierOf(placing, 'a')).toBe(3);
  expect(inTier(placing, order, 0)).toEqual(['d', 'c']);
  placing = place(placing, 'a', 0);
  expect(placing).toEqual({ b: 2 });
});

test('the ballot leaves out empty tiers and what is not placed', () => {
  expect(ranking({ a: 3, b: 3, c: 1 }, order)).toEqual([['c'], ['b', 'a']]);
  expect(ranking({}, order)).toEqual([]);
});

test('the arrows go through the board from the top to its foot and stop there', () => {
  expect([1, 2, 3, 0].map((tier) => towards(tier as 0, 1))).toEqual([2, 3, 0, 0]);
  expect([0, 3, 2, 1].map((tier) => towards(tier as 0, -1))).toEqual([3, 2, 1, 1]);
});

test('the order is drawn for each member: the same again for one, even over many', () => {
  const concepts = ['c1', 'c2', 'c3', 'c4'];
  expect(drawnOrder(concepts, 'p1.d1')).toEqual(drawnOrder([...concepts].reverse(), 'p1.d1'));
  const firsts = new Map<string, number>();
  for (let member = 0; member < 2000; member++) {
    const drawn = drawnOrder(concepts, `person-${member}.d1`);
    expect([...drawn].sort()).toEqual(concepts);
    firsts.set(drawn[0] ?? '', (firsts.get(drawn[0] ?? '') ?? 0) + 1);
  }
  for (const concept of concepts) expect(firsts.get(concept)).toBeGreaterThan(400);
});
