import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { feedArrived, forgetArrivals } from '../../live/arrivals';
import type { Envelope } from '../../live';
import { renderPage, somebody } from '../../test/render';
import { FeedItem } from './FeedItem';
import { FeedList } from './FeedList';
import { withArrivals } from './queries';
import { sentenceOf } from './sentence';
import { Waiting } from './Waiting';

const actor = { id: 'p2', name: 'Jyrki Hämäläinen', department: 'Cloud & Networks' };
const envelope = (kind: string, more: Partial<Envelope> = {}): Envelope => ({
  seq: 1,
  kind,
  ref: { kind: kind.split('.')[0] as Envelope['ref']['kind'], id: 'x1' },
  at: new Date().toISOString(),
  challenge: 'c1',
  story: true,
  actor,
  summary: { title: 'One contact' },
  ...more,
});

afterEach(forgetArrivals);

// The kinds as the server records them.
test.each([
  ['challenge.opened', 'asked One contact'],
  ['challenge.changed', 'changed One contact'],
  ['idea.posted', 'posted One contact'],
  ['idea.edited', 'edited One contact'],
  ['idea.supported', 'supported One contact'],
  ['concept.grown', 'grew the concept One contact'],
  ['concept.edited', 'worked on One contact'],
  ['concept.supported', 'supported One contact'],
  ['decision.opened', 'opened the ballot One contact'],
  ['decision.extended', 'extended One contact'],
  ['decision.proxy', 'entered a ballot for somebody absent in One contact'],
  ['decision.signed', 'signed the shortlist of One contact'],
  ['commitment.made', 'put One contact on the roadmap'],
  ['commitment.changed', 'updated One contact on the roadmap'],
  ['commitment.told', 'told how One contact goes'],
  ['commitment.measured', 'measured the effect of One contact'],
  ['challenge.archived', 'archived One contact'],
  ['challenge.unarchived', 'opened One contact again'],
  ['insight.posted', 'passed on what a customer says: One contact'],
  ['journey.drawn', 'drew the journey One contact'],
  ['sticking_point.raised', 'raised the sticking point One contact'],
  ['sticking_point.confirmed', 'confirmed the sticking point One contact'],
  ['metric.added', 'now follows One contact'],
  ['metric.measured', 'measured One contact'],
  ['idea.answered', 'answered One contact'],
  ['concept.joined', 'writes One contact with its owner now'],
  ['concept.suggested', 'suggested words for One contact'],
  ['idea.something_new', 'Something happened around One contact'],
])('%s has its sentence', async (kind, words) => {
  await renderPage(<FeedItem item={envelope(kind)} />);
  expect(screen.getByRole('listitem')).toHaveTextContent(words);
});

test.each([
  ['decide', 'challenge.phase', 'One contact is now up for decision'],
  [
    'proposed',
    'decision.closed',
    'The count of One contact is in: the shortlist waits for the panel’s signatures',
  ],
  ['runoff', 'decision.closed', 'The count of One contact is in: a run-off follows'],
  ['drawn', 'decision.drawn', 'The lottery of One contact is drawn'],
  ['adopted', 'decision.adopted', 'One contact is decided: the panel adopted the shortlist'],
  ['inquorate', 'decision.closed', 'One contact: no decision, too few took part'],
])('what the product did by itself has no person: %s', async (state, kind, words) => {
  const item = envelope(kind, { actor: undefined, summary: { title: 'One contact', state } });
  await renderPage(<FeedItem item={item} />);
  expect(screen.getByRole('listitem')).toHaveTextContent(words);
  expect(screen.queryByText('Talkoot')).not.toBeInTheDocument();
});

test('a comment tells what it is on and how it begins, and a "<" in a title is a "<"', async () => {
  const item = envelope('comment.posted', {
    ref: { kind: 'comment', id: 'k1' },
    summary: { excerpt: '5 < 6', target: { kind: 'idea', id: 'i1', title: 'Use <b>bold</b> & co' } },
  });
  await renderPage(<FeedItem item={item} />);
  const link = screen.getByRole('link', { name: 'Use <b>bold</b> & co' });
  expect(link).toHaveAttribute('href', '/ideas/i1');
  expect(screen.getByRole('listitem')).toHaveTextContent('commented on Use <b>bold</b> & co: “5 < 6”');
});

test('nothing leads to an idea that is gone', () => {
  expect(sentenceOf(envelope('idea.deleted')).to).toBeUndefined();
});

