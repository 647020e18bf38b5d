import { expect, test } from 'vitest';
import { merge } from './canvas';

test.each([
  ['a', 'a and more', 'a', 'again'], // somebody changed another cell
  ['a', 'mine', 'theirs', 'conflict'],
  ['a', 'the same', 'the same', 'same'],
  ['', 'mine', '', 'again'],
  ['a', 'a', 'theirs', 'conflict'],
])('from "%s", mine "%s", theirs "%s": %s', (base, mine, theirs, what) => {
  expect(merge(base, mine, theirs)).toBe(what);
});
