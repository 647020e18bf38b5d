import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { renderPage, somebody } from '../../test/render';
import { JourneyPage } from './JourneyPage';
import { JourneysPage } from './JourneysPage';
import { json, mapOf, refusal, serve, wideWindow } from './stub';

beforeEach(wideWindow);

const show = (at = '/journeys/j1', onInsight?: (where?: { id: string }) => void) =>
  renderPage(<JourneyPage id="j1" onInsight={onInsight} />, { at, routes: ['/journeys/$id'] });

const cell = (name: RegExp) => screen.findByRole('button', { name });

describe('the map', () => {
  test('says how much it rests on, and begins with the worst column', async () => {
    serve({ map: mapOf() });
    await show();
    expect(await screen.findByText(/30 insights from 4 sources since August/)).toHaveTextContent(
      'version 6 by Elina Kärkkälä',
    );
    const foot = screen.getByRole('region', { name: 'What is selected' });
    expect(foot).toHaveTextContent('Waiting for the visit');
    expect(foot).toHaveTextContent('9 insights');
    expect(within(foot).getByRole('link', { name: 'Open the full picture' })).toHaveAttribute(
      'href',
      '/touchpoints/t3',
    );
  });

  test('a column says its mood in words; one without insights has no dot', async () => {
    serve({ map: mapOf() });
    const { container } = await show();
    expect(await cell(/Something breaks: mean −0.8 of 20 insights/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Renew or leave: no insights' })).toBeInTheDocument();
    await waitFor(() => expect(container.querySelectorAll('[data-curve] .dot')).toHaveLength(2));
  });

  test('selecting fills the bar; a stage opens into its touchpoints and Escape goes back', async () => {
    serve({ map: mapOf() });
    const { router } = await show();
    await userEvent.click(await screen.findByRole('button', { name: 'Choose us' }));
    const foot = screen.getByRole('region', { name: 'What is selected' });
    expect(foot).toHaveTextContent('The site is quick.');
    await userEvent.click(within(foot).getByRole('button', { name: 'Open the stage' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ stage: 's1' }));
    expect(await screen.findByRole('columnheader', { name: 'Tender' })).toBeInTheDocument();
    expect(screen.getByRole('heading', { level: 1, name: 'Choose us' })).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(router.state.location.search).toEqual({}));
    expect(await screen.findByRole('columnheader', { name: 'Something breaks' })).toBeInTheDocument();
  });

  test('arrow keys walk the cells, one stop is in the tab order, Enter selects', async () => {
    serve({ map: mapOf() });
    await show();
    const first = await screen.findByRole('button', { name: 'Choose us' });
    const grid = screen.getByRole('grid');
    expect(grid.querySelectorAll('[data-stop][tabindex="0"]')).toHaveLength(1);
    act(() => first.focus());
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('button', { name: 'Website' })).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('button', { name: 'Tender' })).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('button', { name: 'Käynti paikalla' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(screen.getByRole('region', { name: 'What is selected' })).toHaveTextContent('Käynti paikalla');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(screen.getByRole('button', { name: /^Waiting for the visit: 9 insights/ })).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}');
    expect(within(grid).getAllByText('None with evidence yet').at(-1)).toHaveFocus();
    await userEvent.keyboard('{ArrowUp}{Home}');
    expect(screen.getByRole('link', { name: /The site is quick/ })).toHaveFocus();
    expect(grid.querySelectorAll('[data-stop][tabindex="0"]')).toHaveLength(1);
  });

  test('i posts an insight where the focus is', async () => {
    serve({ map: mapOf() });
    const onInsight = vi.fn();
    await show('/journeys/j1', onInsight);
    const stop = await screen.findByRole('button', { name: 'Käynti paikalla' });
    act(() => stop.focus());
    await userEvent.keyboard('i');
    expect(onInsight).toHaveBeenLastCalledWith({ id: 't3', title: 'Käynti paikalla' });
    act(() => screen.getByRole('button', { name: 'Choose us' }).focus());
    await userEvent.keyboard('i');
    expect(onInsight).toHaveBeenLastCalledWith(undefined);
  });

  test('filters stand in the address and go to the server', async () => {
    const seen = serve({ map: mapOf() });
    const { router } = await show('/journeys/j1?segment=Kunnat');
    await screen.findByRole('grid');
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Source' }), 'review');
    await waitFor(() =>
      expect(router.state.location.search).toEqual({ segment: 'Kunnat', source: 'review' }),
    );
    await waitFor(() => {
      const last = seen.filter(({ path }) => path.endsWith('/map')).at(-1);
      expect(last?.query.get('source_kind')).toBe('review');
      expect(last?.query.get('segment')).toBe('Kunnat');
    });
    await userEvent.click(screen.getByRole('button', { name: 'Clear the filters' }));
    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });

  test('as a table: every stage, touchpoint, quote and sticking point', async () => {
    serve({ map: mapOf() });
    const { router } = await show();
    await userEvent.click(await screen.findByRole('button', { name: 'As a table' }));
    const table = await screen.findByRole('table');
    expect(router.state.location.search).toEqual({ table: true });
    expect(within(table).getAllByRole('rowheader', { name: 'Choose us' })).toHaveLength(3);
    expect(within(table).getByRole('link', { name: 'Käynti paikalla' })).toBeInTheDocument();
    expect(table).toHaveTextContent('Waiting for the visit: 9 insights, weight 4.5');
    expect(table).toHaveTextContent('CSAT: 3.1 (−0.2)');
  });

  test('new insights wait behind a pill; an edit of the map does not', async () => {
    const state = { map: mapOf() };
    serve(state);
    const { queryClient } = await show();
    await cell(/Something breaks: mean −0.8 of 20 insights/);
    const later = mapOf();
    later.mood = { count: 31, sum: -14 };
    later.stages[1] = { ...later.stages[1]!, mood: { count: 21, sum: -40 } };
    state.map = later;
    await act(() => queryClient.invalidateQueries({ queryKey: ['journey-map'] }));
    const pill = await screen.findByRole('button', { name: '1 new insight' });
    expect(screen.getByRole('button', { name: /Something breaks: mean −0.8 of 20/ })).toBeInTheDocument();
    await userEvent.click(pill);
    expect(await cell(/Something breaks: mean −1.9 of 21 insights/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /new insight/ })).toBeNull();

    const edited = mapOf();
    edited.journey = { ...edited.journey, version: 7, title: 'Matka' };
    edited.mood = { count: 40, sum: 0 };
    state.map = edited;
    await act(() => queryClient.invalidateQueries({ queryKey: ['journey-map'] }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Matka' })).toBeInTheDocument();
  });

  test('a map that is not there says so; one that failed can be tried again', async () => {
    serve({ map: mapOf() }, ({ path }) => (path.endsWith('/map') ? refusal(404, 'not_found') : undefined));
    const view = await show();
    expect(await screen.findByText('This map does not exist.')).toBeInTheDocument();
    view.unmount();
    let broken = true;
    serve({ map: mapOf() }, ({ path }) =>
      path.endsWith('/map') && broken ? refusal(500, 'internal') : undefined,
    );
    await show();
    expect(await screen.findByRole('alert')).toHaveTextContent('This map did not load');
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('grid')).toBeInTheDocument();
  });

  test('a member cannot edit', async () => {
    serve({ map: mapOf([]) });
    await show();
    await userEvent.click(await screen.findByRole('button', { name: 'More to do with this map' }));
    expect(await screen.findByRole('menuitem', { name: 'Who changed what' })).toBeInTheDocument();
    expect(screen.queryByRole('menuitem', { name: 'Edit the map' })).toBeNull();
  });
});

