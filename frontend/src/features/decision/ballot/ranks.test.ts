import { expect, test } from 'vitest';
import { putAt, step, without } from './ranks';

const list = ['a', 'b', 'c'];

test.each([
  ['c', 0, 'cab'],
  ['a', 1, 'bac'],
  ['a', 9, 'bca'],
  ['a', -1, 'abc'],
  ['d', 1, 'adbc'],
])('%s at %i', (concept, index, after) => expect(putAt(list, concept, index).join('')).toBe(after));

test.each<[string, -1 | 1, string]>([
  ['b', -1, 'bac'],
  ['b', 1, 'acb'],
  ['a', -1, 'abc'],
  ['c', 1, 'ab'],
  ['d', -1, 'abcd'],
  ['d', 1, 'abc'],
])('%s one step %i', (concept, direction, after) =>
  expect(step(list, concept, direction).join('')).toBe(after),
);

test('nothing is ever twice in the list', () => {
  const put = putAt(putAt(list, 'b', 0), 'b', 2);
  expect(new Set(put).size).toBe(put.length);
  expect(without(put, 'b')).toEqual(['a', 'c']);
});
