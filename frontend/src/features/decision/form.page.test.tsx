import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderPage, somebody } from '../../test/render';
import DecisionForm from './DecisionForm';
import type { Concept } from './queries';

const author = { id: 'p2', name: 'Jyrki Hämäläinen', department: 'Sales' };
const leaders = ['p1', 'p2', 'p3'].map((id) => ({ id, name: `Name of ${id}`, department: 'Sales' }));
const concept = (id: string, title: string, quotes: number): Concept => ({
  id,
  challenge: { kind: 'challenge', id: 'c1', title: 'Our promises' },
  title,
  problem: '',
  solution: '',
  customer_value: '',
  company_value: '',
  first_step: '',
  effort: 0,
  impact: 0,
  owner: author,
  authors: [author],
  sources: [{ kind: 'idea', id: 'i1', title: 'An idea', author }],
  evidence: Array.from({ length: quotes }, () => ({ quote: 'Q', source: 'S' })),
  counts: { agree: 3, disagree: 0, pass: 0, comments: 0 },
  version: 1,
  created_at: '',
  updated_at: '',
  can: [],
});

function serve(concepts: Concept[], refused?: { field: string; detail: string }) {
  const sent: Record<string, unknown>[] = [];
  const json = (value: unknown, status = 200) =>
    new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const path = new URL(request.url).pathname.replace('/api/v1', '');
    if (request.method === 'POST' && path === '/decisions') {
      const body = (await request.json()) as Record<string, unknown>;
      sent.push(body);
      return json({ ...body, id: 'd1', version: 1 }, 201);
    }
    if (path === '/decisions/d1/open') {
      return json(
        {
          type: 'about:blank',
          title: 'Refused',
          status: 422,
          code: 'validation',
          detail: 'Not yet.',
          errors: [refused],
        },
        422,
      );
    }
    if (path === '/people') return json({ items: leaders });
    if (path === '/challenges') {
      return json({
        items: [{ id: 'c1', title: 'Our promises', phase: 'decide', can: ['decision.prepare'] }],
      });
    }
    if (path === '/challenges/c1/concepts') return json({ items: concepts });
    return json(somebody);
  });
  return sent;
}

test('five ways to vote with their use and time, their options sent with the draft', async () => {
  const sent = serve([concept('k1', 'Kerromme ensin', 1), concept('k2', 'Läpinäkyvä työ', 2)]);
  await renderPage(<DecisionForm challenge="c1" />);
  for (const name of ['Sort into tiers', 'Tick', 'Give stars', 'Spread dots', 'Rank for a balanced list']) {
    expect(await screen.findByRole('radio', { name })).toBeInTheDocument();
  }
  await userEvent.type(screen.getByLabelText('Title'), 'T');
  await userEvent.click(screen.getByRole('radio', { name: 'Spread dots' }));
  expect(screen.getByLabelText('Dots for each member')).toHaveAttribute('placeholder', '6');
  await userEvent.type(screen.getByLabelText('Dots for each member'), '8');
  expect(screen.getByLabelText('At most on one concept')).toHaveAttribute('placeholder', '4');
  const time = screen.getByLabelText('Time for a run-off, the signatures and each objection');
  await userEvent.selectOptions(time, 'Another time');
  await userEvent.clear(screen.getByLabelText('Hours'));
  await userEvent.clear(screen.getByLabelText('Minutes'));
  await userEvent.type(screen.getByLabelText('Minutes'), '30');
  await userEvent.click(screen.getByLabelText('Blind first round, then discuss what split us'));
  await userEvent.click(screen.getByRole('button', { name: 'Save draft' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ method: 'dots', options: { dots: 8 }, follow_up: 30, second_round: true });
}, 30_000);

test('a concept without evidence says what it lacks and leads to where it is mended', async () => {
  serve([concept('k1', 'Kerromme ensin', 0), concept('k2', 'Läpinäkyvä työ', 2)]);
  await renderPage(<DecisionForm challenge="c1" />);
  expect(await screen.findByText('Lacks a customer’s words')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Add evidence to “Kerromme ensin”' })).toHaveAttribute(
    'href',
    '/concepts/k1',
  );
  await userEvent.click(screen.getByLabelText('Kerromme ensin'));
  expect(screen.getByRole('button', { name: '1 concept on the ballot lacks evidence.' })).toBeVisible();
});

test('what the server has against the opening stands at its field', async () => {
  const detail = '“Läpinäkyvä työ” lacks a piece of evidence.';
  serve([concept('k1', 'Kerromme ensin', 1), concept('k2', 'Läpinäkyvä työ', 1)], {
    field: 'candidates',
    detail,
  });
  await renderPage(<DecisionForm challenge="c1" />);
  await userEvent.type(await screen.findByLabelText('Title'), 'T');
  await userEvent.click(await screen.findByRole('button', { name: 'Put all on the ballot' }));
  await userEvent.clear(screen.getByLabelText('How many are chosen'));
  await userEvent.type(screen.getByLabelText('How many are chosen'), '1');
  const open = screen.getByRole('button', { name: 'Open the ballot' });
  await waitFor(() => expect(open).toBeEnabled());
  await userEvent.click(open);
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(dialog.querySelector<HTMLElement>('button[data-variant="filled"]')!);
  expect(await screen.findByText(detail)).toBeVisible();
  expect(screen.getByText('The ballot did not open.')).toBeVisible();
}, 30_000);
