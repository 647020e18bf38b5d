import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { renderPage } from '../../test/render';
import { problem, serve, type Asked } from '../../test/serve';
import { Notices } from '../../ui/Notices';
import { RaiseStickingPoint } from './RaiseStickingPoint';
import { StickingPointPage } from './StickingPointPage';
import { TouchpointPage } from './TouchpointPage';
import type { Overview, StickingPoint } from './queries';
import { touchpointSearch } from './search';

const person = { id: 'p2', name: 'Väinö Törmänen', department: 'Field Services' };
const journey = { kind: 'journey', id: 'j1', title: 'Support' };
const visit = { kind: 'touchpoint', id: 't1', title: 'The visit' };
const facilitating = ['edit', 'confirm', 'merge', 'me_too', 'link'].map((act) => `sticking_point.${act}`);

const point = (id: string, more: Partial<StickingPoint> = {}): StickingPoint => ({
  id,
  touchpoint: visit,
  journey,
  title: `Point ${id}`,
  body: '',
  body_html: '',
  status: 'raised',
  insights: 7,
  sources: 5,
  weight: 3.2,
  me_too: 4,
  mine: false,
  author: person,
  version: 1,
  created_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:00Z',
  can: ['sticking_point.me_too'],
  ...more,
});
const said = (id: string) => ({
  id,
  quote: `Words of ${id}`,
  note: '',
  source_kind: 'review',
  source: 'A dentist',
  segment: '',
  said_on: '2026-11-09',
  sentiment: -2,
  author: person,
  masked: false,
  version: 1,
  created_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:00Z',
  can: [],
});
const evidence = { insights: [said('n1')], direct: ['n1'], total: 1, sticking_points: [] };

let asked: Asked[];
const did = (method: string) => asked.filter((one) => one.method === method);
beforeEach(() => {
  asked = [];
});

const page = (onMerged = (_: string) => {}) => (
  <>
    <StickingPointPage
      id="k1"
      pick={(chosen, onChange, _, held) => (
        <button type="button" onClick={() => onChange([...chosen, said('n2') as never])}>
          pick beside {held.join()}
        </button>
      )}
      place={() => null}
      newIdea={() => <p>an idea dialog</p>}
      onMerged={onMerged}
    />
    <Notices />
  </>
);
const served = (more: Partial<StickingPoint> = {}) => ({
  'GET /sticking-points/k1': point('k1', more),
  'GET /evidence/sticking_point/k1': evidence,
});

