import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, test, vi } from 'vitest';
import type { Me } from '../../api/session';
import { loadTexts } from '../../i18n';
import { renderPage, somebody } from '../../test/render';
import { InboxPage } from './InboxPage';
import type { Notice } from './queries';

beforeAll(() => loadTexts('notice'));
afterEach(() => vi.restoreAllMocks());

const notice = (seq: number, kind: string, more: Partial<Notice> = {}): Notice => ({
  seq,
  kind,
  ref: { kind: kind.split('.')[0] as Notice['ref']['kind'], id: 'x1' },
  title: 'Tell <b>them</b>',
  source: { kind: 'insight', id: 'n1', title: 'Late again' },
  at: '2026-11-20T08:00:00Z',
  read: true,
  ...more,
});

function answer(items: Notice[], status = 200) {
  const calls: { method: string; url: string; body: string }[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    calls.push({ method: request.method, url: request.url, body: await request.clone().text() });
    if (request.method === 'PUT') return new Response(null, { status: 204 });
    if (request.url.includes('/me')) {
      return new Response(JSON.stringify({ ...somebody, unread: 0 }), {
        headers: { 'Content-Type': 'application/json' },
      });
    }
    return new Response(
      JSON.stringify(status === 200 ? { items, unread: items.length } : { title: 'Away', status }),
      {
        status,
        headers: { 'Content-Type': 'application/json' },
      },
    );
  });
  return calls;
}

it('marks what is new, and marks it as read by looking at it', async () => {
  const calls = answer([notice(9, 'concept.grown', { read: false }), notice(4, 'commitment.told')]);
  const { queryClient } = await renderPage(<InboxPage />, { me: { ...somebody, unread: 1 } });
  const rows = await screen.findAllByRole('listitem');
  expect(rows[0]).toHaveTextContent(
    'New: The insight you posted, “Late again”, led to the concept Tell <b>them</b>.',
  );
  expect(rows[1]).not.toHaveTextContent('New');
  expect(screen.getAllByRole('link')[0]).toHaveAttribute('href', '/concepts/x1');
  await waitFor(() => expect(calls.filter(({ method }) => method === 'PUT')).toHaveLength(1));
  expect(calls.find(({ method }) => method === 'PUT')!.body).toBe('{"up_to":9}');
  await waitFor(() => expect(queryClient.getQueryData<Me>(['me'])?.unread).toBe(0));
  expect(screen.getAllByRole('listitem')[0]).toHaveTextContent('New:');
});

it('asks nothing of the server where everything has been read', async () => {
  const calls = answer([notice(4, 'commitment.told')]);
  await renderPage(<InboxPage />);
  await screen.findByRole('listitem');
  expect(calls.some(({ method }) => method === 'PUT')).toBe(false);
});

it('says how to hear something, and that it did not load', async () => {
  answer([]);
  const { unmount } = await renderPage(<InboxPage />);
  expect(await screen.findByText(/Nothing yet. Post an idea/)).toBeVisible();
  unmount();
  vi.restoreAllMocks();
  answer([], 503);
  await renderPage(<InboxPage />);
  expect(await screen.findByRole('alert')).toHaveTextContent('Your notices did not load');
});

const follows = { source: undefined };
const idea = { source: { kind: 'idea', id: 'i1', title: 'Mine' }, ref: { kind: 'idea' as const, id: 'i2' } };
test.each([
  ['decision.opened', {}, 'is behind a concept on the ballot Tell', '/decisions/x1'],
  ['decision.adopted', {}, 'is behind what was chosen in Tell', '/decisions/x1'],
  ['commitment.made', {}, 'which is on the roadmap now', '/commitments/x1'],
  ['commitment.measured', {}, 'Its effect was measured', '/commitments/x1'],
  ['commitment.changed', follows, 'which you follow, has moved on the roadmap', '/commitments/x1'],
  ['commitment.told', follows, 'There is news of Tell <b>them</b>, which you follow.', '/commitments/x1'],
  ['idea.answered', idea, 'Your idea Tell <b>them</b> has its answer.', '/ideas/i2'],
  ['idea.merge_proposed', idea, 'Your idea “Mine” and Tell <b>them</b> are alike', '/ideas/i1'],
  ['idea.merged', idea, 'Your idea “Mine” and Tell <b>them</b> are one idea now', '/ideas/i2'],
  ['concept.invited', follows, 'You are invited to write the concept', '/concepts/x1'],
  ['concept.grown', { source: undefined }, 'What you said led to the concept', '/concepts/x1'],
  ['concept.flown', {}, 'Something came of what you said', '/concepts/x1'],
])('%s has its sentence and its page', async (kind, more, text, to) => {
  answer([notice(4, kind, more)]);
  await renderPage(<InboxPage />);
  expect(await screen.findByRole('listitem')).toHaveTextContent(text);
  expect(screen.getByRole('link')).toHaveAttribute('href', to);
});