test('the new kinds name both ends, a count and their page', async () => {
  const target = { kind: 'idea', id: 'i2', title: 'Another' };
  const said = async (kind: string, more: Partial<Envelope> = {}) => {
    const { unmount } = await renderPage(<FeedItem item={envelope(kind, more)} />);
    const text = screen.getByRole('listitem').textContent;
    unmount();
    return text;
  };
  const summary = { title: 'One contact', target };
  expect(await said('idea.merge_proposed', { summary })).toContain(
    'proposed to merge One contact into Another',
  );
  expect(await said('idea.merged', { summary })).toContain('agreed that One contact lives on in Another');
  expect(await said('idea.answered', { summary: { title: 'One contact', state: 'declined' } })).toContain(
    'answered One contact: declined, with the reason',
  );
  const file = { title: 'reviews.csv', version: 1200 };
  expect(await said('insight.imported', { summary: file })).toContain(
    'brought in 1200 insights from reviews.csv',
  );
  expect(await said('insight.imported', { summary: { ...file, version: 1 }, actor: undefined })).toContain(
    '1 insight came in from reviews.csv',
  );
  const place = (kind: string, ref: Envelope['ref'], more = {}) =>
    sentenceOf(envelope(kind, { ref, ...more })).to;
  expect(place('insight.posted', { kind: 'insight', id: 'n1' })).toBe('/insights/n1');
  expect(place('insight.imported', { kind: 'insight_import', id: 'm1' })).toBe('/insights?import=m1');
  expect(place('sticking_point.raised', { kind: 'sticking_point', id: 's1' })).toBe('/sticking-points/s1');
  expect(place('journey.drawn', { kind: 'journey', id: 'j1' })).toBe('/journeys/j1');
  expect(place('commitment.told', { kind: 'commitment', id: 'c1' })).toBe('/commitments/c1');
  expect(place('metric.measured', { kind: 'metric', id: 'x1' })).toBe('/journeys');
  const at = { summary: { title: 'NPS', target: { kind: 'touchpoint', id: 't1', title: 'Delivery' } } };
  expect(place('metric.measured', { kind: 'metric', id: 'x1' }, at)).toBe('/touchpoints/t1');
});

test('arrivals are let in once, newest first', () => {
  const item = (seq: number) => ({ ...envelope('idea.posted'), seq });
  const shown = { pages: [{ items: [item(5)], seq: 5 }], pageParams: [undefined] };
  const after = withArrivals(shown, [item(7), item(6), item(5)]);
  expect(after!.pages[0]!.items.map(({ seq }) => seq)).toEqual([7, 6, 5]);
  expect(withArrivals(after, [item(7)])).toBe(after);
});

test('what happens while the feed is looked at waits behind the pill', async () => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(
    async () =>
      new Response(JSON.stringify({ items: [{ ...envelope('idea.posted'), seq: 1 }], seq: 1 }), {
        headers: { 'Content-Type': 'application/json' },
      }),
  );
  await renderPage(<FeedList />);
  expect(await screen.findAllByRole('listitem')).toHaveLength(1);
  feedArrived({ ...envelope('idea.posted', { summary: { title: 'A later one' } }), seq: 2 });
  feedArrived({ ...envelope('idea.posted'), seq: 1 }); // it is there already
  const pill = await screen.findByRole('button', { name: '1 new' });
  expect(screen.getAllByRole('listitem')).toHaveLength(1);
  await userEvent.click(pill);
  const rows = screen.getAllByRole('listitem');
  expect(rows).toHaveLength(2);
  expect(rows[0]).toHaveTextContent('A later one');
  expect(screen.queryByRole('button', { name: /new/ })).not.toBeInTheDocument();
});

test('only ballots that are still open wait, the first with the filled button', async () => {
  const ballot = (decision: string, hours: number) => ({
    kind: 'ballot' as const,
    decision,
    title: `Ballot ${decision}`,
    closes_at: new Date(Date.now() + hours * 3_600_000).toISOString(),
  });
  const me = {
    ...somebody,
    waiting: { ...somebody.waiting, ballots: [ballot('d1', 5), ballot('d2', 90), ballot('d3', -1)] },
  };
  await renderPage(<Waiting />, { me });
  const rows = screen.getAllByRole('listitem');
  expect(rows).toHaveLength(2);
  expect(screen.getByText('2 things')).toBeInTheDocument();
  const act = within(rows[0]!).getByRole('link', { name: 'Cast your ballot' });
  expect(act).toHaveAttribute('href', '/decisions/d1');
});

test('a shortlist to sign and a reminder say what they are', async () => {
  const closes = new Date(Date.now() + 5 * 3_600_000).toISOString();
  const waits = { decision: 'd1', title: 'Three promises', closes_at: closes, kind: 'sign_off' as const };
  const me = {
    ...somebody,
    waiting: { ...somebody.waiting, ballots: [{ ...waits, reminded_at: new Date().toISOString() }] },
  };
  await renderPage(<Waiting />, { me });
  const row = screen.getByRole('listitem');
  expect(row).toHaveTextContent('Sign the shortlist');
  expect(row).toHaveTextContent(/You were reminded/);
  expect(within(row).getByRole('link', { name: 'Read and sign' })).toHaveAttribute('href', '/decisions/d1');
});

test('nothing waits, and nothing is made up', async () => {
  await renderPage(<Waiting />);
  expect(screen.getByText('Nothing waits for you.')).toBeInTheDocument();
});
