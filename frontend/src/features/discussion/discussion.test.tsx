import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { renderPage } from '../../test/render';
import { Comments } from './Comments';
import { threads, type Comment } from './queries';

const comment = (id: string, more: Partial<Comment> = {}): Comment => ({
  id,
  target: { kind: 'idea', id: 'i1' },
  body: `Words ${id}`,
  body_html: `<p>Words ${id}</p>`,
  author: { id: 'p2', name: 'Päivi Lähteenmäki', department: 'Finance & HR' },
  deleted: false,
  version: 1,
  created_at: new Date().toISOString(),
  updated_at: new Date().toISOString(),
  can: [],
  ...more,
});

let shown: Comment[];
let post: (body: { body: string; parent?: string }) => [number, unknown];
let sent: { body: string; parent?: string }[];

beforeEach(() => {
  shown = [comment('k1'), comment('k2', { parent: 'k1' })];
  sent = [];
  post = (body) => [201, comment('k9', { ...body, body_html: `<p>${body.body}</p>` })];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    let [status, answer]: [number, unknown] = [200, { items: shown }];
    if (request.method === 'POST') {
      const body = await request.json();
      sent.push(body);
      [status, answer] = post(body);
    }
    return new Response(JSON.stringify(answer), {
      status,
      headers: { 'Content-Type': status < 300 ? 'application/json' : 'application/problem+json' },
    });
  });
});

test('replies stand under their comment; one whose parent is not there stands by itself', () => {
  const rows = threads([
    comment('a'),
    comment('b'),
    comment('c', { parent: 'a' }),
    comment('d', { parent: 'x' }),
  ]);
  expect(rows.map(({ comment: { id }, replies }) => [id, replies.map((reply) => reply.id)])).toEqual([
    ['a', ['c']],
    ['b', []],
    ['d', []],
  ]);
});

test('a comment is sent by Ctrl+Enter and appears once', async () => {
  await renderPage(<Comments kind="idea" id="i1" count={2} may />);
  await screen.findByText('Words k1');
  await userEvent.type(screen.getByLabelText('Write a comment'), 'Hyvä ajatus{Control>}{Enter}{/Control}');
  await waitFor(() => expect(screen.getByLabelText('Write a comment')).toHaveValue(''));
  expect(await screen.findAllByText('Hyvä ajatus')).toHaveLength(1);
  expect(sent).toEqual([{ body: 'Hyvä ajatus' }]);
});

test('a reply goes under the comment, also when it answers a reply', async () => {
  await renderPage(<Comments kind="idea" id="i1" count={2} may />);
  await screen.findByText('Words k2');
  await userEvent.click(screen.getAllByRole('button', { name: 'Reply' })[1]!);
  await userEvent.type(
    screen.getByLabelText('Reply to Päivi Lähteenmäki'),
    'Kiitos{Control>}{Enter}{/Control}',
  );
  await waitFor(() => expect(sent).toEqual([{ body: 'Kiitos', parent: 'k1' }]));
});

test('a comment that is refused stays in its field with the reason', async () => {
  post = () => [
    409,
    { status: 409, code: 'phase_closed', title: 'Closed', detail: 'This challenge is closed.' },
  ];
  await renderPage(<Comments kind="idea" id="i1" count={2} may />);
  await screen.findByText('Words k1');
  await userEvent.type(screen.getByLabelText('Write a comment'), 'Too late{Control>}{Enter}{/Control}');
  expect(await screen.findByText(/This challenge is closed/)).toBeInTheDocument();
  expect(screen.getByLabelText('Write a comment')).toHaveValue('Too late');
});

test('a deleted comment says so and keeps its replies; where comments are closed there is no field', async () => {
  shown = [comment('k1', { deleted: true, body: '', body_html: '' }), comment('k2', { parent: 'k1' })];
  await renderPage(<Comments kind="idea" id="i1" count={1} may={false} />);
  const list = await screen.findAllByRole('list');
  expect(within(list[0]!).getByText('This comment was deleted.')).toBeInTheDocument();
  expect(screen.getByText('Words k2')).toBeInTheDocument();
  expect(screen.queryByLabelText('Write a comment')).not.toBeInTheDocument();
});
