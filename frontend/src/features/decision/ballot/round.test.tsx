import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderPage, somebody } from '../../../test/render';
import { DecisionPage } from '../DecisionPage';
import type { Decision } from '../queries';
import { ballotRecord, receiptOf } from './receipt';

const candidates = ['Kerromme ensin', 'Läpinäkyvä työ'].map((title, index) => ({
  kind: 'concept',
  id: `k${index + 1}`,
  title,
}));
const person = (id: string, name: string) => ({ id, name, department: 'Sales' });
const panel = [person('p1', 'Aino Väisänen'), person('p2', 'Åsa Sjöblom'), person('p3', 'Björn Ekström')];
const closes = new Date(Date.now() + 3 * 86_400_000);

const decision = (change: Partial<Decision> = {}): Decision => ({
  id: 'd1',
  kind: 'main',
  challenge: { kind: 'challenge', id: 'c1', title: 'Our promises' },
  title: 'Three promises',
  question: '',
  seats: 1,
  method: 'star',
  options: {},
  follow_up: 2880,
  second_round: false,
  candidates,
  panel,
  quorum: 2,
  closes_at: closes.toISOString(),
  state: 'open',
  cycle: 1,
  turnout: { voted: 1, panel: 3 },
  voted: false,
  rounds: [],
  sign_offs: [],
  proxies: [],
  version: 1,
  created_at: '',
  updated_at: '',
  can: ['ballot.cast', 'reason.write'],
  ...change,
});

const json = (value: unknown, status = 200) =>
  new Response(value === undefined ? null : JSON.stringify(value), {
    status,
    headers: { 'Content-Type': 'application/json' },
  });
const refusal = (detail: string, field?: string) =>
  json(
    {
      type: 'about:blank',
      title: 'Refused',
      status: 422,
      code: 'validation',
      detail,
      errors: field ? [{ field, detail }] : [],
    },
    422,
  );

type Call = { method: string; path: string; body: Record<string, unknown> };

/** A server with one round; what was written is kept, and `answer` may refuse it. */
function serve(shown: Decision, answer: (call: Call) => Response | undefined = () => undefined) {
  const calls: Call[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input instanceof Request ? input : new Request(new URL(String(input), location.href));
    const path = new URL(request.url).pathname.replace('/api/v1', '');
    if (request.method !== 'GET') {
      const text = await request.text();
      const call = { method: request.method, path, body: text ? JSON.parse(text) : {} };
      calls.push(call);
      const answered = answer(call);
      if (answered) return answered;
      if (path === '/decisions/d1/ballot') {
        shown = { ...shown, voted: true };
        const { nonce, scores, choice } = call.body as {
          nonce: string;
          scores?: Record<string, number>;
          choice?: 'uphold';
        };
        const marks = scores ? { scores } : choice ? { choice } : { abstain: true as const };
        const receipt = await receiptOf(ballotRecord('d1', shown.method, marks, nonce));
        return json({ receipt, changed: false });
      }
      return request.method === 'DELETE' || path.endsWith('/reasons') || path.endsWith('/remind')
        ? new Response(null, { status: 204 })
        : json(shown);
    }
    if (path === '/me') return json(somebody);
    if (path === '/decisions/d1') return json(shown);
    if (path === '/decisions/d0') return json(decision({ id: 'd0', state: 'runoff' }));
    return json({ items: [] });
  });
  return calls;
}
const press = async (name: string | RegExp, within_?: HTMLElement) =>
  userEvent.click((within_ ? within(within_) : screen).getByRole('button', { name }));

async function giveStars() {
  const stars = await screen.findByRole('group', { name: 'Stars for “Kerromme ensin”' });
  await userEvent.click(within(stars).getByText('4 stars'));
}