test('in a hand’s width the curve leads from stage to stage', async () => {
  vi.restoreAllMocks();
  serve({ map: mapOf() });
  await show();
  expect(await screen.findByRole('heading', { name: 'Something breaks' })).toBeInTheDocument();
  expect(screen.getByText(/Stage 2 of 3 · mean −0.8 of 20/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: /Waiting for the visit, 9 insights, weight 4.5/ })).toHaveAttribute(
    'href',
    '/sticking-points/x1',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Previous' }));
  expect(screen.getByRole('heading', { name: 'Choose us' })).toBeInTheDocument();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(screen.getByRole('heading', { name: 'Renew or leave' })).toBeInTheDocument();
  expect(screen.getByText('Nobody has said anything here')).toBeInTheDocument();
});

describe('the list of maps', () => {
  const facilitator = { ...somebody, roles: ['member', 'facilitator'] as never };

  test('one map is the page itself', async () => {
    serve({ map: mapOf() });
    const { router } = await renderPage(<JourneysPage />, {
      at: '/journeys',
      routes: ['/journeys/$id', '/journeys'],
    });
    await waitFor(() => expect(router.state.location.pathname).toBe('/journeys/j1'));
  });

  test('a facilitator without a map draws the first one with the six stages', async () => {
    const seen = serve({ map: mapOf() }, ({ method, path }) => {
      if (path !== '/journeys') return undefined;
      return method === 'POST' ? json(mapOf().journey, 201) : json({ items: [] });
    });
    const { router } = await renderPage(<JourneysPage />, {
      at: '/journeys',
      routes: ['/journeys/$id', '/journeys'],
      me: facilitator,
    });
    expect(await screen.findByText('Invoice and review')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Draw a map' }));
    await userEvent.type(await screen.findByRole('textbox', { name: 'Name of the map' }), 'Asiakkaan matka');
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Draw a map' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/journeys/j1'));
    expect(seen.find(({ method }) => method === 'POST')?.body).toEqual({
      title: 'Asiakkaan matka',
      template: true,
    });
  });

  test('anybody else reads a sentence', async () => {
    serve({ map: mapOf() }, ({ path }) => (path === '/journeys' ? json({ items: [] }) : undefined));
    await renderPage(<JourneysPage />, { at: '/journeys' });
    expect(await screen.findByText(/A facilitator draws it/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Draw a map' })).toBeNull();
  });
});
