import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { aConcept, quote, readiness } from '../../test/concept';
import { renderPage } from '../../test/render';
import { ConceptPage } from './ConceptPage';
import type { Concept, Suggestion } from './queries';

const cleo = { id: 'p9', name: 'Väinö Törmänen', department: 'Field Services' };
const suggestion: Suggestion = {
  id: 's1',
  field: 'problem',
  was: 'Nobody says anything.',
  words: 'Nobody says a word.',
  note: 'Shorter',
  state: 'open',
  author: cleo,
  reason: '',
  created_at: '2026-11-20T10:00:00Z',
  can: ['suggestion.decide'],
};

/** A server with one concept; what is sent to it is kept. */
function serve(change: Partial<Concept>, suggestions: Suggestion[] = []) {
  const sent: { path: string; body: unknown }[] = [];
  const row = aConcept({ problem: 'Nobody says anything.', ...change });
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const path = new URL(request.url).pathname.replace('/api/v1', '');
    const json = (value: unknown) =>
      new Response(JSON.stringify(value), { headers: { 'Content-Type': 'application/json' } });
    if (request.method !== 'GET') {
      const words = await request.text();
      sent.push({ path: `${request.method} ${path}`, body: words ? (JSON.parse(words) as unknown) : null });
      return json(path.startsWith('/suggestions') || path.endsWith('/suggestions') ? suggestion : row);
    }
    if (path === '/concepts/k1') return json(row);
    return json({ items: path.endsWith('/suggestions') ? suggestions : [] });
  });
  return sent;
}

// A wide window: the readiness list stands open at the side.
beforeEach(() => {
  const narrow = globalThis.matchMedia;
  vi.spyOn(globalThis, 'matchMedia').mockImplementation(
    (query) => ({ ...narrow(query), media: query, matches: query.includes('min-width') }) as MediaQueryList,
  );
});

const show = () => renderPage(<ConceptPage id="k1" comments={() => null} />);

test('the readiness list says what a ballot asks for, and leads to where it is mended', async () => {
  serve({ readiness: readiness(['problem', 'insight']), can: ['concept.edit'] });
  await show();
  expect(
    await screen.findByText('Before it can be on a ballot it needs how we will know, a sticking point.'),
  ).toBeVisible();
  expect(screen.queryByText('Ready for the ballot')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'How we will know (missing)' }));
  expect(screen.getByRole('textbox', { name: 'How we will know' })).toBeVisible();
});

test('a concept with everything is ready; its customers’ words and sources are named', async () => {
  serve({
    readiness: readiness(),
    evidence: [quote()],
    insights: 3,
    sources: [
      { kind: 'sticking_point', id: 'x1', title: 'Told four times', author: cleo },
      { kind: 'insight', id: 'n1', title: 'I told it four times.', author: cleo },
    ],
  });
  await show();
  expect(await screen.findByText('Ready for the ballot')).toBeVisible();
  expect(screen.getByRole('link', { name: 'I told it four times.' })).toHaveAttribute('href', '/insights/n1');
  expect(screen.getByText('and 2 more insights')).toBeVisible();
  expect(screen.getByRole('link', { name: /^Sticking point: *Told four times$/ })).toHaveAttribute(
    'href',
    '/sticking-points/x1',
  );
});

test('somebody who was asked accepts', async () => {
  const sent = serve({ can: ['author.answer'] });
  await show();
  await userEvent.click(await screen.findByRole('button', { name: 'Write with them' }));
  await waitFor(() =>
    expect(sent).toEqual([{ path: 'PUT /concepts/k1/authors/me', body: { accept: true } }]),
  );
});

test('a suggestion is accepted, or declined with a reason', async () => {
  const sent = serve({ can: ['concept.edit'], open_suggestions: 1 }, [suggestion]);
  await show();
  await userEvent.click(
    await screen.findByRole('button', { name: 'Decline the words of Väinö Törmänen for Problem' }),
  );
  await userEvent.type(screen.getByLabelText('Why not?'), 'We said it better.');
  await userEvent.click(screen.getByRole('button', { name: 'Decline with this reason' }));
  await waitFor(() =>
    expect(sent).toEqual([{ path: 'POST /suggestions/s1/decline', body: { reason: 'We said it better.' } }]),
  );
});

test('words written against a text that has changed cannot be accepted any more', async () => {
  serve({ can: ['concept.edit'], open_suggestions: 1 }, [{ ...suggestion, was: 'What stood there once' }]);
  await show();
  expect(await screen.findByText(/The text was changed after this was suggested/)).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Accept/ })).toBeNull();
});
