import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sessionEnded } from '../../api/expired';
import { Problem } from '../../api/problem';
import { setLiveState } from '../../lib/liveState';
import { renderPage, somebody } from '../../test/render';
import { ErrorPage } from '../ErrorPage';
import { LandingPage } from '../LandingPage';
import { slots } from '../slots';
import { Banners } from './Banners';
import { Shell } from './Shell';

const company = { name: 'Havulinna ICT (fictional)', demonstration: true, departments: [], signed_in: true };
const places = ['/', '/challenges', '/decisions', '/me', '/more'];

const shell = (me = somebody) => (
  <Shell me={me} company={company}>
    <h1>A page</h1>
    <input aria-label="field" />
  </Shell>
);

afterEach(() => {
  delete slots.newIdea;
  delete slots.search;
});

describe('the shell', () => {
  beforeEach(() => act(() => setLiveState('live')));

  test('shows the places whose page exists, the company and the reader', async () => {
    await renderPage(
      shell({
        ...somebody,
        waiting: {
          open_challenges: 3,
          own_ideas: 0,
          ballots: [
            { decision: 'd1', title: 'Three promises', closes_at: '2026-11-26T14:00:00Z', kind: 'ballot' },
          ],
        },
      }),
      { routes: places },
    );
    const rail = within(screen.getAllByRole('navigation', { name: 'Places' })[0]!);
    expect(rail.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
      '/',
      '/challenges',
      '/decisions',
    ]);
    expect(rail.getByRole('link', { name: /Challenges.*3 open/ })).toBeInTheDocument();
    expect(rail.getByRole('link', { name: /Decisions.*1 ballot waits for you/ })).toBeInTheDocument();
    expect(screen.getByText('Live · Havulinna ICT (fictional)')).toBeInTheDocument();
    expect(screen.getAllByText('Service Desk')[0]).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Skip to the page' })).toHaveAttribute('href', '#main');
  });

  test('c opens the new idea from anywhere, but not while typing', async () => {
    const Dialog = ({ opened }: { opened: boolean }) => (opened ? <p>The post box</p> : null);
    slots.newIdea = Dialog as never;
    await renderPage(shell(), { routes: places });
    await userEvent.type(screen.getByRole('textbox', { name: 'field' }), 'c');
    expect(screen.queryByText('The post box')).toBeNull();
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('c');
    expect(await screen.findByText('The post box')).toBeInTheDocument();
  });

  test('offers no new idea while the feature is missing', async () => {
    await renderPage(shell(), { routes: places });
    expect(screen.queryByRole('button', { name: /New idea/ })).toBeNull();
  });

  test('the command palette opens with Ctrl+K, finds a page and goes there', async () => {
    const { router } = await renderPage(shell(), { routes: places });
    await userEvent.keyboard('{Control>}k{/Control}');
    const field = await screen.findByRole('combobox', { name: 'Search' });
    await userEvent.type(field, 'decis');
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['Decisions']);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/decisions'));
  });

  test('the palette adds what the search finds, walks it by arrow keys and says when the search fails', async () => {
    slots.search = vi.fn((query: string) =>
      query === 'invoice'
        ? Promise.resolve([
            { id: 'i1', kind: 'idea', title: 'Invoices a human can read', hint: 'Day 1', to: '/challenges' },
            { id: 'c1', kind: 'concept', title: 'Readable invoices', to: '/decisions' },
          ])
        : Promise.reject(new Problem({ status: 503, code: 'busy', title: 'Busy' })),
    );
    const { router } = await renderPage(shell(), { routes: places });
    await userEvent.keyboard('{Control>}k{/Control}');
    const field = await screen.findByRole('combobox', { name: 'Search' });
    await userEvent.type(field, 'invoice');
    expect(await screen.findByRole('option', { name: /Readable invoices/ })).toBeInTheDocument();
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('option', { selected: true })).toHaveTextContent('Readable invoices');
    await userEvent.type(field, 'x');
    expect(await screen.findByText(/The search does not answer/)).toBeInTheDocument();
    await userEvent.clear(field);
    await userEvent.type(field, 'invoice');
    await userEvent.click(await screen.findByRole('option', { name: /Readable invoices/ }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/decisions'));
  });

  test('? lists the keys', async () => {
    await renderPage(shell(), { routes: places });
    await userEvent.keyboard('?');
    expect(await screen.findByRole('dialog', { name: 'Keys' })).toHaveTextContent('Support, or take it back');
  });
});

describe('banners', () => {
  test('a lost connection is told with its time, and goes when the connection is back', async () => {
    await renderPage(<Banners />);
    expect(screen.queryByText(/Connection lost/)).toBeNull();
    act(() => setLiveState('lost'));
    expect(screen.getByText(/Connection lost.*kept here/)).toHaveTextContent(/Since \d\d:\d\d\./);
    act(() => setLiveState('live'));
    expect(screen.queryByText(/Connection lost/)).toBeNull();
  });

  test('an ended session leads back to this very page', async () => {
    await renderPage(<Banners />);
    history.replaceState(null, '', '/ideas/i1?sort=new');
    act(() => sessionEnded());
    expect(screen.getByText(/Your session has ended/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Sign in again' })).toHaveAttribute(
      'href',
      '/auth/login?return_to=%2Fideas%2Fi1%3Fsort%3Dnew',
    );
  });
});

test('the landing page explains in three sentences and signs in with one press', async () => {
  const { container } = await renderPage(<LandingPage company={company} returnTo="/challenges/c1" />);
  expect(screen.getByRole('heading', { level: 1 })).toBeInTheDocument();
  expect(container.querySelectorAll('main > div > p')).toHaveLength(3);
  expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute(
    'href',
    '/auth/login?return_to=%2Fchallenges%2Fc1',
  );
  expect(screen.getByText(/This is a demonstration/)).toBeInTheDocument();
});

test('a missing thing is the not-found page, another failure can be tried again', async () => {
  const reset = vi.fn();
  const view = await renderPage(
    <ErrorPage error={new Problem({ status: 404, code: 'not_found', title: 'x' })} reset={reset} />,
  );
  expect(screen.getByRole('heading', { name: 'Nothing here' })).toBeInTheDocument();
  view.unmount();
  await renderPage(
    <ErrorPage error={new Problem({ status: 0, code: 'network', title: 'x' })} reset={reset} />,
  );
  expect(screen.getByRole('alert')).toHaveTextContent('The server does not answer.');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(reset).toHaveBeenCalledOnce();
});