test('a reason goes out apart from the ballot, under a key this browser keeps', async () => {
  const calls = serve(decision());
  await renderPage(<DecisionPage id="d1" />);
  await giveStars();
  await press('Send ballot');
  const review = await screen.findByRole('dialog');
  expect(within(review).getByText('4 stars')).toBeVisible();
  await userEvent.click(within(review).getByText('optional'));
  expect(within(review).getByText(/In a small panel, words can point to a ballot/)).toBeVisible();
  await press('Say why: Kerromme ensin', review);
  await userEvent.keyboard('Asked for.');
  expect(localStorage.getItem('talkoot.draft.p1.why.d1')).toContain('Asked for.');
  await press('Send ballot', review);
  await screen.findByText('Your ballot is in');
  await waitFor(() => expect(calls).toHaveLength(2));
  const [ballot, reason] = calls;
  expect(ballot).toMatchObject({ path: '/decisions/d1/ballot', body: { scores: { k1: 4 } } });
  expect(reason).toMatchObject({
    path: '/decisions/d1/reasons',
    body: { concept: 'k1', words: 'Asked for.' },
  });
  expect(reason?.body.key).toMatch(/^[0-9a-f]{64}$/);
  expect(reason?.body.key).not.toBe(ballot?.body.edit_key);
  expect(await screen.findByText('1 reason of yours is in.')).toBeInTheDocument();
  const kept = JSON.parse(localStorage.getItem('talkoot.ballot.p1.d1') ?? '{}');
  expect(kept).toMatchObject({
    reasonKey: reason?.body.key,
    reasons: { k1: 'Asked for.' },
    sent: { same: true },
  });
});

test('a reason that was refused stays, and the ballot is in all the same', async () => {
  serve(decision(), ({ path }) =>
    path.endsWith('/reasons') ? refusal('There are as many reasons as the panel can have.') : undefined,
  );
  await renderPage(<DecisionPage id="d1" />);
  await giveStars();
  await press('Send ballot');
  const review = await screen.findByRole('dialog');
  await userEvent.click(within(review).getByText('optional'));
  await press('Say why: Kerromme ensin', review);
  await userEvent.keyboard('Asked for.');
  await press('Send ballot', review);
  expect(await screen.findByText('There are as many reasons as the panel can have.')).toBeVisible();
  expect(screen.getByText('Your ballot is in')).toBeVisible();
  expect(screen.getByDisplayValue('Asked for.')).toBeInTheDocument();
});

test('a run-off says what it is, why, and where it came from', async () => {
  const parent = { kind: 'decision', id: 'd0', title: 'Three promises' };
  serve(decision({ kind: 'runoff', parent, method: 'pairwise' }));
  await renderPage(<DecisionPage id="d1" />);
  expect(await screen.findByText(/These two concepts were equal for one place/)).toBeVisible();
  expect(screen.getByText(/a published lottery draws/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'See how it came to this' })).toHaveAttribute(
    'href',
    '/decisions/d0',
  );
  expect(screen.getByText('Run-off')).toBeVisible();
});

test('an objection is judged, and its receipt recomputed', async () => {
  const subject = { concept: candidates[0]!, person: panel[1]!, reason: 'It breaks a contract.', cycle: 1 };
  const parent = { kind: 'decision', id: 'd0', title: 'Three promises' };
  const calls = serve(
    decision({
      kind: 'objection',
      method: 'objection',
      subject,
      parent,
      candidates: [candidates[0]!],
      can: ['ballot.cast'],
    }),
  );
  await renderPage(<DecisionPage id="d1" />);
  await userEvent.click(await screen.findByRole('radio', { name: 'Uphold the objection' }));
  await press('Send ballot');
  const review = await screen.findByRole('dialog');
  expect(within(review).queryByText('optional')).toBeNull(); // the objection has its own reason
  await press('Send ballot', review);
  expect(await screen.findByText(/Nothing was changed on the way/)).toBeVisible();
  expect(calls[0]?.body).toMatchObject({ choice: 'uphold' });
});

test('everybody sees what was entered for whom and why, and whose own ballot replaces it', async () => {
  const entered = (who: Decision['panel'][number]) => ({
    person: who,
    entered_by: person('p9', 'Elina Kärkkälä'),
    reason: 'On the road',
    entered_at: closes.toISOString(),
  });
  const calls = serve(decision({ proxies: [entered(panel[0]!), entered(panel[1]!)] }));
  await renderPage(<DecisionPage id="d1" />);
  expect(await screen.findByText(/Your own ballot replaces it/)).toBeVisible();
  expect(screen.getAllByText(/“On the road”/).length).toBeGreaterThan(1);
  // The own one can be taken back, somebody else's not.
  expect(screen.queryByRole('button', { name: 'Take back the ballot entered for Åsa Sjöblom' })).toBeNull();
  await press('Take back the ballot entered for Aino Väisänen');
  await waitFor(() => expect(calls[0]).toMatchObject({ method: 'DELETE', path: '/decisions/d1/proxies/p1' }));
});

