import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderPage } from '../../../test/render';
import type { Decision, Result } from '../queries';
import { decision, names, panel, result, round, sign, withFigures } from './fixture';
import { OutcomePage } from './OutcomePage';

const json = (value: unknown) =>
  new Response(JSON.stringify(value), { headers: { 'Content-Type': 'application/json' } });

const concept = { insights: 1, sources: [], authors: [{ id: 'x' }] };

type Sent = { path: string; body: unknown };

/** Shows the outcome of a decision; what the page sends is kept. */
async function show(
  is: Partial<Decision>,
  count: Partial<Result> | Result = {},
  answers: Record<string, unknown> = {},
): Promise<Sent[]> {
  const sent: Sent[] = [];
  const shown = { ...decision, ...is };
  const found = { ...('names' in count ? {} : result), state: shown.state, ...count };
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const path = new URL(request.url).pathname.replace('/api/v1', '');
    if (request.method === 'POST') {
      sent.push({ path, body: request.body ? await request.json() : undefined });
      return json(shown);
    }
    if (path in answers) return json(answers[path]);
    if (path === '/decisions/d1/result') return json(found);
    if (path === '/commitments') {
      return json({
        items: [
          { id: 'k1', decision: { id: 'd1' }, concept: { id: 'a' } },
          { id: 'k2', decision: { id: 'other' }, concept: { id: 'b' } },
        ],
      });
    }
    if (path === '/decisions/d1/reasons') return json({ items: [] });
    if (path.startsWith('/concepts/')) return json(concept);
    return new Response('{}', { status: 404 });
  });
  await renderPage(<OutcomePage decision={shown} />);
  return sent;
}

const sentences = async () => {
  const why = await screen.findByRole('region', { name: 'Why this, and not that' });
  return within(why)
    .getAllByRole('listitem')
    .map((row) => row.textContent);
};

test('the outcome says who published it and why, in sentences read off the count', async () => {
  await show({});
  expect(await screen.findByText('Published by the count')).toBeVisible();
  const chosen = within(screen.getByRole('list', { name: 'Chosen' }));
  expect(chosen.getAllByRole('listitem').map((row) => within(row).getByRole('heading').textContent)).toEqual([
    names.a,
    names.b,
  ]);
  expect(await sentences()).toEqual([
    'Kerromme ensin before Arrival by text. Four of seven placed it above, two below, one as equal.',
    'Arrival by text took place 2 before Readable invoices. Five of seven placed it above, the others below or as equal.',
    'Readable invoices came after all of the chosen. It stays a concept, keeps its evidence, and can come to the next round.',
  ]);
  expect(await screen.findByText('On no ballot: The chat.')).toBeVisible();
  await waitFor(() =>
    expect(chosen.getAllByRole('link', { name: 'On the roadmap' })[0]).toHaveAttribute(
      'href',
      '/roadmap#commitment-k1',
    ),
  );
  expect(await chosen.findAllByRole('link', { name: '1 piece of evidence' })).toHaveLength(2);
});

test('arrow keys go through the pairs and read each as a sentence', async () => {
  await show({});
  const grid = await screen.findByRole('grid', { name: 'Every pair' });
  await userEvent.click(within(grid).getByText('4'));
  await userEvent.keyboard('{ArrowDown}'); // from row a, column b; past b against itself
  const told = 'One of seven placed Readable invoices above Arrival by text, five below, one as equal.';
  expect(document.activeElement).toHaveAccessibleName(told);
  await userEvent.click(screen.getAllByRole('button', { name: 'As a table' })[0]!);
  expect(screen.getByRole('columnheader', { name: names.a })).toBeVisible();
});

test('a missed quorum is no decision, and the ballots stay unopened', async () => {
  const none = { winners: [], shortlist: [], participants: 4, counted: undefined, path: [] };
  await show({ state: 'inquorate' }, withFigures({ ...none, electable: undefined }));
  expect(await screen.findByRole('heading', { name: 'No decision' })).toBeVisible();
  expect(screen.getByText(/4 of 7 took part; the quorum was 5/)).toBeVisible();
  expect(screen.queryByRole('list', { name: 'Chosen' })).toBeNull();
});

test('too few signatures: no decision, and the count stays to be read', async () => {
  await show({ state: 'inquorate', sign_offs: [sign(2, 'agree')] });
  expect(await screen.findByRole('heading', { name: 'No decision: too few signed' })).toBeVisible();
  expect(screen.getByRole('list', { name: 'Proposed' })).toBeVisible();
  expect(screen.queryByRole('link', { name: 'On the roadmap' })).toBeNull();
});

