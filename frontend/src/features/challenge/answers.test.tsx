import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { renderPage } from '../../test/render';
import { AnswersPage } from './AnswersPage';
import { Archive } from './Archive';
import { CoveragePage } from './CoveragePage';
import type { ThemeFields } from './form';
import type { Challenge, Coverage, Idea } from './queries';
import { ThemesEditor } from './ThemesEditor';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<object>()),
  useParams: () => ({ id: 'c1' }),
}));

const challenge = (more: Partial<Challenge> = {}): Challenge => ({
  id: 'c1',
  title: 'Day 1',
  brief: '',
  brief_html: '',
  phases: [],
  vote_mode: 'support',
  audience: [],
  themes: [{ id: 't1', name: 'Delivery', about: '', ideas: 1 }],
  facilitators: [],
  created_by: { id: 'f', name: 'Elina', department: '' },
  answer_days: 14,
  counts: {
    ideas: 3,
    concepts: 0,
    departments: 1,
    my_ideas: 0,
    my_votes: 0,
    answers_owed: 2,
    answers_overdue: 1,
  },
  version: 1,
  created_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:00Z',
  can: ['idea.answer', 'challenge.archive'],
  ...more,
});
const idea = (id: string, days: number): Idea =>
  ({
    id,
    title: `Idea ${id}`,
    author: { id: 'p2', name: 'Väinö Törmänen', department: 'Sales' },
    challenge: { kind: 'challenge', id: 'c1', title: 'Day 1' },
    counts: { agree: 0, disagree: 0, pass: 0, comments: 0 },
    created_at: new Date(Date.now() - (14 - days) * 86_400_000).toISOString(),
    answer_due: new Date(Date.now() + days * 86_400_000 - 1000).toISOString(),
  }) as Idea;

let bodies: unknown[];
let answers: Record<string, unknown>;

beforeEach(() => {
  bodies = [];
  answers = {
    'GET /challenges/c1': challenge(),
    'GET /challenges/c1/ideas?answer=overdue': { items: [idea('late', -2)] },
    'GET /challenges/c1/ideas?answer=owed': { items: [idea('newer', 9), idea('older', 3), idea('late', -2)] },
  };
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const url = new URL(request.url);
    const filter = url.searchParams.get('answer');
    const name = `${request.method} ${url.pathname.replace('/api/v1', '')}${filter ? `?answer=${filter}` : ''}`;
    if (request.method !== 'GET') bodies.push(JSON.parse((await request.clone().text()) || 'null'));
    const answer = answers[name] ?? { items: [] };
    const status = (answer as { status?: number }).status ?? 200;
    return new Response(JSON.stringify(answer), {
      status,
      headers: { 'Content-Type': status < 300 ? 'application/json' : 'application/problem+json' },
    });
  });
});

