import { describe, expect, test } from 'vitest';
import { ago, day, left, writtenDate } from './dates';

const now = new Date(2026, 10, 26, 16, 0).getTime(); // Thursday, in the reader's own time zone
const before = (ms: number) => new Date(now - ms);
const after = (ms: number) => new Date(now + ms);
const [second, minute, hour] = [1000, 60_000, 3_600_000];

test('a date is written with its weekday, and with the year only when it is another one', () => {
  expect(writtenDate(new Date(now), now)).toBe('Thu 26 Nov, 16:00');
  expect(writtenDate(new Date(2027, 0, 15, 9, 5), now)).toBe('Fri 15 Jan 2027, 09:05');
});

describe('the past', () => {
  test.each([
    [0, { unit: 'now' }],
    [59 * second, { unit: 'now' }],
    [-20 * second, { unit: 'now' }], // the server's clock may run ahead
    [minute, { unit: 'minutes', count: 1 }],
    [59 * minute + 59 * second, { unit: 'minutes', count: 59 }],
    [hour, { unit: 'hours', count: 1 }],
    [day - second, { unit: 'hours', count: 23 }],
    [day, { unit: 'written' }],
    [3 * day, { unit: 'written' }],
  ])('%i ms ago', (passed, told) => {
    expect(ago(before(passed), now)).toEqual(told);
  });
});

describe('the time left', () => {
  test.each([
    [-second, { unit: 'over' }],
    [0, { unit: 'over' }],
    [second, { unit: 'minutes', count: 1 }],
    [119 * minute, { unit: 'minutes', count: 119 }],
    [2 * hour, { unit: 'hours', count: 2 }],
    [47 * hour, { unit: 'hours', count: 47 }],
    [5 * day + hour, { unit: 'days', count: 5 }],
  ])('%i ms to go', (rest, told) => {
    expect(left(after(rest), now)).toEqual(told);
  });
});
