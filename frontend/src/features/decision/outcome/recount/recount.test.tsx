import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { RoundRecount, Verification } from '../../../../lib/tally';
import { renderPage } from '../../../../test/render';
import type { Decision, Result } from '../../queries';
import { decision, names, result } from '../fixture';
import RecountCard from './RecountCard';

const verifyRecord = vi.hoisted(() => vi.fn());
vi.mock(import('../../../../lib/tally'), async (original) => ({ ...(await original()), verifyRecord }));

const mine = 'a1'.repeat(32);
const round: RoundRecount = {
  id: 'd1',
  kind: 'main',
  method: 'pairwise',
  seats: 2,
  candidates: Object.keys(names),
  names,
  participants: 7,
  root: '',
  chainHead: '',
  ballots: [mine, ...Array.from({ length: 6 }, (_, i) => `0${i}`.repeat(32))].map((receipt) => ({
    receipt,
    record: { b: [['b'], ['a', 'c']], m: 'pairwise', n: '', r: 'd1', v: 1 },
  })),
  counts: [],
  lotteries: [],
};
const right: Verification = {
  ok: true,
  steps: [
    { what: 'config', ok: true, round: 'd1' },
    { what: 'receipts', ok: true, round: 'd1', values: { count: 7 } },
  ],
  rounds: [round],
  results: [],
  shortlist: ['a', 'b'],
  state: 'adopted',
  signOffs: [],
  chainHead: '',
  ms: 21,
};

async function show(is: Partial<Decision> = {}, count: Partial<Result> = {}, answer?: () => Response) {
  const asked = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => answer?.() ?? new Response(new Uint8Array([1, 2, 3])));
  await renderPage(
    <RecountCard
      decision={{ ...decision, ...is }}
      result={{ ...result, ...count }}
      title={(id) => names[id as keyof typeof names]}
      mayRead
    />,
  );
  return asked;
}

/** A file as a browser gives it; the page under test has no reading of files. */
const file = (text: string) =>
  Object.assign(new File([text], 'receipt.json', { type: 'application/json' }), { text: async () => text });

afterEach(() => localStorage.clear());

test('the recount says how long it took, what it checked, and needs the record once', async () => {
  verifyRecord.mockResolvedValue(right);
  const asked = await show();
  expect(screen.getByText(/Any copy gives the same two/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Recount in this browser' }));
  expect(await screen.findByText('Same result, counted in 0.02 s')).toBeVisible();
  expect(verifyRecord).toHaveBeenCalledWith(new Uint8Array([1, 2, 3]));
  expect(screen.getByText('Form, validity and receipt of every ballot (7)')).toBeInTheDocument();
  // Without a connection from here on.
  asked.mockRejectedValue(new TypeError('offline'));
  await userEvent.click(screen.getByRole('button', { name: 'Recount again' }));
  expect(await screen.findByText('Same result, counted in 0.02 s')).toBeVisible();
  expect(asked).toHaveBeenCalledTimes(1);
});

test('a record that was changed names its first difference', async () => {
  verifyRecord.mockResolvedValue({
    ...right,
    ok: false,
    difference: { file: 'result.json', figure: 'result.totals.c3', expected: '4', found: '5' },
  });
  await show();
  await userEvent.click(screen.getByRole('button', { name: 'Recount in this browser' }));
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('The record differs');
  expect(alert).toHaveTextContent('result.json');
  expect(alert).toHaveTextContent('result.totals.c3');
});

test('a record that does not come says so and can be asked for again', async () => {
  await show(
    {},
    {},
    () => new Response('{"code":"internal","title":"Something broke.","status":500}', { status: 500 }),
  );
  await userEvent.click(screen.getByRole('button', { name: 'Recount in this browser' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The record did not load.');
  expect(screen.getByRole('button', { name: 'Recount in this browser' })).toBeEnabled();
});

test('with one click the own ballot is found, and shown to its owner only when asked', async () => {
  verifyRecord.mockResolvedValue(right);
  localStorage.setItem(
    'talkoot.ballot.p1.d1',
    JSON.stringify({ sent: { marks: {}, record: '', receipt: mine, same: true } }),
  );
  await show();
  await userEvent.click(screen.getByRole('button', { name: 'Find my ballot' }));
  expect(await screen.findByText('Your ballot is among the seven.')).toBeVisible();
  expect(screen.queryByText('Arrival by text')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Show it to me' }));
  expect(
    screen
      .getAllByRole('listitem')
      .slice(-2)
      .map((row) => row.textContent),
  ).toEqual(['1.Arrival by text', '2.Kerromme ensin · Readable invoices']);
});

test('the own ballot that is missing is an alarm; a pasted receipt of nobody is not', async () => {
  verifyRecord.mockResolvedValue(right);
  localStorage.setItem(
    'talkoot.ballot.p1.d1',
    JSON.stringify({ sent: { marks: {}, record: '', receipt: 'f'.repeat(64), same: true } }),
  );
  await show();
  await userEvent.click(screen.getByRole('button', { name: 'Find my ballot' }));
  expect(await screen.findByText(/is not in the record. Tell the panel/)).toBeVisible();
  await userEvent.click(screen.getByText('Look for another receipt'));
  const field = screen.getByLabelText('Receipt');
  await userEvent.type(field, 'not a receipt');
  await userEvent.click(screen.getByRole('button', { name: 'Look for it' }));
  expect(screen.getByText('A receipt is 64 digits and letters from a to f.')).toBeVisible();
  await userEvent.clear(field);
  await userEvent.type(field, `${'E'.repeat(32)} ${'e'.repeat(32)}`);
  await userEvent.click(screen.getByRole('button', { name: 'Look for it' }));
  expect(await screen.findByText('No ballot in the record has this receipt.')).toBeVisible();
});

test('a receipt can be taken from the file it was kept in', async () => {
  verifyRecord.mockResolvedValue(right);
  await show();
  await userEvent.click(screen.getByText('Look for a receipt'));
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
  await userEvent.upload(input, file(JSON.stringify({ receipt: mine })));
  expect(await screen.findByText('Your ballot is among the seven.')).toBeVisible();
  await userEvent.upload(input, file('{}'));
  expect(await screen.findByText('This file holds no receipt.')).toBeVisible();
});

test('who is not on the panel has no ballot to look for; with few ballots the panel is warned', async () => {
  await show({ panel: decision.panel.slice(1) });
  expect(screen.queryByRole('heading', { name: 'Your ballot' })).toBeNull();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Download the record' })).toBeVisible());
  const card = screen.getByRole('region', { name: 'Count it yourself' });
  expect(within(card).queryByText(/keep the record within the panel/)).toBeNull();
});
