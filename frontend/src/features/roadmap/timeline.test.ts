import { expect, test } from 'vitest';
import type { Commitment } from './queries';
import { barOf, dateOf, daysBetween, daysLate, lanesOf, passed, placeOf, spanOf } from './timeline';

const today = new Date(2026, 10, 27);
const link = (id: string) => ({ kind: 'decision', id, title: id });
const person = (id: string) => ({ id, name: id, department: 'Sales' });
const commitment = (change: Partial<Commitment>): Commitment => ({
  id: 'm1',
  challenge: { kind: 'challenge', id: 'c', title: 'C' },
  title: 'A promise',
  status: 'decided',
  note: '',
  note_html: '',
  starts_on: '',
  due_on: '',
  reason: '',
  followers: 0,
  following: false,
  late_days: 0,
  version: 1,
  created_at: '',
  updated_at: '',
  can: [],
  ...change,
});

test('dates are days of the reader, not moments', () => {
  expect(dateOf('2027-01-11')).toEqual(new Date(2027, 0, 11));
  expect(dateOf('')).toBeUndefined();
  expect(daysBetween(new Date(2026, 2, 28), new Date(2026, 2, 30))).toBe(2); // clocks change in between
});

test.each([
  ['2026-11-18', 'under_way', 9],
  ['2026-11-27', 'under_way', 0],
  ['2026-12-01', 'decided', 0],
  ['2026-11-18', 'done', 0],
  ['2026-11-18', 'stopped', 0],
  ['', 'under_way', 0],
] as const)('due %s and %s is %i days late', (due_on, status, late) => {
  expect(daysLate({ due_on, status }, today)).toBe(late);
});

test('the span holds every date and today in whole months', () => {
  expect(spanOf([commitment({})], today)).toBeUndefined();
  const span = spanOf([commitment({ starts_on: '2026-09-14', due_on: '2027-06-30' })], today);
  expect(span?.from).toEqual(new Date(2026, 8, 1));
  expect(span?.to).toEqual(new Date(2027, 6, 1));
  expect(span?.months).toHaveLength(10);
  expect(spanOf([commitment({ due_on: '2026-12-01' })], today)?.months).toHaveLength(6);
});

test('a bar lies where its dates are; one date alone gives a short bar', () => {
  const span = spanOf([commitment({ starts_on: '2026-11-01', due_on: '2027-10-31' })], today)!;
  expect(barOf(span, commitment({ starts_on: '2026-11-01', due_on: '2027-10-31' }))).toEqual({
    start: 0,
    end: 1,
  });
  expect(barOf(span, commitment({}))).toBeUndefined();
  const short = barOf(span, commitment({ due_on: '2027-03-31' }))!;
  expect(short.end - short.start).toBeCloseTo(15 / 365);
  expect(placeOf(span, new Date(2020, 0, 1))).toBe(0);
  expect(passed(commitment({ starts_on: '2026-11-26', due_on: '2026-11-29' }), today)).toBeCloseTo(0.25);
});

test('lanes by status keep their order, and what belongs to no decision stands last', () => {
  const all = [
    commitment({ id: 'a', status: 'done', title: 'Z' }),
    commitment({ id: 'b', status: 'under_way', decision: link('d1'), starts_on: '2027-01-01' }),
    commitment({
      id: 'c',
      status: 'under_way',
      decision: link('d1'),
      starts_on: '2026-12-01',
      owner: person('p'),
    }),
  ];
  expect(
    lanesOf(all, 'status').map(({ key, commitments }) => [key, commitments.map(({ id }) => id)]),
  ).toEqual([
    ['under_way', ['c', 'b']],
    ['done', ['a']],
  ]);
  expect(lanesOf(all, 'decision').map(({ key }) => key)).toEqual(['d1', '']);
  expect(lanesOf(all, 'owner').map(({ key }) => key)).toEqual(['p', '']);
});
