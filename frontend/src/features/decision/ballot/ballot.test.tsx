import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { renderPage, somebody } from '../../../test/render';
import { DecisionPage } from '../DecisionPage';
import type { Ballot, Decision } from '../queries';
import { ballotRecord, receiptOf, type Marks } from './receipt';
import TierBoard from './TierBoard';
import type { Placing } from './tiers';

const candidates = ['Kerromme ensin', 'Arrival by text', 'Readable invoices'].map((title, index) => ({
  kind: 'concept',
  id: `k${index + 1}`,
  title,
}));
const panel = ['p1', 'p2', 'p3'].map((id) => ({ id, name: `Name of ${id}`, department: 'Sales' }));

const decision = (change: Partial<Decision> = {}): Decision => ({
  id: 'd1',
  kind: 'main',
  options: {},
  follow_up: 2880,
  second_round: false,
  cycle: 1,
  rounds: [],
  sign_offs: [],
  proxies: [],
  challenge: { kind: 'challenge', id: 'c1', title: 'Our promises' },
  title: 'Three promises',
  question: '',
  seats: 1,
  method: 'pairwise',
  candidates,
  panel,
  quorum: 2,
  closes_at: new Date(Date.now() + 3 * 86_400_000).toISOString(),
  state: 'open',
  turnout: { voted: 1, panel: 3 },
  voted: false,
  version: 1,
  created_at: '',
  updated_at: '',
  can: ['ballot.cast'],
  ...change,
});

const json = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });

/** A server with one decision; what was cast is handed to `answer`. */
function serve(shown: Decision, answer?: (ballot: Ballot) => Promise<Response>) {
  const cast: Ballot[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input instanceof Request ? input : new Request(new URL(String(input), location.href));
    const path = new URL(request.url).pathname.replace('/api/v1', '');
    if (request.method === 'PUT') {
      const ballot = (await request.json()) as Ballot;
      cast.push(ballot);
      shown = { ...shown, voted: true };
      return (await answer?.(ballot)) ?? json({ receipt: '0'.repeat(64), changed: false });
    }
    if (path === '/me') return json(somebody);
    if (path === '/decisions/d1') return json(shown);
    return json({ items: [] });
  });
  return cast;
}

const honest = async ({ ranking, nonce }: Ballot) => {
  const marks: Marks = { ranking: ranking ?? [] };
  return json({ receipt: await receiptOf(ballotRecord('d1', 'pairwise', marks, nonce)), changed: false });
};

async function place(title: string, tier: string) {
  const row = await screen.findByRole('group', { name: `Place “${title}”` });
  await userEvent.click(within(row).getByRole('radio', { name: tier }));
}

async function send() {
  await userEvent.click(screen.getByRole('button', { name: 'Send ballot' }));
  await userEvent.click(
    within(await screen.findByRole('dialog')).getByRole('button', { name: 'Send ballot' }),
  );
}

test('a ballot is sorted, read once more, sent, and its receipt recomputed', async () => {
  const cast = serve(decision(), honest);
  await renderPage(<DecisionPage id="d1" />);
  await screen.findByText('1 of 3 have voted');
  expect(screen.getByRole('button', { name: 'Send ballot' })).toBeDisabled();
  await place('Readable invoices', '1 First');
  await place('Kerromme ensin', '3 Later');
  await send();
  expect(await screen.findByText('Your ballot is in')).toBeVisible();
  expect(screen.getByText(/Nothing was changed on the way/)).toBeVisible();
  expect(cast).toHaveLength(1);
  expect(cast[0]).toMatchObject({ ranking: [['k3'], ['k1']] });
  expect(cast[0]?.nonce).toMatch(/^[0-9a-f]{32}$/);
  expect(cast[0]?.edit_key).toMatch(/^[0-9a-f]{64}$/);

  // The same key changes it; another nonce makes another record.
  await userEvent.click(screen.getByRole('button', { name: 'Change ballot' }));
  await place('Arrival by text', '1 First');
  await userEvent.click(screen.getByRole('button', { name: 'Change ballot' }));
  const review = await screen.findByRole('dialog');
  await userEvent.click(within(review).getByRole('button', { name: 'Change ballot' }));
  await screen.findByText('Your ballot is in');
  expect(cast[1]?.edit_key).toBe(cast[0]?.edit_key);
  expect(cast[1]?.nonce).not.toBe(cast[0]?.nonce);
  expect(cast[1]?.ranking?.[0]?.toSorted()).toEqual(['k2', 'k3']);
});

test('another receipt than the one computed here is said loudly', async () => {
  serve(decision());
  await renderPage(<DecisionPage id="d1" />);
  await place('Readable invoices', '1 First');
  await send();
  expect(await screen.findByText(/another receipt than this browser computed/)).toBeVisible();
});

test('a refused ballot stays on the screen and on the device', async () => {
  const refusal = {
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
    code: 'forbidden',
    detail: 'This decision is closed.',
  };
  serve(decision(), async () => json(refusal, 403));
  await renderPage(<DecisionPage id="d1" />);
  await place('Readable invoices', '2 Next');
  await send();
  expect(await screen.findByText('This decision is closed.')).toBeVisible();
  expect(localStorage.getItem('talkoot.draft.p1.ballot.d1')).toContain('"k3":2');
});

test('somebody who voted in another browser is told why the ballot cannot be changed here', async () => {
  serve(decision({ voted: true }));
  await renderPage(<DecisionPage id="d1" />);
  expect(await screen.findByText(/You have voted from another browser/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Change ballot' })).toBeNull();
});

test('outside the panel there is no ballot and no count', async () => {
  serve(decision({ panel: panel.slice(1), can: [] }));
  await renderPage(<DecisionPage id="d1" />);
  expect(await screen.findByText(/You are not on this panel/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Send ballot' })).toBeNull();
  expect(screen.getByText('1 of 3 have voted')).toBeVisible();
});

function Board() {
  const [placing, setPlacing] = useState<Placing>({});
  return (
    <TierBoard
      order={['k1', 'k2']}
      title={(id) => ({ k1: 'Kerromme ensin', k2: 'Arrival by text' })[id] ?? id}
      held={new Map()}
      focused="k1"
      onFocus={() => {}}
      onEvidence={() => {}}
      placing={placing}
      onPlace={setPlacing}
    />
  );
}

test('the board is sorted by keys, every move is spoken, and the focus stays on the card', async () => {
  await renderPage(<Board />);
  const focus = (name: string) => expect(screen.getByRole('button', { name })).toHaveFocus();
  screen.getByRole('button', { name: 'Kerromme ensin, Not placed' }).focus();

  await userEvent.keyboard('2');
  focus('Kerromme ensin, Next');
  expect(screen.getByText('Kerromme ensin placed in Next.')).toBeInTheDocument();

  await userEvent.keyboard(' {ArrowUp}');
  focus('Kerromme ensin, First');
  expect(screen.getByText('Kerromme ensin over First.')).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  focus('Kerromme ensin, Next');
  expect(screen.getByText('Kerromme ensin put back in Next.')).toBeInTheDocument();

  await userEvent.keyboard('{ArrowDown}');
  focus('Arrival by text, Not placed');
  await userEvent.keyboard(' {ArrowUp} 0');
  focus('Arrival by text, Not placed');
});
