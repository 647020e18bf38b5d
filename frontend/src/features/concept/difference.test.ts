import { expect, test } from 'vitest';
import { difference } from './difference';

const told = (older: string, newer: string) =>
  difference(older, newer).map(({ kind, text }) => ({ both: '=', gone: '-', new: '+' })[kind] + text);

test('a comparison tells which words went and which came', () => {
  expect(told('One message within fifteen minutes.', 'One message in Finnish within five minutes.')).toEqual([
    '=One message ',
    '+in Finnish ',
    '=within ',
    '-fifteen',
    '+five',
    '= minutes.',
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

test('very long texts that have nothing in common are shown whole instead of compared', () => {
  const [older, newer] = [words('a', 900), words('b', 900)];
  expect(difference(older, newer)).toEqual([
    { kind: 'gone', text: older },
    { kind: 'new', text: newer },
  ]);
  expect(difference(older, `${older} end`).at(-1)).toEqual({ kind: 'new', text: ' end' });
});

/** So many different words. */
function words(prefix: string, count: number): string {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`).join(' ');
}
