import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { aConcept, readiness } from '../../test/concept';
import { renderPage, somebody } from '../../test/render';
import DecisionForm from './DecisionForm';
import type { Concept } from './queries';

const leaders = ['p1', 'p2', 'p3'].map((id) => ({ id, name: `Name of ${id}`, department: 'Sales' }));
const concept = (id: string, title: string, ready = true): Concept =>
  aConcept({ id, title, readiness: readiness(ready ? undefined : ['problem', 'measure']) });

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
  const sent = serve([concept('k1', 'Kerromme ensin'), concept('k2', 'Läpinäkyvä työ')]);
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
  serve([concept('k1', 'Kerromme ensin', false), concept('k2', 'Läpinäkyvä työ')]);
  await renderPage(<DecisionForm challenge="c1" />);
  expect(await screen.findByText('Lacks an insight, a sticking point')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Complete “Kerromme ensin”' })).toHaveAttribute(
    'href',
    '/concepts/k1',
  );
  await userEvent.click(screen.getByLabelText('Kerromme ensin'));
  expect(screen.getByRole('button', { name: '1 concept on the ballot is not ready for it.' })).toBeVisible();
});

test('what the server has against the opening stands at its field', async () => {
  const detail = '“Läpinäkyvä työ” lacks a piece of evidence.';
  serve([concept('k1', 'Kerromme ensin'), concept('k2', 'Läpinäkyvä työ')], {
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
