import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { loadTexts } from '../../i18n';
import { renderPage } from '../../test/render';
import { ChallengeLineagePage } from './ChallengeLineagePage';
import { Line } from './Line';
import type { Graph, Node } from './queries';

beforeAll(() => loadTexts('lineage'));
afterEach(() => vi.restoreAllMocks());

const people = [
  { id: 'p1', name: 'Aino Väisänen', department: 'Service Desk' },
  { id: 'p2', name: 'Jyrki Hämäläinen', department: 'Sales' },
];
const thing = (kind: Node['kind'], id: string, title: string, more: Partial<Node> = {}): Node => ({
  kind,
  id,
  title,
  at: '2026-11-01T00:00:00Z',
  people: [],
  ...more,
});
const graph: Graph = {
  nodes: [
    thing('insight', 'n1', 'Nobody told me', { people: [people[0]!] }),
    thing('insight', 'i1', '', { count: 12 }),
    thing('idea', 'i1', 'A message <b>on</b> the way', { people: [people[1]!], status: 'grown' }),
    thing('idea', 'i2', 'Alone', { status: 'open' }),
    thing('concept', 'k1', 'Tell them'),
  ],
  edges: [
    { from: { kind: 'insight', id: 'n1' }, to: { kind: 'idea', id: 'i1' }, kind: 'grew' },
    { from: { kind: 'insight', id: 'i1' }, to: { kind: 'idea', id: 'i1' }, kind: 'grew' },
    { from: { kind: 'idea', id: 'i1' }, to: { kind: 'concept', id: 'k1' }, kind: 'grew' },
  ],
  credits: people,
};

function answer(body: unknown, status = 200) {
  return vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(() =>
      Promise.resolve(
        new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }),
      ),
    );
}

it('shows the line with whose words are in it', async () => {
  answer(graph);
  await renderPage(<Line kind="idea" id="i1" />);
  expect(await screen.findByText('2 people’s words are in this')).toBeVisible();
  const stations = screen.getAllByRole('listitem');
  expect(screen.getByText('13 from customers')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Tell them' })).toHaveAttribute('href', '/concepts/k1');
  expect(stations.filter((each) => each.dataset.state === 'here')).toHaveLength(1);
  expect(screen.getByText('none')).toBeInTheDocument();
  expect(screen.getAllByText('not yet').length).toBe(3);
  await userEvent.click(screen.getByText('2 people’s words are in this'));
  expect(screen.getByText('Jyrki Hämäläinen')).toBeVisible();
});

it('stays a line when it does not load', async () => {
  const fetch = answer({ type: 'about:blank', title: 'Away', status: 503, code: 'unavailable' }, 503);
  await renderPage(<Line kind="idea" id="i1" />);
  expect(await screen.findByRole('alert')).toHaveTextContent('The line did not load.');
  expect(screen.getByText('You are here')).toBeVisible();
  const before = fetch.mock.calls.length;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(fetch.mock.calls.length).toBeGreaterThan(before));
});

it('walks the picture by keyboard, zooms to one line and goes back', async () => {
  answer(graph);
  await renderPage(<ChallengeLineagePage />, { at: '/challenges/c1/lineage' });
  const picture = await screen.findByRole('group', { name: /Lineage as a picture/ });
  const boxes = () => within(picture).getAllByRole('button');
  expect(boxes()).toHaveLength(4); // without what stands alone
  expect(
    within(picture).getByRole('button', { name: 'Idea: A message <b>on</b> the way, grown' }),
  ).toBeVisible();
  expect(boxes().filter((each) => each.tabIndex === 0)).toHaveLength(1);
  boxes()[0]!.focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(document.activeElement).toHaveTextContent('A message <b>on</b> the way');
  await userEvent.keyboard('{ArrowRight}');
  expect(document.activeElement).toHaveTextContent('Tell them');
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{ArrowDown}');
  expect(document.activeElement).toHaveAttribute('data-kind', 'insight');
  expect(boxes().filter((each) => each.tabIndex === 0)).toHaveLength(1);

  await userEvent.click(within(picture).getByRole('button', { name: /Nobody told me/ }));
  expect(screen.getByRole('status')).toHaveTextContent('The line of “Nobody told me”');
  expect(boxes()).toHaveLength(3);
  expect(screen.getByRole('link', { name: 'Open its page' })).toHaveAttribute('href', '/insights/n1');
  await userEvent.keyboard('{Escape}');
  expect(boxes()).toHaveLength(4);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Also 1 idea that stands alone' }));
  expect(boxes()).toHaveLength(5);
});

it('has a table with everything behind the picture', async () => {
  answer(graph);
  await renderPage(<ChallengeLineagePage />, { at: '/challenges/c1/lineage' });
  await userEvent.click(await screen.findByRole('button', { name: 'As a table' }));
  const rows = screen.getAllByRole('row').slice(1);
  expect(rows).toHaveLength(4);
  const idea = rows.find((row) => within(row).queryByText('A message <b>on</b> the way', { selector: 'a' }))!;
  expect(idea).toHaveTextContent('Jyrki Hämäläinen');
  expect(idea).toHaveTextContent('Nobody told me; and 12 more insights');
  expect(idea).toHaveTextContent('Tell them');
  expect(screen.queryByRole('group', { name: /picture/ })).not.toBeInTheDocument();
});

it('says what to do first where nothing is tied', async () => {
  answer({ nodes: [thing('idea', 'i2', 'Alone')], edges: [], credits: [] });
  await renderPage(<ChallengeLineagePage />, { at: '/challenges/c1/lineage' });
  expect(await screen.findByText(/Nothing is tied together here yet/)).toBeVisible();
});
