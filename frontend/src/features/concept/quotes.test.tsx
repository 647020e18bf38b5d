import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderPage } from '../../test/render';
import { ConceptPage } from './ConceptPage';
import type { Concept } from './queries';

const said = { quote: 'I told it four times.', source: 'Interview, a bakery' };
const person = { id: 'p3', name: 'Åsa Sjöblom', department: 'Sales' };
const concept: Concept = {
  id: 'k1',
  challenge: { kind: 'challenge', id: 'c1', title: 'Our promises' },
  title: 'One contact',
  problem: '',
  solution: '',
  customer_value: '',
  company_value: '',
  first_step: '',
  effort: 0,
  impact: 0,
  owner: person,
  authors: [person],
  sources: [{ kind: 'idea', id: 'i1', title: 'A name on every ticket', author: person }],
  evidence: [said],
  vote_mode: 'support',
  counts: { agree: 0, disagree: 0, pass: 0, comments: 0 },
  version: 4,
  created_at: '',
  updated_at: '',
  can: ['concept.edit'],
};

/** A server with one concept: a stale version is refused, and so is whatever `refuse` names. */
function serve(start: Partial<Concept> = {}) {
  const server = { row: { ...concept, ...start }, refuse: '' };
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const json = (value: unknown, status = 200) =>
      new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });
    if (request.method !== 'PATCH') {
      return request.url.endsWith('/concepts/k1') ? json(server.row) : json({ items: [] });
    }
    if (server.refuse) {
      const errors = [{ field: 'evidence[1].source', detail: server.refuse, code: 'invalid' }];
      return json({ type: 'about:blank', title: 'Another look', status: 422, code: 'invalid', errors }, 422);
    }
    if (request.headers.get('If-Match') !== `"${server.row.version}"`) {
      return json({ type: 'about:blank', title: 'Stale', status: 412, code: 'stale' }, 412);
    }
    server.row = {
      ...server.row,
      ...((await request.json()) as Partial<Concept>),
      version: server.row.version + 1,
    };
    return json(server.row);
  });
  return server;
}

const show = () => renderPage(<ConceptPage id="k1" comments={() => null} />);
const part = () => screen.findByRole('region', { name: 'What customers said' });

test("customers' words stand with their source; who may not edit has no buttons", async () => {
  serve({ can: [] });
  await show();
  const list = within(await part());
  expect(list.getByText(said.quote)).toBeVisible();
  expect(list.getByText(said.source)).toBeVisible();
  expect(list.queryByRole('button')).toBeNull();
});

test('words are added by keyboard alone, over what somebody else has added meanwhile', async () => {
  const server = serve();
  await show();
  const list = within(await part());
  const theirs = { quote: 'Theirs', source: 'Ticket 7' };
  server.row = { ...server.row, evidence: [said, theirs], version: 5 };
  list.getByRole('button', { name: 'Add a customer’s words' }).focus();
  await userEvent.keyboard('{Enter}');
  expect(screen.getByLabelText('The customer’s words')).toHaveFocus();
  await userEvent.keyboard('Just call back.');
  await userEvent.tab();
  expect(list.getByRole('button', { name: 'Add these words' })).toBeDisabled();
  await userEvent.keyboard('Survey{Enter}');
  await waitFor(() =>
    expect(server.row.evidence).toEqual([said, theirs, { quote: 'Just call back.', source: 'Survey' }]),
  );
  await waitFor(() => expect(list.getByRole('button', { name: 'Add a customer’s words' })).toHaveFocus());
  expect(localStorage.getItem('talkoot.draft.p1.concept.k1.evidence')).toBeNull();
});

test('what was refused stays written, with what is wrong beside it, also after a reload', async () => {
  const server = serve({ evidence: [] });
  server.refuse = 'At most 200 characters.';
  await show();
  const list = within(await part());
  expect(list.getByText(/needs at least one/)).toBeVisible();
  await userEvent.click(list.getByRole('button', { name: 'Add a customer’s words' }));
  await userEvent.type(screen.getByLabelText('The customer’s words'), 'Kept');
  await userEvent.type(screen.getByLabelText('Where they come from'), 'Interview{Enter}');
  expect((await list.findAllByText('At most 200 characters.'))[0]).toBeVisible();
  expect(screen.getByLabelText('The customer’s words')).toHaveValue('Kept');
  expect(localStorage.getItem('talkoot.draft.p1.concept.k1.evidence')).toContain('Kept');
});

test('words are taken away, and back again', async () => {
  const server = serve();
  await show();
  const list = within(await part());
  await userEvent.click(list.getByRole('button', { name: 'Take “I told it four times.” away' }));
  await waitFor(() => expect(server.row.evidence).toEqual([]));
  expect(await list.findByText(/needs at least one/)).toBeVisible();
});
