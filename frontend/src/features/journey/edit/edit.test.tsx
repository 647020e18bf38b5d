import { useQuery } from '@tanstack/react-query';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { renderPage } from '../../../test/render';
import { Notices } from '../../../ui/Notices';
import { moveTouchpoint } from '../moves';
import { mapQuery, type JourneyMap } from '../queries';
import { json, mapOf, refusal, serve, type Seen } from '../stub';
import Editor from './Editor';

/** The editor over the map as it is held, as the page shows it. */
function Page() {
  const map = useQuery(mapQuery('j1', {})).data;
  return (
    <>
      {map && <Editor journey={map.journey} />}
      <Notices />
    </>
  );
}

async function edit(state: { map: JourneyMap }, answer?: (seen: Seen) => Response | undefined) {
  const seen = serve(state, answer);
  const view = await renderPage(<Page />);
  await screen.findByDisplayValue('How it is to be our customer');
  return { ...view, seen };
}

const grip = (name: string) => screen.getByLabelText(`Move ${name}`);
const patches = (seen: Seen[]) => seen.filter(({ method }) => method === 'PATCH');

describe('moving', () => {
  test('Space lifts, arrows move, Space drops, and every step is said', async () => {
    const state = { map: mapOf() };
    const { seen } = await edit(state, ({ method, path }) => {
      if (method !== 'PATCH' || path !== '/touchpoints/t1') return undefined;
      const { journey } = state.map;
      state.map = {
        ...state.map,
        journey: { ...journey, version: 7, stages: moveTouchpoint(journey.stages, 't1', 's2', 0) },
      };
      return json({ ...state.map.journey.stages[1]?.touchpoints[0], version: 2 });
    });
    act(() => grip('Website').focus());
    await userEvent.keyboard(' ');
    expect(screen.getByText(/Website lifted/)).toBeInTheDocument();
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByText('Website: Choose us, place 2 of 2.')).toBeInTheDocument();
    await userEvent.keyboard('{ArrowUp}{ArrowRight}');
    expect(screen.getByText('Website: Something breaks, place 1 of 2.')).toBeInTheDocument();
    expect(grip('Website')).toHaveFocus();
    expect(patches(seen)).toHaveLength(0);
    await userEvent.keyboard(' ');
    await waitFor(() =>
      expect(patches(seen)).toMatchObject([
        { path: '/touchpoints/t1', version: '"1"', body: { stage: 's2', position: 0 } },
      ]),
    );
    const stage = screen.getByLabelText('Something breaks');
    expect(within(stage).getByDisplayValue('Website')).toBeInTheDocument();
  });

  test('Escape puts it back and sends nothing', async () => {
    const { seen } = await edit({ map: mapOf() });
    act(() => grip('Choose us').focus());
    await userEvent.keyboard(' {ArrowRight}');
    expect(screen.getByText('Choose us: place 2 of 3.')).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    expect(screen.getByText('Choose us is back where it was.')).toBeInTheDocument();
    const names = [...document.querySelectorAll('section')].map((each) => each.getAttribute('aria-label'));
    expect(names.filter(Boolean)).toEqual(['Choose us', 'Something breaks', 'Renew or leave']);
    expect(patches(seen)).toHaveLength(0);
  });

  test('a move over somebody else’s says so and shows where it is now', async () => {
    const state = { map: mapOf() };
    await edit(state, ({ method }) => {
      if (method !== 'PATCH') return undefined;
      const { journey } = state.map;
      state.map = {
        ...state.map,
        journey: { ...journey, version: 7, stages: moveTouchpoint(journey.stages, 't1', 's3', 0) },
      };
      return refusal(412, 'stale');
    });
    act(() => grip('Website').focus());
    await userEvent.keyboard(' {ArrowDown} ');
    expect((await screen.findAllByText(/Somebody moved Website meanwhile/)).length).toBeGreaterThan(0);
    const stage = screen.getByLabelText('Renew or leave');
    expect(await within(stage).findByDisplayValue('Website')).toBeInTheDocument();
  });

  test('Move to… does it without dragging', async () => {
    const { seen } = await edit({ map: mapOf() });
    await userEvent.click(screen.getByLabelText('What to do with Tender'));
    await userEvent.click(await screen.findByText('Move to…'));
    const dialog = await screen.findByRole('dialog');
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Stage' }), 's2');
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Place' }), '0');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move' }));
    await waitFor(() =>
      expect(patches(seen)).toMatchObject([{ path: '/touchpoints/t2', body: { stage: 's2', position: 0 } }]),
    );
  });
});

