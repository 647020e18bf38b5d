import { expect, test } from 'vitest';
import { result } from '../outcome/fixture';
import { pathOf } from './paths';

// 45 voters, five candidates; the example by which the method is usually explained (Wikipedia, "Schulze method").
const electable = ['a', 'b', 'c', 'd', 'e'];
const pairwise = [
  [0, 20, 26, 30, 22],
  [25, 0, 16, 33, 18],
  [19, 29, 0, 17, 24],
  [15, 12, 28, 0, 14],
  [23, 27, 21, 31, 0],
];
const paths = [
  [0, 28, 28, 30, 24],
  [25, 0, 28, 33, 24],
  [25, 29, 0, 29, 24],
  [25, 28, 28, 0, 24],
  [25, 28, 28, 31, 0],
];
const count = { ...result, counted: 45, electable, pairwise, paths };

test.each(electable.flatMap((x) => electable.filter((y) => y !== x).map((y) => [x, y] as const)))(
  'the path from %s to %s is as strong as the count says, and every link of it was won',
  (x, y) => {
    const path = pathOf(count, x, y);
    expect(path.strength).toBe(paths[electable.indexOf(x)]![electable.indexOf(y)]);
    expect(Math.min(...path.links.map(({ votes }) => votes))).toBe(path.strength);
    expect(path.links[0]!.from).toBe(x);
    expect(path.links.at(-1)!.to).toBe(y);
    path.links.forEach(({ from, to, votes }, index) => {
      const [row, column] = [electable.indexOf(from), electable.indexOf(to)];
      expect(pairwise[row]![column]).toBe(votes);
      expect(votes).toBeGreaterThan(pairwise[column]![row]!);
      if (index > 0) expect(from).toBe(path.links[index - 1]!.to);
    });
  },
);

test('the weakest link of a path is marked', () => {
  const { links } = pathOf(count, 'a', 'b');
  expect(links.map(({ from, to }) => from + to)).toEqual(['ad', 'dc', 'cb']);
  expect(links.filter(({ weakest }) => weakest)).toEqual([{ from: 'd', to: 'c', votes: 28, weakest: true }]);
});

test('where nothing leads there is no path', () => {
  expect(pathOf(result, 'c', 'a')).toEqual({ from: 'c', to: 'a', strength: 0, links: [] });
  expect(pathOf(result, 'a', 'on no ballot').links).toEqual([]);
  expect(pathOf({ ...result, paths: undefined }, 'a', 'b').links).toEqual([]);
});
