import { describe, expect, test } from 'vitest';
import { emptyFields, fieldsOf, inputOf, mistakesOf, themeInputs, themeRows, themesChanged } from './form';
import { closeCurrent, nextPhase, phaseAt, standing, startNext } from './phases';
import type { Challenge, Phase } from './queries';

const day = 86_400_000;
const now = Date.parse('2026-11-20T10:00:30.123Z');
const at = (days: number) => new Date(now + days * day).toISOString();
const phase = (name: Phase['name'], opens: number, closes: number): Phase => ({
  name,
  opens_at: at(opens),
  closes_at: at(closes),
});
const phases = [phase('gather', -5, 2), phase('develop', 2, 10), phase('decide', 12, 20)];

describe('phases', () => {
  test('where a challenge stands', () => {
    expect(phaseAt({ phases }, now)?.name).toBe('gather');
    expect(standing({ phases }, now)).toBe('open');
    expect(standing({ phases }, now - 6 * day)).toBe('coming');
    expect(standing({ phases }, now + 11 * day)).toBe('between');
    expect(standing({ phases }, now + 20 * day)).toBe('closed');
    expect(nextPhase({ phases }, now + 11 * day)?.name).toBe('decide');
    expect(nextPhase({ phases }, now + 13 * day)).toBeUndefined();
  });

  test('starting the next one closes the open one at the same moment and touches nothing else', () => {
    const moved = startNext({ phases }, now)!;
    expect(moved.started).toEqual({ ...phases[1], opens_at: at(0) });
    expect(moved.phases).toEqual([
      { ...phases[0], closes_at: at(0) },
      { ...phases[1], opens_at: at(0) },
      phases[2],
    ]);
  });

  test('the last one can only be closed', () => {
    const last = [phase('gather', -5, 2)];
    expect(startNext({ phases: last }, now)).toBeUndefined();
    expect(closeCurrent({ phases: last }, now)).toEqual([{ ...last[0], closes_at: at(0) }]);
  });
});

describe('the form', () => {
  test('a new challenge has four phases, one after another, and lacks only its question', () => {
    const fields = emptyFields(new Date(now));
    expect(mistakesOf(fields)).toEqual({ title: true });
    expect(mistakesOf({ ...fields, title: 'Day 1' })).toEqual({});
  });

  test('finds missing times, an end before its beginning, overlaps and no phase at all', () => {
    const fields = { ...emptyFields(new Date(now)), title: 'Day 1' };
    const change = (name: Phase['name'], part: object) => ({
      ...fields,
      phases: { ...fields.phases, [name]: { ...fields.phases[name], ...part } },
    });
    expect(mistakesOf(change('develop', { closes: '' }))).toEqual({ times: 'develop' });
    expect(mistakesOf(change('develop', { closes: fields.phases.develop.opens }))).toEqual({
      times: 'develop',
    });
    expect(mistakesOf(change('decide', { opens: fields.phases.develop.opens }))).toEqual({
      overlap: 'decide',
    });
    const none = Object.fromEntries(
      Object.entries(fields.phases).map(([name, value]) => [name, { ...value, on: false }]),
    ) as typeof fields.phases;
    expect(mistakesOf({ ...fields, phases: none })).toEqual({ phases: true });
  });

  test('saving a new title moves no phase, not even by the seconds the field does not show', () => {
    const challenge = {
      title: 'Day 1',
      brief: '',
      phases,
      vote_mode: 'stance',
      audience: ['Sales'],
      themes: [{ id: 't1', name: 'Tell before they notice', about: 'A text first', ideas: 3 }],
      answer_days: 10,
      facilitators: [{ id: 'p1', name: 'Elina', department: '' }],
    } as unknown as Challenge;
    const input = inputOf({ ...fieldsOf(challenge, new Date(now)), title: ' Day one ' }, challenge);
    expect(input).toEqual({
      title: 'Day one',
      brief: '',
      phases,
      vote_mode: 'stance',
      audience: ['Sales'],
      facilitators: ['p1'],
      answer_days: 10,
    });
    // Themes go by themselves, with their ids: only when one of them, or their order, has changed.
    const fields = fieldsOf(challenge, new Date(now));
    expect(themesChanged(fields, challenge)).toBe(false);
    const rows = themeRows(fields);
    expect(themesChanged({ themes: [{ ...rows[0]!, name: 'Tell early' }] }, challenge)).toBe(true);
    expect(themesChanged({ themes: [] }, challenge)).toBe(true);
    expect(themeInputs(fields)).toEqual([
      { id: 't1', name: 'Tell before they notice', about: 'A text first' },
    ]);
    expect(themeInputs({ themes: 'Of an old draft\n\n Second ' })).toEqual([
      { name: 'Of an old draft', about: '' },
      { name: 'Second', about: '' },
    ]);
    expect(mistakesOf({ ...fields, themes: [...rows, ...rows], answerDays: '0' })).toEqual({
      themes: true,
      answerDays: true,
    });
  });
});
