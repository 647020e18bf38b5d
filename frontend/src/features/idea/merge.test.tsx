import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { renderPage } from '../../test/render';
import { Notices } from '../../ui/Notices';
import { standingOf } from './answers';
import { IdeaPage } from './IdeaPage';
import { IdeaRow } from './IdeaRow';
import { PostBox } from './PostBox';
import type { Idea, Merge } from './queries';

const idea = (id: string, more: Partial<Idea> = {}): Idea => ({
  id,
  challenge: { kind: 'challenge', id: 'c1', title: 'Day 1' },
  title: `Idea ${id}`,
  body: '',
  body_html: '',
  author: { id: 'p2', name: 'Väinö Törmänen', department: 'Field Services' },
  status: 'open',
  vote_mode: 'support',
  counts: { agree: 3, disagree: 0, pass: 0, comments: 0 },
  version: 1,
  created_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:00Z',
  insights: 0,
  sticking_points: [],
  can: [],
  ...more,
});
const me = { id: 'p1', name: 'Aino Väisänen', department: 'Sales' };
const merge = (more: Partial<Merge> = {}): Merge => ({
  id: 'm1',
  source: { kind: 'idea', id: 'i1', title: 'Idea <b>i1' },
  target: { kind: 'idea', id: 'i2', title: 'Idea i2' },
  state: 'proposed',
  note: 'They say the same',
  reason: '',
  proposed_by: { id: 'p2', name: 'Väinö Törmänen', department: 'Field Services' },
  agreed: [],
  awaited: [me],
  created_at: '2026-11-20T10:00:00Z',
  can: ['merge.consent'],
  ...more,
});

type Asked = { method: string; path: string; body: string };
let asked: Asked[];
let answers: Record<string, unknown>;

beforeEach(() => {
  asked = [];
  answers = {};
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const url = new URL(request.url);
    const one = {
      method: request.method,
      path: url.pathname.replace('/api/v1', ''),
      body: await request.clone().text(),
    };
    asked.push(one);
    const answer = answers[`${one.method} ${one.path}`] ?? { items: [], insights: [], total: 0 };
    const status = (answer as { status?: number }).status;
    const bad = typeof status === 'number';
    return new Response(JSON.stringify(answer), {
      status: bad ? status : 200,
      headers: { 'Content-Type': bad ? 'application/problem+json' : 'application/json' },
    });
  });
});

const page = (id = 'i1') =>
  renderPage(
    <>
      <IdeaPage id={id} comments={() => null} onDeleted={() => {}} owedBy={() => 'By Elina. '} />
      <Notices />
    </>,
  );
const sent = (method: string, path: string) =>
  asked
    .filter((one) => one.method === method && one.path === path)
    .map((one) => JSON.parse(one.body || 'null'));

