import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { renderPage } from '../../test/render';
import { problem, serve, type Asked } from '../../test/serve';
import { Notices } from '../../ui/Notices';
import { InsightPage } from './InsightPage';
import { InsightsPage } from './InsightsPage';
import { insightsSearch } from './search';
import { insight } from './stub';

let asked: Asked[];
const touchpoints = {
  items: [
    {
      id: 't2',
      name: 'The visit',
      stage: { kind: 'stage', id: 's2', title: 'On site' },
      journey: { kind: 'journey', id: 'j1', title: 'Support' },
    },
  ],
};
const rest = {
  'GET /insights/facets': {
    source_kinds: [{ value: 'review', count: 12 }],
    segments: [{ value: 'Bakeries', count: 3 }],
    total: 15,
  },
  'GET /touchpoints': touchpoints,
};
const place = { kind: 'touchpoint', id: 't2', title: 'The visit' };

beforeEach(() => {
  asked = [];
});

test('the list: facets with counts narrow it, and the number of a quote is printed', async () => {
  serve(asked, { ...rest, 'GET /insights': { items: [insight('n1', { sentiment: -2 })] } });
  const onFilter = vi.fn();
  await renderPage(<InsightsPage filter={{ q: 'visit' }} onFilter={onFilter} />);
  expect(await screen.findByText('15 insights')).toBeInTheDocument();
  const row = (await screen.findByText('Words of n1')).closest('li')!;
  expect(within(row).getByTitle('very bad')).toHaveTextContent('−2');
  expect(within(row).getByText(/IT contact of a bakery/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: /Review/ }));
  expect(onFilter).toHaveBeenCalledWith({ q: 'visit', source_kind: 'review' });
  await userEvent.selectOptions(screen.getByLabelText('Place on the journey'), 'On site');
  expect(onFilter).toHaveBeenLastCalledWith({ q: 'visit', stage: 's2' });
  expect(asked.some((one) => one.path.startsWith('/insights?q=visit'))).toBe(true);
});

test('j walks the list, p places an insight with the keyboard, and undo takes it back', async () => {
  serve(asked, {
    ...rest,
    'GET /insights': { items: [insight('n1', { can: ['insight.edit'] })] },
    'PATCH /insights/n1': ({ body }: Asked) =>
      insight('n1', {
        version: 2,
        touchpoint: (JSON.parse(body) as { touchpoint: string }).touchpoint ? place : undefined,
        can: ['insight.edit'],
      }),
  });
  await renderPage(
    <>
      <InsightsPage filter={{ unplaced: true }} onFilter={() => {}} />
      <Notices />
    </>,
  );
  await screen.findByText('Words of n1');
  await userEvent.keyboard('j');
  expect(screen.getByRole('link', { name: 'Words of n1' })).toHaveFocus();
  await userEvent.keyboard('p');
  const field = await screen.findByRole('combobox', { name: 'Where on the journey' });
  await waitFor(() => expect(field).toHaveFocus());
  await userEvent.keyboard('visit');
  await userEvent.click(await screen.findByText('The visit', { selector: '[role="option"] *' }));
  expect(await screen.findByRole('link', { name: 'The visit' })).toBeInTheDocument();
  const patches = () => asked.filter((one) => one.method === 'PATCH');
  expect(patches()[0]).toMatchObject({ match: '"1"', body: '{"touchpoint":"t2"}' });
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(patches()[1]).toMatchObject({ match: '"2"', body: '{"touchpoint":""}' }));
});

test('empty: says what to do first; nothing found: offers all', async () => {
  serve(asked, { ...rest, 'GET /insights': { items: [] } });
  const first = await renderPage(<InsightsPage filter={{}} onFilter={() => {}} />);
  expect(await screen.findByText(/No insights yet. Post what a customer said/)).toBeInTheDocument();
  first.unmount();
  const onFilter = vi.fn();
  await renderPage(<InsightsPage filter={{ segment: 'Bakeries' }} onFilter={onFilter} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Show all' }));
  expect(onFilter).toHaveBeenCalledWith({});
});

test('the address: what it does not understand is left out', () => {
  expect(
    insightsSearch({
      q: 12,
      source_kind: 'gossip',
      from: 'monday',
      sentiment: 7,
      unplaced: 'yes',
      mine: true,
    }),
  ).toEqual({ q: '12', mine: true });
  expect(insightsSearch({ sentiment: -2, from: '2026-01-01', touchpoint: 't1' })).toEqual({
    sentiment: -2,
    from: '2026-01-01',
    touchpoint: 't1',
  });
});

const page = (onDeleted = () => {}) => (
  <InsightPage
    id="n1"
    newIdea={() => <p>an idea dialog</p>}
    raise={() => <p>a raise dialog</p>}
    onDeleted={onDeleted}
  />
);

test('one insight: a reader without rights cannot edit, and may raise and post', async () => {
  serve(asked, { ...rest, 'GET /insights/n1': insight('n1', { touchpoint: place }) });
  await renderPage(page());
  expect(await screen.findByRole('link', { name: 'The visit' })).toHaveAttribute('href', '/touchpoints/t2');
  expect(screen.queryByRole('button', { name: 'Edit' })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Delete' })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Raise a sticking point from this' }));
  expect(await screen.findByText('a raise dialog')).toBeInTheDocument();
});

test('one insight: edited, only what differs is sent', async () => {
  serve(asked, {
    ...rest,
    'GET /insights/n1': insight('n1', { can: ['insight.edit'] }),
    'POST /insights/check': { findings: [], masked: '' },
    'PATCH /insights/n1': insight('n1', { sentiment: 2, version: 2 }),
  });
  await renderPage(page());
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  await userEvent.click(document.querySelectorAll('input[type=radio]')[4]!);
  await userEvent.click(screen.getByRole('button', { name: /Save/ }));
  await waitFor(() =>
    expect(asked.find((one) => one.method === 'PATCH')).toMatchObject({
      match: '"1"',
      body: '{"sentiment":2}',
    }),
  );
  expect(await screen.findByTitle('very good')).toBeInTheDocument();
});

test('one insight: deleted after a question; a refusal is shown in the dialog', async () => {
  let answer: [number, unknown] = [
    409,
    problem('in_use', {}, 'A concept on a ballot rests on this insight.'),
  ];
  serve(asked, {
    ...rest,
    'GET /insights/n1': insight('n1', { can: ['insight.delete'] }),
    'DELETE /insights/n1': () => answer,
  });
  const onDeleted = vi.fn();
  await renderPage(page(onDeleted));
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(await within(dialog).findByRole('button', { name: 'Delete it' }));
  expect(await within(dialog).findByText('A concept on a ballot rests on this insight.')).toBeInTheDocument();
  expect(onDeleted).not.toHaveBeenCalled();
  answer = [204, null];
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete it' }));
  await waitFor(() => expect(onDeleted).toHaveBeenCalled());
});