describe('the answers', () => {
  test('late ones come first, what is owed soonest next, and many are answered at once', async () => {
    answers['POST /challenges/c1/answers'] = { answered: 2 };
    await renderPage(<AnswersPage />);
    expect((await screen.findAllByRole('heading', { level: 3 })).map((each) => each.textContent)).toEqual([
      'Idea late',
      'Idea older',
      'Idea newer',
    ]);
    expect(screen.getByText('3 days late')).toBeInTheDocument();
    const all = screen.getByRole('checkbox', { name: 'Select all 3 shown' });
    await userEvent.click(all);
    expect(screen.getByRole('heading', { name: 'Answer 3 ideas' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose “Idea older”' }));
    expect(all).toBePartiallyChecked();
    await userEvent.click(screen.getByRole('radio', { name: 'Declined' }));
    await userEvent.type(screen.getByLabelText('The reason'), 'Not this year');
    await userEvent.click(screen.getByRole('button', { name: /Send 2 answers/ }));
    expect(await screen.findByText(/2 ideas answered/)).toBeInTheDocument();
    expect(bodies).toEqual([{ ideas: ['late', 'newer'], status: 'declined', reason: 'Not this year' }]);
  });

  test('everybody sees them, and who may not answer chooses none', async () => {
    answers['GET /challenges/c1'] = challenge({ can: [] });
    await renderPage(<AnswersPage />);
    expect(await screen.findByText('Idea late')).toBeInTheDocument();
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  });

  test('none owed says so', async () => {
    answers['GET /challenges/c1/ideas?answer=overdue'] = { items: [] };
    answers['GET /challenges/c1/ideas?answer=owed'] = { items: [] };
    await renderPage(<AnswersPage />);
    expect(await screen.findByText('Every idea has its answer.')).toBeInTheDocument();
  });
});

test('the archive says why it refuses, and leads to the answers', async () => {
  answers['POST /challenges/c1/archive'] = {
    ...{ status: 409, code: 'answers_owed', title: 'Conflict' },
    detail: '2 ideas still lack their answer.',
  };
  await renderPage(<Archive challenge={challenge()} />);
  await userEvent.click(screen.getByRole('button', { name: 'Archive the challenge' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Archive the challenge' }));
  expect(await within(dialog).findByText('2 ideas still lack their answer.')).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  expect(await screen.findByRole('link', { name: 'Answer them' })).toHaveAttribute(
    'href',
    '/challenges/c1/answers',
  );
});

test('the coverage shows an empty theme, and the same as a table', async () => {
  const row = (more: Partial<Coverage>): Coverage => ({
    ...{ name: '', about: '', insights: 0, sticking_points: 0, ideas: 0, concepts: 0, commitments: 0 },
    ...more,
  });
  answers['GET /challenges/c1/coverage'] = {
    themes: [
      row({ id: 't1', name: 'Delivery', insights: 4, sticking_points: 1, ideas: 3 }),
      row({ id: 't2', name: 'Nobody’s' }),
      row({}),
    ],
  };
  await renderPage(<CoveragePage />);
  const names = await screen.findAllByRole('heading', { level: 2 });
  expect(names.map((each) => each.textContent)).toEqual(['Delivery', 'Nobody’s']);
  expect(screen.getByText('Nothing yet')).toBeInTheDocument();
  const delivery = names[0]!.closest('li')!;
  expect(
    within(delivery)
      .getAllByRole('definition')
      .map((each) => each.textContent),
  ).toEqual(['5', '3', '0', '0']);
  const table = screen.getByText('As a table').closest('details')!.querySelector('table')!;
  expect(table.rows).toHaveLength(3);
  expect(table.rows[1]).toHaveTextContent('Delivery41300');
});

test('themes are added, moved by keyboard with the focus, and taken away', async () => {
  let now: ThemeFields[] = [];
  function Form() {
    const [themes, setThemes] = useState<ThemeFields[]>([
      { key: 'a', id: 't1', name: 'Delivery', about: '' },
      { key: 'b', id: 't2', name: 'Portal', about: '' },
      { key: 'c', id: 't3', name: 'Invoice', about: '' },
    ]);
    now = themes;
    return <ThemesEditor themes={themes} onChange={setThemes} />;
  }
  await renderPage(<Form />);
  const names = () => now.map((theme) => theme.name).join();
  screen.getByRole('button', { name: 'Move “Invoice” up' }).focus();
  await userEvent.keyboard('{Enter}');
  expect(names()).toBe('Delivery,Invoice,Portal');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Move “Invoice” up' })).toHaveFocus());
  expect(screen.getByRole('status')).toHaveTextContent('“Invoice” is number 2 of 3.');
  await userEvent.keyboard('{Enter}');
  expect(names()).toBe('Invoice,Delivery,Portal');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Move “Invoice” down' })).toHaveFocus());
  await userEvent.click(screen.getByRole('button', { name: 'Take “Delivery” away' }));
  await userEvent.click(screen.getByRole('button', { name: 'Add a theme' }));
  await waitFor(() => expect(screen.getByLabelText('Theme 3')).toHaveFocus());
  await userEvent.keyboard('Phone');
  await userEvent.type(screen.getByLabelText('What theme 3 means'), 'Calls');
  expect(now.map(({ id, name, about }) => [id, name, about])).toEqual([
    ['t3', 'Invoice', ''],
    ['t2', 'Portal', ''],
    [undefined, 'Phone', 'Calls'],
  ]);
});
