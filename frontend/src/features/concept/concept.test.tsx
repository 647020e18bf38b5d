import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { aConcept } from '../../test/concept';
import { renderPage } from '../../test/render';
import { ConceptPage } from './ConceptPage';
import type { Concept } from './queries';

const concept = aConcept({
  problem: 'Nobody says anything.',
  impact: 4,
  can: ['concept.edit'],
});

/** A server with one concept, kept like a row: a stale version is refused. */
function serve(start: Partial<Concept> = {}) {
  const server = { row: { ...concept, ...start }, patches: [] as unknown[] };
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const json = (value: unknown, status = 200) =>
      new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });
    if (request.method === 'PATCH') {
      const change = (await request.json()) as Partial<Concept>;
      server.patches.push(change);
      if (request.headers.get('If-Match') !== `"${server.row.version}"`) {
        return json({ type: 'about:blank', title: 'Stale', status: 412, code: 'stale' }, 412);
      }
      server.row = { ...server.row, ...change, version: server.row.version + 1 };
      return json(server.row);
    }
    return request.url.endsWith('/concepts/k1') ? json(server.row) : json({ items: [] });
  });
  return server;
}

const show = () => renderPage(<ConceptPage id="k1" comments={() => null} />);

async function write(cell: string, text: string) {
  await userEvent.click(await screen.findByRole('button', { name: `Edit ${cell}` }));
  await userEvent.type(screen.getByRole('textbox', { name: cell }), text);
  await userEvent.tab();
}

test('an empty cell asks a question; a cell is written in place and saved', async () => {
  const server = serve();
  await show();
  expect(await screen.findByText('What is different for the customer on Monday?')).toBeVisible();
  await write('Solution', 'Yksi viesti.');
  await waitFor(() => expect(server.row.solution).toBe('Yksi viesti.'));
  expect(await screen.findByText('Saved')).toBeVisible();
  expect(localStorage.getItem('talkoot.draft.p1.concept.k1.solution')).toBeNull();
});

test('the key e opens the first cell', async () => {
  serve();
  await show();
  await screen.findByText('Nobody says anything.');
  await userEvent.keyboard('e');
  expect(screen.getByRole('textbox', { name: 'Problem' })).toHaveFocus();
  expect(screen.getByRole('textbox', { name: 'Problem' })).toHaveValue('Nobody says anything.');
});

test("somebody else's other cell is no conflict", async () => {
  const server = serve();
  await show();
  await screen.findByText('Nobody says anything.');
  server.row = { ...server.row, first_step: 'Theirs', version: 5 };
  await write('Solution', 'Mine');
  await waitFor(() => expect(server.row).toMatchObject({ solution: 'Mine', first_step: 'Theirs' }));
  expect(screen.queryByText('Two people wrote here at once')).toBeNull();
});

test('two texts for one cell are both shown, and neither is lost', async () => {
  const server = serve();
  await show();
  await screen.findByText('Nobody says anything.');
  server.row = { ...server.row, solution: 'Theirs', version: 5 };
  await write('Solution', 'Mine');
  expect(await screen.findByText('Two people wrote here at once')).toBeVisible();
  expect(screen.getByText('Theirs')).toBeVisible();
  expect(screen.getByRole('textbox', { name: 'Solution' })).toHaveValue('Mine');
  expect(server.row.solution).toBe('Theirs');
  expect(localStorage.getItem('talkoot.draft.p1.concept.k1.solution')).toContain('Mine');
  await userEvent.click(screen.getByRole('button', { name: 'Save mine' }));
  await waitFor(() => expect(server.row.solution).toBe('Mine'));
});

test('a form is saved over other changes of its concept, and over the same one only when asked again', async () => {
  const server = serve();
  await show();
  await screen.findByText('Nobody says anything.');
  const open = screen.getByRole('button', { name: 'Title, owner and themes' });
  await userEvent.click(open);
  const dialog = within(await screen.findByRole('dialog'));
  const title = dialog.getByRole('textbox', { name: 'Title' });
  server.row = { ...server.row, first_step: 'Theirs', version: 9 };
  await userEvent.clear(title);
  await userEvent.type(title, 'Mine');
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(server.row).toMatchObject({ title: 'Mine', first_step: 'Theirs' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

  await userEvent.click(open);
  const again = within(await screen.findByRole('dialog'));
  server.row = { ...server.row, title: 'Theirs', version: 20 };
  await userEvent.type(again.getByRole('textbox', { name: 'Title' }), ' again');
  await userEvent.click(again.getByRole('button', { name: 'Save' }));
  expect(await again.findByText(/Somebody has changed this concept/)).toBeVisible();
  expect(server.row.title).toBe('Theirs');
  await userEvent.click(again.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(server.row.title).toBe('Mine again'));
});

test('what was not saved is there again after a reload', async () => {
  localStorage.setItem(
    'talkoot.draft.p1.concept.k1.problem',
    JSON.stringify({ text: 'Longer words', base: 'Nobody says anything.' }),
  );
  serve();
  await show();
  expect(await screen.findByRole('textbox', { name: 'Problem' })).toHaveValue('Longer words');
});

test('on a ballot the canvas is read only and says why', async () => {
  serve({ can: [], on_ballot: { kind: 'decision', id: 'd1', title: 'Three promises', status: 'open' } });
  await show();
  expect(await screen.findByText(/This concept is on the ballot of/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'Three promises' })).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Edit / })).toBeNull();
  expect(screen.getByText('Impact: Large, 4 of 5')).toBeInTheDocument();
});
