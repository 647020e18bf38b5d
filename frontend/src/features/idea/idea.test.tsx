import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { forgetArrivals, ideaArrived } from '../../live/arrivals';
import { renderPage } from '../../test/render';
import { Notices } from '../../ui/Notices';
import { IdeaEdit } from './IdeaEdit';
import { IdeaList } from './IdeaList';
import { excerpt } from './IdeaRow';
import { stationsOf } from './lineage';
import { PostBox } from './PostBox';
import { prepend, type Idea, type IdeaList as List } from './queries';

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
  can: ['idea.vote'],
  ...more,
});
const challenge = { id: 'c1', themes: [], can: ['idea.create'] };

type Asked = { method: string; path: string; key: string | null; body: string };
let asked: Asked[];
let server: (request: Asked) => [number, unknown];

beforeEach(() => {
  asked = [];
  server = () => [200, { items: [] }];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const url = new URL(request.url);
    const one = {
      method: request.method,
      path: url.pathname.replace('/api/v1', '') + url.search,
      key: request.headers.get('Idempotency-Key'),
      body: await request.clone().text(),
    };
    asked.push(one);
    const [status, answer] = server(one);
    if (status === 0) throw new TypeError('no network');
    return new Response(JSON.stringify(answer), {
      status,
      headers: { 'Content-Type': status < 300 ? 'application/json' : 'application/problem+json' },
    });
  });
});
afterEach(forgetArrivals);

const posts = () => asked.filter((one) => one.method === 'POST');