test('a run-off names the equals and where to vote, and puts nothing on the roadmap', async () => {
  await show(
    { state: 'runoff', rounds: [round({})] },
    { winners: ['a'], shortlist: [], tied: ['b', 'c'], open_seats: 1, ranking: [['a'], ['b', 'c']] },
  );
  expect(await screen.findByText('A run-off is open, and nobody breaks the tie by hand')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Vote' })).toHaveAttribute('href', '/decisions/r1');
  expect(screen.getByRole('list', { name: 'Counted so far' })).toBeVisible();
  expect(screen.queryByRole('link', { name: 'On the roadmap' })).toBeNull();
});

test('a second round is open to the panel; everybody else sees that it is', async () => {
  await show(
    { state: 'second_round', rounds: [round({ kind: 'second' })], panel: panel.slice(1) },
    { shortlist: [] },
  );
  expect(await screen.findByRole('heading', { name: 'A second round is open' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'See this round' })).toBeVisible();
});

test('the panel signs with a word, and an objection needs a concept and a reason', async () => {
  const sent = await show({
    state: 'proposed',
    can: ['result.read', 'sign_off.give'],
    sign_offs: [sign(2, 'agree'), sign(5, 'disagree', 'Six more people on the phones.')],
    due_at: '2026-11-28T14:00:00Z',
  });
  expect(await screen.findByText('Counted, 2 of 7 have signed.')).toBeVisible();
  expect(screen.getByText('Six more people on the phones.')).toBeVisible();
  expect(screen.getByRole('region', { name: 'Signatures' })).toHaveTextContent('Pertti Kääriäinen not yet');
  await userEvent.click(await screen.findByRole('radio', { name: /I object to one concept/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Sign' }));
  expect(screen.getByText('Choose the concept.')).toBeVisible();
  expect(screen.getByText('An objection needs a reason.')).toBeVisible();
  expect(sent).toEqual([]);
  await userEvent.selectOptions(screen.getByLabelText('The concept you object to'), names.b);
  await userEvent.type(screen.getByLabelText('Your reason'), 'Ääntä ei kuulu.');
  await userEvent.click(screen.getByRole('button', { name: 'Sign' }));
  await waitFor(() =>
    expect(sent).toEqual([
      { path: '/decisions/d1/sign-off', body: { choice: 'block', concept: 'b', reason: 'Ääntä ei kuulu.' } },
    ]),
  );
});

test('who has signed can change the word until all have answered', async () => {
  await show({ state: 'proposed', can: ['sign_off.give'], sign_offs: [sign(1, 'abstain')] });
  await userEvent.click(await screen.findByRole('button', { name: 'Change what I said' }));
  expect(screen.getByRole('radio', { name: /I abstain/ })).toBeChecked();
});

test('objections say what became of them, cycle by cycle', async () => {
  const about = (reason: string, cycle: number) => ({
    concept: { kind: 'concept', id: 'b', title: names.b },
    person: panel[4]!,
    reason,
    cycle,
  });
  await show({
    state: 'objections',
    cycle: 2,
    sign_offs: [sign(5, 'block', 'Too dear.', 'b'), sign(6, 'block', 'Too slow.', 'a', 2)],
    rounds: [
      round({
        id: 'o1',
        kind: 'objection',
        state: 'closed',
        subject: about('Too dear.', 1),
        status: 'upheld',
        counts: { uphold: 4, dismiss: 2, abstain: 1 },
      }),
      round({
        id: 'o2',
        kind: 'objection',
        cycle: 2,
        subject: {
          ...about('Too slow.', 2),
          concept: { kind: 'concept', id: 'a', title: names.a },
          person: panel[5]!,
        },
      }),
    ],
  });
  const objections = await screen.findByRole('region', { name: 'Objections' });
  expect(objections).toHaveTextContent('4 to uphold, 2 to dismiss, 1 abstained.');
  expect(objections).toHaveTextContent('Upheld');
  expect(within(objections).getByRole('link', { name: 'Vote on it' })).toHaveAttribute(
    'href',
    '/decisions/o2',
  );
  expect(screen.getByRole('region', { name: 'Signatures' })).toHaveTextContent('Second shortlist');
  expect(screen.getByRole('region', { name: 'Signatures' })).not.toHaveTextContent('not yet');
});

test('between the rounds the facilitator opens the second one over what is split, and is told what it changes', async () => {
  const sent = await show(
    { state: 'discussion', can: ['decision.second_round'], due_at: '2026-11-28T14:00:00Z' },
    { shortlist: [] },
    {
      '/decisions/d1/reasons': {
        items: [
          { id: 'y1', concept: 'b', words: 'Texts cost little.' },
          { id: 'y2', concept: 'b', words: 'Nobody reads them.', person: panel[4] },
        ],
      },
    },
  );
  const split = await screen.findByRole('region', { name: 'Where the panel is split' });
  expect(split).toHaveTextContent('Kerromme ensin stays chosen whatever happens.');
  expect(
    within(split)
      .getAllByRole('link')
      .map((link) => link.textContent),
  ).toEqual([names.b, names.c, names.a]);
  expect(await within(split).findByText('Without a name')).toBeVisible();
  expect(within(split).getByText('Björn Ekström')).toBeVisible();
  await userEvent.click(within(split).getByRole('button', { name: 'Open the second round on this one' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Open the second round on this one' }));
  await waitFor(() => expect(sent.map(({ path }) => path)).toEqual(['/decisions/d1/second-round']));
});

test('only the author can put a name to the own reasons, with the key this browser keeps', async () => {
  localStorage.setItem(
    'talkoot.ballot.p1.d1',
    JSON.stringify({ reasonKey: 'k'.repeat(64), reasons: { b: 'Texts cost little.' } }),
  );
  const sent = await show(
    { can: ['reason.sign'] },
    {},
    {
      '/decisions/d1/reasons': { items: [{ id: 'y1', concept: 'b', words: 'Texts cost little.' }] },
    },
  );
  expect(await screen.findByText('Yours, without your name')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Put my name to my reasons' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Put my name to my reasons' }));
  await waitFor(() =>
    expect(sent).toEqual([{ path: '/decisions/d1/reasons/sign', body: { key: 'k'.repeat(64) } }]),
  );
  localStorage.clear();
});

test('with very few ballots there are no figures and no record but for the panel', async () => {
  await show(
    { can: ['result.read'], panel: panel.slice(1, 4) },
    withFigures({ few: true, electable: undefined, disagreement: undefined, split: [] }),
  );
  expect(await screen.findByText(/only the panel sees them/)).toBeVisible();
  expect(await screen.findByText(/only the panel has the record/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Recount in this browser' })).toBeNull();
  expect(screen.queryByRole('region', { name: 'Why this, and not that' })).toBeNull();
});

test.each([
  [
    'not_adopted',
    'Not adopted',
    [sign(1, 'agree'), sign(2, 'disagree'), sign(3, 'disagree')],
    /1 agreed and 2 did not/,
  ],
  ['no_consensus', 'No consensus', [], /upheld in the second cycle too/],
] as const)('%s is an end that puts nothing on the roadmap', async (state, heading, signs, says) => {
  await show({ state, sign_offs: [...signs] });
  expect(await screen.findByRole('heading', { name: heading })).toBeVisible();
  expect(screen.getByText(says)).toBeVisible();
  expect(screen.queryByRole('link', { name: 'On the roadmap' })).toBeNull();
});

test('approval: the bars, and ticks against ticks', async () => {
  await show(
    { method: 'approval' },
    withFigures({ method: 'approval', ranking: [['a'], ['b'], ['c']], totals: { a: 6, b: 5, c: 3 } }),
  );
  expect(await screen.findByRole('region', { name: 'Ticks' })).toHaveTextContent('of 7 ballots counted');
  expect((await sentences())[1]).toBe(
    'Arrival by text took place 2 before Readable invoices. 5 ticks against 3.',
  );
  expect(screen.getByText(/Ticked by 6 of 7/)).toBeVisible();
});

test('dots: the budget is said', async () => {
  await show(
    { method: 'dots' },
    withFigures({ method: 'dots', ranking: [['a'], ['b'], ['c']], totals: { a: 12, b: 9, c: 7 } }),
  );
  expect(await screen.findByText('on 7 ballots, 4 each, at most 2 on one')).toBeVisible();
});

test('star: each place by its run-off', async () => {
  await show(
    { method: 'star' },
    withFigures({
      method: 'star',
      totals: { a: 24, b: 20, c: 19 },
      fives: { a: 3, b: 1, c: 1 },
      rounds: [
        { winner: 'a', runner_up: 'b', for: 4, against: 2 },
        { winner: 'b', runner_up: 'c', for: 3, against: 3 },
      ],
    }),
  );
  const seats = await screen.findByRole('region', { name: 'The run-off of each place' });
  expect(seats).toHaveTextContent('Kerromme ensin preferred by 4, Arrival by text by 2');
  expect(seats).toHaveTextContent('Equal in the run-off. More stars decided: 20 against 19.');
  const told = await sentences();
  expect(told[0]).toBe(
    'Kerromme ensin took place 1 in the run-off with Arrival by text. Four preferred it, two the other.',
  );
  expect(told[2]).toContain('Readable invoices reached the last run-off and lost it to Arrival by text');
});

test('stv: the flow through the stages, in words and as a table', async () => {
  await show(
    { method: 'stv' },
    withFigures({
      method: 'stv',
      electable: ['a', 'b', 'c', 'd'],
      quota: 3,
      stages: [
        { action: 'first', totals: { a: '4.00000', b: '1.00000', c: '1.00000', d: '1.00000' } },
        {
          action: 'surplus',
          candidate: 'a',
          totals: { a: '3.00000', b: '1.75000', c: '1.00000', d: '1.25000' },
        },
        {
          action: 'exclude',
          candidate: 'c',
          totals: { a: '3.00000', b: '2.75000', c: '0.00000', d: '1.25000' },
        },
        {
          action: 'exclude',
          candidate: 'd',
          totals: { a: '3.00000', b: '3.00000', c: '0.00000', d: '0.00000' },
        },
      ],
      elected_groups: [['a'], ['b']],
      lots: [{ step: 'exclusion', among: ['c', 'd'], drawn: 'c' }],
    }),
  );
  const flow = await screen.findByRole('region', { name: 'The stages, side by side' });
  expect(flow).toBeVisible();
  expect(
    screen.getByRole('img', { name: /through 4 stages. Elected: Kerromme ensin · Arrival by text/ }),
  ).toBeVisible();
  expect(
    screen.getByText(/The surplus goes on at reduced value: 0.75 to Arrival by text, 0.25 to The chat/),
  ).toBeInTheDocument();
  expect(screen.getByText(/0.25 to Arrival by text, 1 to no further preference/)).toBeInTheDocument();
  expect(screen.getByText(/The lottery left out/)).toBeVisible();
  const told = await sentences();
  expect(told[0]).toBe('Kerromme ensin took place 1: 4 votes at stage 1, and 3 elect.');
  expect(told[1]).toBe('Arrival by text took place 2: 3 votes at stage 4, and 3 elect.');
});

test('strongest paths: there and back, by keyboard too', async () => {
  await show({});
  const paths = await screen.findByRole('region', { name: 'Strongest paths' });
  await userEvent.selectOptions(within(paths).getByLabelText('From'), 'a');
  await userEvent.selectOptions(within(paths).getByLabelText('To'), 'c');
  expect(
    within(paths).getByRole('list', { name: 'Path from Kerromme ensin to Readable invoices' }),
  ).toHaveTextContent('6 of 7');
  expect(paths).toHaveTextContent(
    'Kerromme ensin comes before Readable invoices: its path is six strong, and there is no way back.',
  );
});

test('what the second round asked again is told by the second round alone', async () => {
  await show(
    { state: 'proposed', rounds: [round({ kind: 'second', state: 'closed' })] },
    {
      shortlist: ['a', 'c'],
      path: [
        { kind: 'count', winners: ['a', 'b'], tied: [], open_seats: 0 },
        { kind: 'second', round: 'r1', winners: ['c'], tied: [], open_seats: 0 },
      ],
    },
  );
  expect(await sentences()).toEqual([
    'Kerromme ensin before Arrival by text. Four of seven placed it above, two below, one as equal.',
    'Readable invoices took place 2 in the second round, which only the concepts that split the panel were in.',
    'Arrival by text came after all of the chosen. It stays a concept, keeps its evidence, and can come to the next round.',
  ]);
  const filled = screen.getByRole('region', { name: 'How the places were filled' });
  expect(filled).toHaveTextContent('It filled 1 place: Kerromme ensin.');
  expect(filled).toHaveTextContent('It filled 1 place: Readable invoices.');
});