describe('a merge', () => {
  test('asks its author, explains what happens, and takes the yes', async () => {
    answers['GET /ideas/i1'] = idea('i1');
    answers['GET /ideas/i1/merges'] = { items: [merge()] };
    answers['PUT /merges/m1/consent'] = merge({ state: 'done', awaited: [] });
    await page();
    const banner = await screen.findByRole('region', { name: 'A merge is proposed' });
    expect(banner).toHaveTextContent('Merge Idea <b>i1 into Idea i2?');
    expect(banner).toHaveTextContent('They say the same');
    expect(banner).toHaveTextContent(/vote counts once.*can be undone/);
    await userEvent.click(within(banner).getByRole('button', { name: 'Agree to the merge' }));
    expect(await screen.findByText(/Merged. Votes count once/)).toBeInTheDocument();
    expect(sent('PUT', '/merges/m1/consent')).toEqual([{ agree: true }]);
  });

  test('a no needs a reason, which is kept while it is written', async () => {
    answers['GET /ideas/i1'] = idea('i1');
    answers['GET /ideas/i1/merges'] = { items: [merge()] };
    answers['PUT /merges/m1/consent'] = merge({ state: 'declined' });
    await page();
    await userEvent.click(await screen.findByRole('button', { name: 'Keep them apart' }));
    expect(screen.getByRole('button', { name: /Keep them apart/ })).toBeDisabled();
    await userEvent.type(screen.getByLabelText('Why they should stay apart'), 'Mine is about vans');
    expect(Object.keys(localStorage).some((key) => key.includes('merge.decline.m1'))).toBe(true);
    await userEvent.click(screen.getByRole('button', { name: /Keep them apart/ }));
    await waitFor(() =>
      expect(sent('PUT', '/merges/m1/consent')).toEqual([{ agree: false, reason: 'Mine is about vans' }]),
    );
  });

  test('whoever is not asked sees for whom it waits, and no buttons', async () => {
    answers['GET /ideas/i1'] = idea('i1');
    answers['GET /ideas/i1/merges'] = {
      items: [merge({ awaited: [{ id: 'p9', name: 'Jyrki Hämäläinen', department: '' }], can: [] })],
    };
    await page();
    expect(await screen.findByText('Waiting for Jyrki Hämäläinen.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Agree to the merge' })).not.toBeInTheDocument();
  });

  test('a merged idea leads to the one it lives on in, and can be parted', async () => {
    answers['GET /ideas/i1'] = idea('i1', {
      status: 'merged',
      merged_into: { kind: 'idea', id: 'i2', title: 'Idea i2' },
    });
    answers['GET /ideas/i1/merges'] = { items: [merge({ state: 'done', can: ['merge.undo'], awaited: [] })] };
    answers['POST /merges/m1/undo'] = {
      ...{ status: 409, code: 'conflict', title: 'Conflict' },
      detail: '“Idea i2” itself lives on in another idea by now. Undo that merge first.',
    };
    await page();
    expect(await screen.findByRole('link', { name: 'Idea i2' })).toHaveAttribute('href', '/ideas/i2');
    await userEvent.click(screen.getByRole('button', { name: 'Undo merge' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Undo merge' }));
    expect(await within(dialog).findByText(/Undo that merge first/)).toBeInTheDocument();
  });

  test('is proposed into an idea that is chosen, the similar ones first', async () => {
    answers['GET /ideas/i1'] = idea('i1', { can: ['merge.propose'] });
    answers['GET /ideas/similar'] = { items: [idea('i3', { title: 'Much the same' }), idea('i1')] };
    answers['GET /challenges/c1/ideas'] = { items: [idea('i2'), idea('i3', { title: 'Much the same' })] };
    answers['POST /ideas/i1/merges'] = merge();
    await page();
    await userEvent.click(await screen.findByRole('button', { name: 'Merge into another idea' }));
    const choices = await screen.findAllByRole('radio');
    expect(choices.map((each) => each.closest('label')?.textContent)).toEqual([
      expect.stringContaining('Much the same'),
      expect.stringContaining('Idea i2'),
    ]);
    expect(screen.getByRole('button', { name: 'Propose the merge' })).toBeDisabled();
    await userEvent.click(choices[0]!);
    await userEvent.click(screen.getByRole('button', { name: 'Propose the merge' }));
    await waitFor(() => expect(sent('POST', '/ideas/i1/merges')).toEqual([{ into: 'i3' }]));
  });
});

describe('an answer', () => {
  const due = (days: number) => new Date(Date.now() + days * 86_400_000 - 1000).toISOString();

  test('is owed in days begun, and late in words', async () => {
    const now = Date.parse('2026-11-20T10:00:00Z');
    const at = (answer_due: string) => standingOf({ answer_due }, now);
    expect(at('2026-11-20T11:00:00Z')).toEqual({ state: 'owed', days: 1 });
    expect(at('2026-11-20T10:00:00Z')).toEqual({ state: 'owed', days: 0 });
    expect(at('2026-12-04T10:00:29Z')).toEqual({ state: 'owed', days: 14 }); // posted since the clock moved
    expect(at('2026-11-18T09:00:00Z')).toEqual({ state: 'late', days: 3 });
    expect(standingOf({}, now)).toBeUndefined();
    await renderPage(
      <ul>
        <IdeaRow idea={idea('i1', { answer_due: due(6) })} />
        <IdeaRow idea={idea('i2', { answer_due: due(-2) })} />
      </ul>,
    );
    expect(screen.getByText('Answer owed in 6 days')).toBeInTheDocument();
    expect(screen.getByText('Answer 3 days late')).toBeInTheDocument();
  });

  test('is given in place with a reason, and says who owes it before', async () => {
    answers['GET /ideas/i1'] = idea('i1', { can: ['idea.answer'], answer_due: due(6) });
    await page();
    expect(await screen.findByText(/By Elina\. Due/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Answer this idea' }));
    await userEvent.click(await screen.findByRole('radio', { name: 'Declined' }));
    const button = screen.getByRole('button', { name: /Send the answer/ });
    expect(button).toBeDisabled();
    await userEvent.type(screen.getByLabelText('The reason'), 'We tried');
    answers['PUT /ideas/i1/answer'] = idea('i1', {
      answer: {
        status: 'declined',
        reason: 'We tried',
        reason_html: '<p>We tried</p>',
        by: { id: 'f', name: 'Elina Kärkkälä', department: '' },
        at: '2026-11-20T10:00:00Z',
        late_days: 2,
      },
    });
    await userEvent.click(button);
    expect(await screen.findByText('came 2 days late')).toBeInTheDocument();
    expect(screen.queryByText(/Answer owed/)).not.toBeInTheDocument();
    expect(sent('PUT', '/ideas/i1/answer')).toEqual([{ status: 'declined', reason: 'We tried' }]);
  });
});

test('a new idea says what it comes from until that is left out', async () => {
  answers['POST /challenges/c1/ideas'] = idea('i9');
  const challenge = { id: 'c1', themes: [] };
  const from = { kind: 'insight' as const, id: 'q1', title: 'Nobody told me' };
  const first = await renderPage(<PostBox challenge={challenge} from={from} />);
  await userEvent.type(screen.getByLabelText('Your idea'), 'Call first{Control>}{Enter}{/Control}');
  await waitFor(() =>
    expect(sent('POST', '/challenges/c1/ideas')).toEqual([
      { title: 'Call first', from: [{ kind: 'insight', id: 'q1' }] },
    ]),
  );
  first.unmount();
  await renderPage(<PostBox challenge={challenge} from={from} />);
  await userEvent.click(screen.getByRole('button', { name: 'Leave out “Nobody told me”' }));
  await userEvent.type(screen.getByLabelText('Your idea'), 'Write first{Control>}{Enter}{/Control}');
  await waitFor(() => expect(sent('POST', '/challenges/c1/ideas')).toHaveLength(2));
  expect(sent('POST', '/challenges/c1/ideas')[1]).toEqual({ title: 'Write first' });
});