describe('the post box', () => {
  test('posts one field, empties itself and keeps no draft', async () => {
    server = ({ method }) => (method === 'POST' ? [201, idea('i9')] : [200, { items: [] }]);
    await renderPage(<PostBox challenge={challenge} />);
    await userEvent.type(screen.getByLabelText('Your idea'), 'One contact');
    await userEvent.click(screen.getByRole('button', { name: /Post idea/ }));
    await waitFor(() => expect(screen.getByLabelText('Your idea')).toHaveValue(''));
    expect(JSON.parse(posts()[0]!.body)).toEqual({ title: 'One contact' });
    expect(Object.keys(localStorage).filter((key) => key.includes('idea.new'))).toEqual([]);
  });

  test('keeps what is typed over a reload, and over a session that has ended', async () => {
    server = () => [
      401,
      { status: 401, code: 'unauthorized', title: 'Sign in', detail: 'Sign in to go on.' },
    ];
    const first = await renderPage(<PostBox challenge={challenge} />);
    await userEvent.type(screen.getByLabelText('Your idea'), 'Half a thought{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Sign in to go on.')).toBeInTheDocument();
    expect(screen.getByLabelText('Your idea')).toHaveValue('Half a thought');
    first.unmount();
    await renderPage(<PostBox challenge={challenge} />);
    expect(screen.getByLabelText('Your idea')).toHaveValue('Half a thought');
  });

  test('sends the same words again with the same key, and other words with another', async () => {
    server = ({ method }) => (method === 'POST' ? [0, null] : [200, { items: [] }]);
    const first = await renderPage(<PostBox challenge={challenge} />);
    await userEvent.type(screen.getByLabelText('Your idea'), 'Same words{Control>}{Enter}{/Control}');
    await screen.findByText(/does not answer/);
    first.unmount(); // a reload in between
    await renderPage(<PostBox challenge={challenge} />);
    await userEvent.click(screen.getByRole('button', { name: /Post idea/ }));
    await waitFor(() => expect(posts()).toHaveLength(2));
    await screen.findByText(/does not answer/);
    await userEvent.type(screen.getByLabelText('Your idea'), ' now{Control>}{Enter}{/Control}');
    await waitFor(() => expect(posts()).toHaveLength(3));
    const keys = posts().map((one) => one.key);
    expect(keys[0]).toBeTruthy();
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  test('shows similar ideas from three words on; supporting one keeps the words for a comment', async () => {
    server = ({ path, method }) => {
      if (path.startsWith('/ideas/similar'))
        return [200, { items: [idea('i1', { title: 'Text like a parcel' })] }];
      return method === 'PUT' ? [200, { ...idea('i1').counts, agree: 4, my_vote: 1 }] : [200, { items: [] }];
    };
    await renderPage(<PostBox challenge={challenge} />);
    await userEvent.type(screen.getByLabelText('Your idea'), 'Text the');
    expect(asked).toEqual([]);
    await userEvent.type(screen.getByLabelText('Your idea'), ' customer');
    await userEvent.click(await screen.findByRole('button', { name: 'Support this instead' }));
    expect(await screen.findByText('You support “Text like a parcel”.')).toBeInTheDocument();
    expect(screen.getByLabelText('Your idea')).toHaveValue('Text the customer');
    await userEvent.click(screen.getByRole('button', { name: 'Use my words as a comment' }));
    expect(localStorage.getItem('talkoot.draft.p1.comment.idea.i1')).toBe('"Text the customer"');
    expect(screen.getByLabelText('Your idea')).toHaveValue('');
  });
});

describe('the list', () => {
  const props = { challenge, filter: { sort: 'new' as const }, onFilter: () => {}, onGrow: () => {} };

  test('shows a vote at once and takes a refused one back with the reason', async () => {
    server = ({ method }) =>
      method === 'PUT'
        ? [409, { status: 409, code: 'phase_closed', title: 'Closed', detail: 'The phase is now decide.' }]
        : [200, { items: [idea('i1')] }];
    await renderPage(
      <>
        <IdeaList {...props} />
        <Notices />
      </>,
    );
    const box = await screen.findByRole('button', { name: /Support “Idea i1”/ });
    await userEvent.click(box);
    expect(await screen.findByText(/was not counted: The phase is now decide/)).toBeInTheDocument();
    expect(box).toHaveAttribute('aria-pressed', 'false');
    expect(box).toHaveTextContent('3');
  });

  test('an own idea and a closed phase offer no vote', async () => {
    const own = idea('i1', { author: { id: 'p1', name: 'Aino Väisänen', department: 'Sales' } });
    server = () => [200, { items: [own, idea('i2', { can: [] })] }];
    await renderPage(<IdeaList {...props} />);
    await screen.findByText('Idea i2');
    expect(screen.queryByRole('button', { name: /Support “/ })).not.toBeInTheDocument();
  });

  test('new ideas wait, and come in on top when the pill is pressed; those below stay', async () => {
    let items = [idea('i1')];
    server = () => [200, { items }];
    await renderPage(<IdeaList {...props} />);
    await screen.findByText('Idea i1');
    items = [idea('i3'), idea('i2'), idea('i1')];
    act(() => {
      ideaArrived('c1', 'i2');
      ideaArrived('c1', 'i3');
      ideaArrived('c1', 'i1');
    });
    const pill = await screen.findByRole('button', { name: '2 new ideas' });
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
    const row = screen.getByText('Idea i1');
    await userEvent.click(pill);
    await screen.findByText('Idea i3');
    expect(screen.getAllByRole('heading', { level: 3 }).map((title) => title.textContent)).toEqual([
      'Idea i3',
      'Idea i2',
      'Idea i1',
    ]);
    expect(screen.getByText('Idea i1')).toBe(row);
    expect(screen.queryByRole('button', { name: /new idea/ })).not.toBeInTheDocument();
  });

  test('a facilitator chooses ideas and goes on with them', async () => {
    server = () => [200, { items: [idea('i1'), idea('i2'), idea('i3')] }];
    const onGrow = vi.fn();
    await renderPage(
      <IdeaList {...props} challenge={{ ...challenge, can: ['concept.create'] }} onGrow={onGrow} />,
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Choose ideas' }));
    expect(screen.getByRole('button', { name: 'Grow a concept' })).toBeDisabled();
    await userEvent.click(screen.getByLabelText('Choose “Idea i3”'));
    await userEvent.click(screen.getByLabelText('Choose “Idea i1”'));
    expect(screen.getByText('2 ideas chosen')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Grow a concept' }));
    expect(onGrow).toHaveBeenCalledWith(['i3', 'i1']);
  });

  test('an empty list says what to do first', async () => {
    await renderPage(<IdeaList {...props} />);
    expect(await screen.findByText(/Yours sets the tone/)).toBeInTheDocument();
  });
});

test('an edit that comes too late shows both texts and loses neither', async () => {
  const theirs = idea('i1', {
    title: 'Theirs',
    body: 'Their words',
    body_html: '<p>Their words</p>',
    version: 2,
  });
  let version = 2;
  server = ({ method, path }) => {
    if (method === 'GET' && path === '/ideas/i1') return [200, theirs];
    if (version === 2) {
      version = 3;
      return [412, { status: 412, code: 'stale', title: 'Changed', detail: 'It has changed.' }];
    }
    return [200, idea('i1', { title: 'Mine', version: 3 })];
  };
  const onDone = vi.fn();
  await renderPage(<IdeaEdit idea={idea('i1')} onDone={onDone} />);
  const title = screen.getByLabelText(/Your idea/);
  await userEvent.clear(title);
  await userEvent.type(title, 'Mine');
  await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
  const other = await screen.findByRole('region', { name: 'As it is now' });
  expect(within(other).getByText('Their words')).toBeInTheDocument();
  expect(title).toHaveValue('Mine');
  await userEvent.click(screen.getByRole('button', { name: 'Save mine' }));
  await waitFor(() => expect(onDone).toHaveBeenCalled());
  expect(asked.filter((one) => one.method === 'PATCH')).toHaveLength(2);
});

test('ideas are put on top of a list once', () => {
  const data = { pages: [{ items: [idea('i1')] } as List], pageParams: [undefined] };
  const after = prepend(data, [idea('i2'), idea('i1')])!;
  expect(after.pages[0]!.items.map(({ id }) => id)).toEqual(['i2', 'i1']);
  expect(prepend(after, [idea('i2')])).toBe(after);
});

test('an excerpt is the words without the marks', () => {
  expect(excerpt('# Title\n\nSome **bold** and [a link](https://x.example) with 3 * 4\n- point')).toBe(
    'Title Some bold and a link with 3 * 4 point',
  );
  expect(excerpt('ä'.repeat(400))).toHaveLength(321);
});

test('the line of an idea shows what it has become', () => {
  const link = (kind: string, id: string) => ({ kind, id, title: `${kind} ${id}` });
  const lineage = {
    ideas: [],
    concepts: [link('concept', 'k1'), link('concept', 'k2')],
    decisions: [link('decision', 'd1')],
    commitments: [],
  };
  expect(stationsOf({ lineage }, 'here')).toEqual({
    idea: { state: 'here' },
    concept: { state: 'done', detail: 'concept k1 +1', to: '/concepts/k1' },
    decision: { state: 'done', detail: 'decision d1', to: '/decisions/d1' },
  });
});