const tools = ['decision.extend', 'decision.remind', 'proxy.enter'];
const watched = (change: Partial<Decision> = {}) =>
  decision({ panel: panel.slice(1), can: tools, ...change });

test('a facilitator enters a ballot for somebody absent: who, why and the ballot are needed', async () => {
  const calls = serve(watched());
  await renderPage(<DecisionPage id="d1" />);
  await userEvent.click(await screen.findByRole('button', { name: 'Enter a ballot for somebody absent' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText(/Their own ballot always replaces it/)).toBeVisible();
  await press('Enter the ballot', dialog);
  expect(within(dialog).getByText('Choose whose ballot it is.')).toBeVisible();
  expect(within(dialog).getByText('Say why, for all to read.')).toBeVisible();
  expect(within(dialog).getByText('Fill in the ballot, or say that they abstain.')).toBeVisible();
  expect(calls).toHaveLength(0);
  await userEvent.selectOptions(within(dialog).getByLabelText('Whose ballot'), 'Åsa Sjöblom');
  await userEvent.type(within(dialog).getByLabelText('Why they cannot vote themselves'), 'At sea');
  await giveStars();
  await press('Enter the ballot', dialog);
  await waitFor(() => expect(calls).toHaveLength(1));
  expect(calls[0]).toMatchObject({
    method: 'PUT',
    path: '/decisions/d1/proxies/p2',
    body: { reason: 'At sea', scores: { k1: 4 } },
  });
  expect(calls[0]?.body).not.toHaveProperty('edit_key');
});

test('extended once: to a later time only, and a refusal stands at the field', async () => {
  const calls = serve(watched(), () => refusal('It closes after the Decide phase.', 'closes_at'));
  await renderPage(<DecisionPage id="d1" />);
  await userEvent.click(await screen.findByRole('button', { name: 'Extend once' }));
  const dialog = await screen.findByRole('dialog');
  const until = within(dialog).getByLabelText('New closing time');
  await userEvent.clear(until);
  expect(within(dialog).getByRole('button', { name: 'Extend once' })).toBeDisabled();
  await userEvent.type(until, '2031-01-02T16:00');
  await press('Extend once', dialog);
  expect(await within(dialog).findByText('It closes after the Decide phase.')).toBeVisible();
  expect(calls[0]).toMatchObject({ path: '/decisions/d1/extend' });
});

test('what was extended says until when it was, and is not extended again', async () => {
  serve(watched({ extended_from: new Date(Date.now() + 86_400_000).toISOString() }));
  await renderPage(<DecisionPage id="d1" />);
  expect(await screen.findByText(/Extended once; it was to close/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Extend once' })).toBeNull();
});

test('a reminder goes to those who have not voted, and says that nobody learns who they are', async () => {
  const calls = serve(watched());
  await renderPage(<DecisionPage id="d1" />);
  await userEvent.click(await screen.findByRole('button', { name: 'Remind those who have not voted' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText(/Nobody is told who they are or how many/)).toBeVisible();
  await press('Remind them', dialog);
  await waitFor(() => expect(calls[0]).toMatchObject({ method: 'POST', path: '/decisions/d1/remind' }));
});

test('what was nailed down at the opening can be read; without rights there are no tools', async () => {
  serve(watched({ can: [], commitment: 'c0ffee', config_hash: 'badcab1e' }));
  await renderPage(<DecisionPage id="d1" />);
  await userEvent.click(await screen.findByText('How this stays honest'));
  expect(screen.getByText('c0ffee')).toBeVisible();
  expect(screen.getByText('badcab1e')).toBeVisible();
  expect(screen.queryByText('For facilitators')).toBeNull();
});