describe('writing', () => {
  test('two texts for one name: both are shown, mine is kept and can win', async () => {
    const state = { map: mapOf() };
    const { seen } = await edit(state, ({ method, path, version, body }) => {
      if (method !== 'PATCH' || path !== '/touchpoints/t2') return undefined;
      if (version !== '"2"') {
        const stages = structuredClone(state.map.journey.stages);
        Object.assign(stages[0]?.touchpoints[1] ?? {}, { name: 'Offer', version: 2 });
        state.map = { ...state.map, journey: { ...state.map.journey, version: 7, stages } };
        return refusal(412, 'stale');
      }
      return json({ ...state.map.journey.stages[0]?.touchpoints[1], ...(body as object), version: 3 });
    });
    const field = screen.getByDisplayValue('Tender');
    await userEvent.clear(field);
    await userEvent.type(field, 'Tarjous{Enter}');
    expect(await screen.findByText(/Theirs: Offer/)).toBeInTheDocument();
    expect(screen.getByDisplayValue('Tarjous')).toBeInTheDocument();
    expect(localStorage.getItem('talkoot.draft.p1.journey.touchpoint.t2.name')).toContain('Tarjous');
    await userEvent.click(screen.getByText('Save mine'));
    await waitFor(() =>
      expect(patches(seen).at(-1)).toMatchObject({ version: '"2"', body: { name: 'Tarjous' } }),
    );
    await waitFor(() =>
      expect(localStorage.getItem('talkoot.draft.p1.journey.touchpoint.t2.name')).toBeNull(),
    );
  });

  test('what the customer does is described in place', async () => {
    const { seen } = await edit({ map: mapOf() }, ({ method, body }) =>
      method === 'PATCH' ? json({ id: 't1', version: 2, ...(body as object) }) : undefined,
    );
    await userEvent.click(screen.getByLabelText('Describe Website'));
    await userEvent.type(screen.getByLabelText('The customer does'), 'Etsii hintaa');
    await userEvent.tab();
    await waitFor(() =>
      expect(patches(seen)).toMatchObject([{ path: '/touchpoints/t1', body: { does: 'Etsii hintaa' } }]),
    );
  });

  test('a new touchpoint keeps its name when the server refuses it', async () => {
    const { seen } = await edit({ map: mapOf() }, ({ method }) =>
      method === 'POST' ? refusal(503, 'busy', 'The database restarts.') : undefined,
    );
    const field = screen.getByLabelText('New touchpoint in Choose us');
    await userEvent.type(field, 'Messut{Enter}');
    expect(await screen.findByText('The database restarts.')).toBeInTheDocument();
    expect(field).toHaveValue('Messut');
    expect(seen.find(({ method }) => method === 'POST')?.body).toEqual({ stage: 's1', name: 'Messut' });
  });
});

describe('taking away', () => {
  test('one that carries evidence asks where that goes', async () => {
    const { seen } = await edit({ map: mapOf() }, ({ method, query }) => {
      if (method !== 'DELETE') return undefined;
      return query.get('to') ? json(undefined, 204) : refusal(409, 'in_use');
    });
    await userEvent.click(screen.getByLabelText('What to do with Käynti paikalla'));
    await userEvent.click(await screen.findByText('Take away'));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take away' }));
    expect(
      await within(dialog).findByText('Käynti paikalla carries evidence. Where does it go?'),
    ).toBeVisible();
    const choice = within(dialog).getByRole('combobox', { name: 'It goes to' });
    expect(
      within(choice)
        .getAllByRole('option')
        .map((each) => each.textContent),
    ).toEqual(['Website', 'Tender', 'Nowhere: its insights leave the map']);
    await userEvent.selectOptions(choice, 'none');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move it and take away' }));
    expect(await screen.findByText('Käynti paikalla is taken away.')).toBeInTheDocument();
    expect(seen.filter(({ method }) => method === 'DELETE').map(({ query }) => query.get('to'))).toEqual([
      null,
      'none',
    ]);
  });
});