describe('a sticking point', () => {
  test('says its weight in words, and what it rests on', async () => {
    serve(asked, served());
    await renderPage(page());
    expect(await screen.findByText('7 insights of 5 sources weigh 3.2')).toBeInTheDocument();
    expect(await screen.findByText('Words of n1')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Merge' })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Link insights' })).not.toBeInTheDocument();
  });

  test('one insight of one source: the verb follows', async () => {
    serve(asked, served({ insights: 1, sources: 1, weight: 1 }));
    await renderPage(page());
    expect(await screen.findByText('1 insight of 1 source weighs 1.0')).toBeInTheDocument();
  });

  test('me too counts at once, and back again', async () => {
    let mine = false;
    serve(asked, {
      ...served(),
      'PUT /sticking-points/k1/me-too': () => ((mine = true), point('k1', { mine, me_too: 5 })),
      'DELETE /sticking-points/k1/me-too': () => ((mine = false), point('k1', { mine, me_too: 4 })),
    });
    await renderPage(page());
    await userEvent.click(await screen.findByRole('button', { name: /I meet this too/ }));
    expect(await screen.findByRole('button', { name: /You meet this too/ })).toHaveTextContent('5');
    await waitFor(() => expect(did('PUT')).toHaveLength(1));
    await userEvent.click(screen.getByRole('button', { name: /You meet this too/ }));
    expect(await screen.findByRole('button', { name: /I meet this too/ })).toHaveTextContent('4');
  });

  test('me too rolls back with a sentence when the server refuses', async () => {
    serve(asked, {
      ...served(),
      'PUT /sticking-points/k1/me-too': [
        409,
        problem('conflict', {}, 'This sticking point lives on in another.'),
      ],
    });
    await renderPage(page());
    await userEvent.click(await screen.findByRole('button', { name: /I meet this too/ }));
    expect(await screen.findByText('This sticking point lives on in another.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /I meet this too/ })).toHaveTextContent('4');
  });

  test('a facilitator confirms it; undo sets it back', async () => {
    serve(asked, {
      ...served({ can: facilitating }),
      'PATCH /sticking-points/k1': ({ body, match }: Asked) =>
        point('k1', {
          can: facilitating,
          version: Number(match?.replaceAll('"', '')) + 1,
          ...JSON.parse(body),
        }),
    });
    await renderPage(page());
    await userEvent.click(await screen.findByRole('button', { name: 'Confirm' }));
    expect(await screen.findByText('Confirmed')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(did('PATCH')[1]).toMatchObject({ match: '"2"', body: '{"status":"raised"}' }));
  });

  test('is merged into another that is searched for; a refusal stays in the dialog', async () => {
    let answer: unknown = [409, problem('conflict', {}, 'That one was merged a moment ago.')];
    serve(asked, {
      ...served({ can: facilitating }),
      'GET /sticking-points': { items: [point('k1'), point('k2'), point('k3', { status: 'merged' })] },
      'POST /sticking-points/k1/merge': () => answer,
    });
    const onMerged = vi.fn();
    await renderPage(page(onMerged));
    await userEvent.click(await screen.findByRole('button', { name: 'Merge' }));
    const dialog = await screen.findByRole('dialog');
    const act = within(dialog).getByRole('button', { name: 'Merge into it' });
    expect(act).toBeDisabled();
    // Neither itself nor one that is merged already.
    expect(await within(dialog).findAllByRole('radio')).toHaveLength(1);
    await userEvent.type(within(dialog).getByLabelText('Search sticking points'), 'wait');
    await waitFor(() => expect(asked.some((one) => one.path.includes('q=wait'))).toBe(true));
    await userEvent.click(await within(dialog).findByRole('radio', { name: /Point k2/ }));
    await userEvent.click(act);
    expect(await within(dialog).findByText('That one was merged a moment ago.')).toBeInTheDocument();
    answer = point('k2');
    await userEvent.click(act);
    await waitFor(() => expect(onMerged).toHaveBeenCalledWith('k2'));
    expect(did('POST')[1]!.body).toBe('{"into":"k2"}');
  });

  test('insights are linked, and one is taken away with undo', async () => {
    const tied: string[] = [];
    serve(asked, {
      ...served({ can: facilitating }),
      'PUT /links/insight/n2/sticking_point/k1': () => (tied.push('n2'), [204, null]),
      'PUT /links/insight/n1/sticking_point/k1': () => (tied.push('n1'), [204, null]),
      'DELETE /links/insight/n1/sticking_point/k1': [204, null],
    });
    await renderPage(page());
    await screen.findByText('Words of n1');
    await userEvent.click(screen.getByRole('button', { name: 'Link insights' }));
    await userEvent.click(await screen.findByRole('button', { name: 'pick beside n1' }));
    await userEvent.click(screen.getByRole('button', { name: 'Link them' }));
    expect(await screen.findByText('Linked 1 insight.')).toBeInTheDocument();
    expect(tied).toEqual(['n2']);
    await userEvent.click(screen.getByRole('button', { name: /Take the link to “Words of n1” away/ }));
    await screen.findByText('The link is gone; the insight stays.');
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(tied).toEqual(['n2', 'n1']));
  });

  test('one that was merged leads to where it lives on and offers nothing', async () => {
    serve(
      asked,
      served({
        status: 'merged',
        merged_into: { kind: 'sticking_point', id: 'k2', title: 'Waiting' },
        can: [],
      }),
    );
    await renderPage(page());
    expect(await screen.findByRole('link', { name: 'Waiting' })).toHaveAttribute(
      'href',
      '/sticking-points/k2',
    );
    expect(screen.queryByRole('button', { name: /I meet this too/ })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Post an idea/ })).not.toBeInTheDocument();
  });
});

test('raising: asks for the place, keeps what is typed when it is refused, sends what was chosen', async () => {
  let answer: unknown = [503, problem('down')];
  serve(asked, { 'POST /sticking-points': () => answer });
  const onRaised = vi.fn();
  await renderPage(
    <RaiseStickingPoint
      opened
      onClose={() => {}}
      insights={[said('n1') as never]}
      onRaised={onRaised}
      place={(_, onChange, error) => (
        <button type="button" onClick={() => onChange({ id: 't1', title: 'The visit' })}>
          place {error}
        </button>
      )}
      pick={(chosen) => <p>{chosen.length} words</p>}
    />,
  );
  await userEvent.type(
    await screen.findByLabelText('Where does the customer stick?'),
    'No time is given{Enter}',
  );
  await userEvent.click(
    await screen.findByRole('button', { name: 'place Choose where on the journey it is.' }),
  );
  await userEvent.click(screen.getByRole('button', { name: 'Raise it' }));
  expect(await screen.findByText('It was not raised. What you wrote is kept here.')).toBeInTheDocument();
  expect(screen.getByLabelText('Where does the customer stick?')).toHaveValue('No time is given');
  answer = [201, point('k9')];
  await userEvent.click(screen.getByRole('button', { name: 'Raise it' }));
  await waitFor(() => expect(onRaised).toHaveBeenCalled());
  expect(JSON.parse(did('POST')[1]!.body)).toEqual({
    touchpoint: 't1',
    title: 'No time is given',
    insights: ['n1'],
  });
  // The same words sent again are the same request.
  expect(did('POST')[1]!.key).toBe(did('POST')[0]!.key);
});

