import { expect, test } from 'vitest';
import { difference, merge } from './canvas';

test.each([
  ['a', 'a and more', 'a', 'again'], // somebody changed another cell
  ['a', 'mine', 'theirs', 'conflict'],
  ['a', 'the same', 'the same', 'same'],
  ['', 'mine', '', 'again'],
  ['a', 'a', 'theirs', 'conflict'],
])('from "%s", mine "%s", theirs "%s": %s', (base, mine, theirs, what) => {
  expect(merge(base, mine, theirs)).toBe(what);
});

const told = (older: string, newer: string) =>
  difference(older, newer).map(({ kind, text }) => ({ both: '=', gone: '-', new: '+' })[kind] + text);

test('a comparison tells which words went and which came', () => {
  expect(told('One message within fifteen minutes.', 'One message in Finnish within five minutes.')).toEqual([
    '=One message ',
    '+in Finnish ',
    '=within ',
    '-fifteen ',
    '+five ',
    '=minutes.',
  ]);
  expect(told('', 'New words')).toEqual(['+New words']);
  expect(told('Old words', '')).toEqual(['-Old words']);
  expect(told('Väinö sanoo', 'Väinö sanoo')).toEqual(['=Väinö sanoo']);
  expect(told('', '')).toEqual([]);
});

test('both texts can be put together again from the stretches', () => {
  const [older, newer] = ['a b\nc d e', 'b c x\nd  f'];
  const stretches = difference(older, newer);
  const words = (text: string) => text.split(/\s+/).filter(Boolean);
  const join = (without: string) =>
    words(
      stretches
        .filter(({ kind }) => kind !== without)
        .map(({ text }) => text)
        .join(' '),
    );
  expect(join('new')).toEqual(words(older));
  expect(join('gone')).toEqual(words(newer));
});

test('very long texts are shown whole instead of compared', () => {
  const long = 'word '.repeat(2000);
  expect(difference(long, `${long}end`)).toEqual([
    { kind: 'gone', text: long },
    { kind: 'new', text: `${long}end` },
  ]);
});
