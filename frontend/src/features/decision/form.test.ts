import { expect, test } from 'vitest';
import { readiness } from '../../test/concept';
import {
  defaultQuorum,
  fieldTime,
  lacksOf,
  lacksOfConcept,
  momentOf,
  optionsOf,
  quorumOf,
  usualClose,
  type Draft,
} from './form';

const now = new Date(2026, 10, 26, 12, 0);
const person = (id: string) => ({ id, name: id, department: '' });
const full: Draft = {
  challenge: 'c',
  title: 'Our promises',
  question: '',
  seats: 1,
  method: 'pairwise',
  options: {},
  followUp: 2880,
  secondRound: false,
  candidates: ['a', 'b', 'c'],
  panel: ['p', 'q', 'r'].map(person),
  quorum: undefined,
  opens: '',
  closes: fieldTime(usualClose(now)),
};

test.each([
  [1, 1],
  [3, 2],
  [4, 3],
  [6, 4],
  [7, 5],
  [30, 20],
])('of a panel of %i, %i must take part', (panel, quorum) => expect(defaultQuorum(panel)).toBe(quorum));

test('the quorum follows the panel until somebody sets it', () => {
  expect(quorumOf(full)).toBe(2);
  expect(quorumOf({ ...full, panel: [...full.panel, person('s'), person('t')] })).toBe(4);
  expect(quorumOf({ ...full, quorum: 3, panel: [...full.panel, person('s'), person('t')] })).toBe(3);
});

test('times of the form are local and come back as they were', () => {
  const at = new Date(2027, 0, 3, 9, 5);
  expect(fieldTime(at)).toBe('2027-01-03T09:05');
  expect(momentOf(fieldTime(at))).toEqual(at);
  expect(momentOf('')).toBeUndefined();
  expect(momentOf('soon')).toBeUndefined();
  expect(usualClose(now)).toEqual(new Date(2026, 11, 3, 16, 0));
});

const lacks = (change: Partial<Draft>) =>
  lacksOf({ ...full, ...change }, now.getTime()).map(({ name }) => name);

test('a full form lacks nothing', () => expect(lacks({})).toEqual([]));

test.each<[Partial<Draft>, string]>([
  [{ challenge: '' }, 'challenge'],
  [{ title: '  ' }, 'title'],
  [{ candidates: ['a'] }, 'candidates'],
  [{ candidates: Array.from({ length: 41 }, (_, i) => `${i}`) }, 'candidatesMany'],
  [{ seats: 3 }, 'seats'],
  [{ seats: 0 }, 'seats'],
  [{ seats: Number.NaN }, 'seats'],
  [{ panel: [person('p'), person('q')] }, 'panel'],
  [{ panel: Array.from({ length: 31 }, (_, i) => person(`${i}`)) }, 'panelMany'],
  [{ quorum: 4 }, 'quorum'],
  [{ quorum: 0 }, 'quorum'],
  [{ closes: '' }, 'closes'],
  [{ closes: '2026-11-26T11:59' }, 'closesPast'],
  [{ opens: '2026-12-24T12:00', closes: '2026-12-24T11:00' }, 'closesEarly'],
  [{ method: 'dots', options: { dots: 101 } }, 'dots'],
  [{ method: 'dots', options: { dots: 0 } }, 'dots'],
  [{ method: 'dots', options: { dots: 4, cap: 5 } }, 'cap'],
  [{ followUp: 0 }, 'followUp'],
  [{ followUp: 43_201 }, 'followUp'],
])('%j is named as %s', (change, name) => expect(lacks(change)).toEqual([name]));

test('every lack is named at once', () => {
  expect(lacks({ challenge: '', title: '', candidates: [], panel: [], closes: '' })).toEqual([
    'challenge',
    'title',
    'candidates',
    'panel',
    'closes',
  ]);
});

test('concepts without evidence are counted, whatever else is there', () => {
  expect(lacksOf(full, now.getTime(), 2)).toEqual([
    { field: 'candidates', name: 'evidence', values: { count: 2 } },
  ]);
});

test('a concept needs a measure, an insight and a sticking point', () => {
  expect(lacksOfConcept({ readiness: readiness() })).toEqual([]);
  expect(lacksOfConcept({ readiness: readiness(['insight', 'problem']) })).toEqual([
    'measure',
    'sticking_point',
  ]);
  expect(lacksOfConcept({ readiness: readiness(['measure', 'insight', 'sticking_point']) })).toEqual([]);
});

test('only what belongs to the method is sent', () => {
  const options = { dots: 8, cap: 3, on_tie: 'expand' as const };
  expect(optionsOf({ method: 'pairwise', options })).toEqual({});
  expect(optionsOf({ method: 'approval', options })).toEqual({ on_tie: 'expand' });
  expect(optionsOf({ method: 'dots', options })).toEqual({ dots: 8, cap: 3 });
});
