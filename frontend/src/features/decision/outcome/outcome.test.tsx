import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderPage } from '../../../test/render';
import { DecisionPage } from '../DecisionPage';
import type { Decision, Result } from '../queries';

const names = { a: 'Kerromme ensin', b: 'Arrival by text', c: 'Readable invoices', d: 'The chat' };
const decision: Decision = {
  id: 'd1',
  challenge: { kind: 'challenge', id: 'c1', title: 'Our promises' },
  title: 'Two promises',
  question: '',
  seats: 2,
  method: 'pairwise',
  candidates: Object.entries(names).map(([id, title]) => ({ kind: 'concept', id, title })),
  panel: [{ id: 'p2', name: 'Helmi Yrjölä', department: 'Sales' }],
  quorum: 5,
  closes_at: '2026-11-26T14:00:00Z',
  state: 'decided',
  turnout: { voted: 7, panel: 7 },
  voted: false,
  version: 3,
  created_at: '',
  updated_at: '',
  can: ['result.read'],
};
const result: Result = {
  decision: 'd1',
  state: 'decided',
  closed_at: '2026-11-26T14:00:00Z',
  seats: 2,
  winners: ['a', 'b'],
  tied: [],
  open_seats: 0,
  participants: 7,
  panel: 7,
  quorum: 5,
  counted: 7,
  names,
  electable: ['c', 'b', 'a'],
  ranking: [['a'], ['b'], ['c']],
  pairwise: [
    [0, 1, 1],
    [5, 0, 2],
    [6, 4, 0],
  ],
  wins: { a: 2, b: 1, c: 0 },
  losses: { a: 0, b: 1, c: 2 },
  net: { a: 7, b: 2, c: -9 },
};

async function show(count: Partial<Result>) {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const found = (input as Request).url.endsWith('/result')
      ? { ...result, ...count }
      : { ...decision, state: count.state ?? 'decided' };
    return new Response(JSON.stringify(found), { headers: { 'Content-Type': 'application/json' } });
  });
  await renderPage(<DecisionPage id="d1" />);
}

test('the outcome says who published it and why, in sentences read off the count', async () => {
  await show({});
  expect(await screen.findByText('Published by the count')).toBeVisible();
  const chosen = within(screen.getByRole('list', { name: 'Chosen' }));
  expect(chosen.getAllByRole('listitem').map((row) => within(row).getByRole('heading').textContent)).toEqual([
    names.a,
    names.b,
  ]);
  const why = screen.getByRole('region', { name: 'Why this, and not that' });
  expect(
    within(why)
      .getAllByRole('listitem')
      .map((row) => row.textContent),
  ).toEqual([
    'Kerromme ensin before Arrival by text. Four of seven placed it above, two below, one as equal.',
    'Arrival by text took place 2 before Readable invoices. Five of seven placed it above, one below, one as equal.',
    'Readable invoices came after all of the chosen. It stays a concept, keeps its evidence, and can come to the next round.',
  ]);
  expect(screen.getByText('On no ballot: The chat.')).toBeVisible();
});

test('arrow keys go through the pairs and read each as a sentence', async () => {
  await show({});
  await userEvent.click(await screen.findByText('4'));
  await userEvent.keyboard('{ArrowDown}'); // from a row a, column b; past b against itself
  const told = 'One of seven placed Readable invoices above Arrival by text, five below, one as equal.';
  expect(document.activeElement).toHaveAccessibleName(told);
  await userEvent.click(screen.getByRole('button', { name: 'As a table to copy' }));
  expect(screen.getByRole('columnheader', { name: names.a })).toBeVisible();
});

test('a missed quorum is no decision, and the ballots stay unopened', async () => {
  await show({
    state: 'inquorate',
    winners: [],
    participants: 4,
    counted: undefined,
    electable: undefined,
    ranking: undefined,
    pairwise: undefined,
  });
  expect(await screen.findByRole('heading', { name: 'No decision' })).toBeVisible();
  expect(screen.getByText(/4 of 7 took part; the quorum was 5/)).toBeVisible();
  expect(screen.queryByRole('list', { name: 'Chosen' })).toBeNull();
});

test('a tie names the equals and puts nothing on the roadmap', async () => {
  await show({
    state: 'tied',
    winners: ['a'],
    tied: ['b', 'c'],
    open_seats: 1,
    ranking: [['a'], ['b', 'c']],
  });
  expect(await screen.findByText('Tied, and nobody breaks it by hand')).toBeVisible();
  expect(screen.queryByRole('link', { name: 'On the roadmap' })).toBeNull();
});