const overview = (more: Partial<Overview> = {}): Overview => ({
  touchpoint: {
    id: 't1',
    journey,
    stage: { kind: 'stage', id: 's1', title: 'On site' },
    name: 'The visit',
    position: 0,
    does: 'Waits at the door',
    feels: '',
    people: 'Technician',
    systems: '',
    version: 1,
    can: [],
  },
  mood: { count: 10, sum: -14 },
  months: [
    { month: '2026-08', count: 6, sum: -9 },
    { month: '2026-10', count: 4, sum: -5 },
  ],
  sources: [{ value: 'review', count: 10 }],
  quotes: [
    { insight: 'n1', quote: 'Nobody came', sentiment: -2, source_kind: 'review', said_on: '2026-10-02' },
  ],
  sticking_points: [],
  ideas: [{ id: 'i1', title: 'A text message', support: 61 }],
  concepts: [],
  commitments: [
    {
      id: 'c1',
      title: 'Arrival by text',
      support: 0,
      status: 'done',
      effect: {
        measure: 'On time',
        unit: '%',
        better: 'higher',
        before: { value: 31, on: '2026-01-01' },
        after: { value: 44, on: '2026-10-01' },
        measure_on: '2026-10-01',
        verdict: 'better',
      },
    },
  ],
  metrics: [],
  ...more,
});
const whole = (onFilter = (_: object) => {}, filter = {}) => (
  <TouchpointPage
    id="t1"
    filter={filter}
    onFilter={onFilter}
    post={() => <p>a post dialog</p>}
    raise={() => <p>a raise dialog</p>}
    metrics={() => <p>the metrics</p>}
  />
);
const around = {
  'GET /insights/facets': { source_kinds: [], segments: [{ value: 'Bakeries', count: 3 }], total: 3 },
  'GET /sticking-points': { items: [point('k1')] },
};

describe('a touchpoint', () => {
  test('shows everything known of it; the curve has words and a table', async () => {
    serve(asked, { ...around, 'GET /touchpoints/t1/overview': overview() });
    await renderPage(whole());
    expect(await screen.findByText('−1.4')).toBeInTheDocument();
    expect(
      screen.getByRole('img', { name: /From −1.5 in Aug 2026 to −1.3 in Oct 2026/ }),
    ).toBeInTheDocument();
    expect(screen.getByText('Nobody came')).toBeInTheDocument();
    expect(screen.getByText('Waits at the door')).toBeInTheDocument();
    expect(await screen.findByText('7 insights of 5 sources weigh 3.2')).toBeInTheDocument();
    expect(screen.getByText('61 support it')).toBeInTheDocument();
    expect(screen.getByText('On time: 31 % → 44 %, better')).toBeInTheDocument();
    expect(screen.getByText('the metrics')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'As a table' }));
    expect(within(screen.getByRole('table')).getAllByRole('row')).toHaveLength(3);
  });

  test('i posts here; filters go into the address', async () => {
    serve(asked, { ...around, 'GET /touchpoints/t1/overview': overview() });
    const onFilter = vi.fn();
    await renderPage(whole(onFilter));
    await userEvent.selectOptions(await screen.findByLabelText('Source'), 'ticket');
    expect(onFilter).toHaveBeenCalledWith({ source_kind: 'ticket' });
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('i');
    expect(await screen.findByText('a post dialog')).toBeInTheDocument();
  });

  test('without insights it says what to do first, and with a filter how to see all', async () => {
    const empty = overview({ mood: { count: 0, sum: 0 }, months: [], quotes: [], sources: [] });
    serve(asked, { ...around, 'GET /touchpoints/t1/overview': empty, 'GET /sticking-points': { items: [] } });
    const first = await renderPage(whole());
    expect(await screen.findByText(/No customer has been heard here yet/)).toBeInTheDocument();
    expect(await screen.findByText(/No sticking points yet/)).toBeInTheDocument();
    first.unmount();
    const onFilter = vi.fn();
    await renderPage(whole(onFilter, { segment: 'Bakeries' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Show all' }));
    expect(onFilter).toHaveBeenCalledWith({});
  });

  test('the address: what it does not understand is left out', () => {
    expect(touchpointSearch({ source_kind: 'x', segment: 7, from: '2026-01-01', to: 'x' })).toEqual({
      segment: '7',
      from: '2026-01-01',
    });
  });
});
