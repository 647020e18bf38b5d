import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { renderPage, somebody } from '../../test/render';
import { problem, serve, type Asked } from '../../test/serve';
import { ImportPage } from './ImportPage';
import type { Import } from './importQueries';

const facilitator = { ...somebody, can: ['insight.import'] };

const one = (more: Partial<Import> = {}): Import => ({
  id: 'm1',
  name: 'reviews.csv',
  state: 'draft',
  size: 1_000,
  settings: {
    encoding: 'utf-8',
    delimiter: 'comma',
    header: true,
    columns: { quote: 0 },
    source_kind: 'review',
    personal: 'mask',
  },
  columns: ['Text', 'Stars', ''],
  preview: [
    { line: 2, cells: ['Good', '5'], quote: 'Good', sentiment: 2, said_on: '2026-11-01', personal: 1 },
    { line: 3, cells: ['', '1'], error: 'no words' },
  ],
  done_bytes: 0,
  added: 0,
  rejected: 0,
  masked: 0,
  kept: 0,
  created_by: { id: 'p1', name: 'Aino Väisänen', department: 'Service Desk' },
  created_at: '2026-11-20T10:00:00Z',
  can: ['insight.import'],
  ...more,
});

let asked: Asked[];
const rest = { 'GET /insight-imports': { items: [] }, 'GET /touchpoints': { items: [] } };
const show = (id: string | undefined = 'm1') =>
  renderPage(<ImportPage id={id} onOpen={() => {}} />, { me: facilitator });
const patches = () =>
  asked.filter((each) => each.method === 'PATCH').map((each) => JSON.parse(each.body) as unknown);

beforeEach(() => {
  asked = [];
});

/** Stands for XMLHttpRequest: tells half of the way, then answers when it is released. */
function network(status: number, answer: unknown, released: Promise<unknown> = Promise.resolve()) {
  const sent: { url: string; body: unknown }[] = [];
  class Fake {
    upload: { onprogress?: (event: unknown) => void } = {};
    onload?: () => void;
    onerror?: () => void;
    status = status;
    statusText = '';
    responseText = JSON.stringify(answer);
    #url = '';
    open(_: string, url: string) {
      this.#url = url;
    }
    setRequestHeader() {}
    getResponseHeader() {
      return 'application/problem+json';
    }
    abort() {}
    send(body: unknown) {
      sent.push({ url: this.#url, body });
      this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 2 });
      void released.then(() => (status === 0 ? this.onerror?.() : this.onload?.()));
    }
  }
  vi.stubGlobal('XMLHttpRequest', Fake);
  return sent;
}

describe('choosing a file', () => {
  const file = new File(['Text\nGood\n'], 'reviews.csv', { type: 'text/csv' });

  test('sends it at once, tells how far it is, and opens what the server makes of it', async () => {
    serve(asked, rest);
    let release = () => {};
    const sent = network(201, one(), new Promise<void>((resolve) => (release = resolve)));
    const onOpen = vi.fn();
    await renderPage(<ImportPage id={undefined} onOpen={onOpen} />, { me: facilitator });
    await userEvent.type(await screen.findByLabelText('Name of the source'), 'App store');
    await userEvent.upload(screen.getByLabelText('CSV file'), file);
    expect(await screen.findByText('Sending reviews.csv: 50 %')).toBeInTheDocument();
    release();
    await waitFor(() => expect(onOpen).toHaveBeenCalledWith('m1'));
    expect(sent[0]!.url).toBe('/api/v1/insight-imports?name=reviews.csv&source=App+store');
    expect(sent[0]!.body).toBe(file);
  });

  test('a lost connection is told where it happened, and the same file can be sent again', async () => {
    serve(asked, rest);
    const sent = network(0, '');
    await renderPage(<ImportPage id={undefined} onOpen={() => {}} />, { me: facilitator });
    await userEvent.upload(await screen.findByLabelText('CSV file'), file);
    expect(await screen.findByText('The file did not arrive. Nothing was imported.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(sent).toHaveLength(2));
  });

  test('an empty file is refused here', async () => {
    serve(asked, rest);
    const sent = network(201, one());
    await renderPage(<ImportPage id={undefined} onOpen={() => {}} />, { me: facilitator });
    await userEvent.upload(await screen.findByLabelText('CSV file'), new File([], 'nothing.csv'));
    expect(await screen.findByText('This file is empty.')).toBeInTheDocument();
    expect(sent).toEqual([]);
  });

  test('is not offered to a member', async () => {
    serve(asked, rest);
    await renderPage(<ImportPage id={undefined} onOpen={() => {}} />);
    expect(await screen.findByText(/Facilitators import files/)).toBeInTheDocument();
    expect(asked).toEqual([]);
  });
});

describe('before it starts', () => {
  test('shows the rows as they would be imported, what is left out and what is masked', async () => {
    serve(asked, { ...rest, 'GET /insight-imports/m1': one() });
    await show();
    const table = await screen.findByRole('table');
    expect(within(table).getByText('Good')).toBeInTheDocument();
    expect(within(table).getByText('+2')).toBeInTheDocument();
    expect(within(table).getByText('1 personal detail, masked')).toBeInTheDocument();
    expect(within(table).getByText('Left out: no words')).toBeInTheDocument();
    expect(screen.getByText('1 of the first 2 rows would be left out.')).toBeInTheDocument();
  });

  test('a column is chosen, and one without a name has a number', async () => {
    serve(asked, {
      ...rest,
      'GET /insight-imports/m1': one(),
      'PATCH /insight-imports/m1': ({ body }: Asked) => {
        const change = JSON.parse(body) as Import['settings'];
        return one({ settings: { ...one().settings, ...change } });
      },
    });
    await show();
    const rating = await screen.findByLabelText('Rating');
    expect(within(rating).getByText('Column 3')).toBeInTheDocument();
    await userEvent.selectOptions(rating, 'Stars');
    await waitFor(() => expect(patches()).toEqual([{ columns: { quote: 0, rating: 1 } }]));
    await userEvent.selectOptions(await screen.findByLabelText('Ratings go'), 'From 0 to 10');
    await waitFor(() => expect(patches()[1]).toEqual({ rating_max: 10 }));
    await userEvent.click(screen.getByLabelText('They may stay as written'));
    await waitFor(() => expect(patches()[2]).toEqual({ personal: 'keep' }));
  });

  test('cannot start without the words; the refusal of a choice is shown in place', async () => {
    serve(asked, {
      ...rest,
      'GET /insight-imports/m1': one({ settings: { ...one().settings, columns: {} } }),
      'PATCH /insight-imports/m1': [422, problem('invalid', {}, 'The file is not UTF-16.')],
    });
    await show();
    expect(await screen.findByText('Choose the column with the customers’ words first.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Start the import' })).toBeDisabled();
    await userEvent.selectOptions(screen.getByLabelText('Characters'), 'utf-16le');
    expect(await screen.findByText('The file is not UTF-16.')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByLabelText('Characters')).toHaveValue('utf-8'));
  });

  test('starts, and is watched until it is through', async () => {
    let through = false;
    let now = one();
    serve(asked, {
      ...rest,
      'GET /insight-imports/m1': () =>
        through ? one({ state: 'done', done_bytes: 1_000, added: 98, rejected: 2, masked: 3 }) : now,
      'POST /insight-imports/m1/start': () => (now = one({ state: 'running', done_bytes: 340, added: 34 })),
    });
    await show();
    await userEvent.click(await screen.findByRole('button', { name: 'Start the import' }));
    expect(await screen.findByRole('progressbar')).toHaveAttribute('aria-valuenow', '34');
    expect(screen.getByText(/You can leave this page/)).toBeInTheDocument();
    through = true;
    expect(await screen.findByText('reviews.csv is imported')).toBeInTheDocument();
    expect(screen.getByText('98 insights added')).toBeInTheDocument();
    expect(screen.getByText('3 rows masked')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /Download the rows left out/ })).toHaveAttribute(
      'href',
      '/api/v1/insight-imports/m1/rejects',
    );
    expect(screen.getByRole('link', { name: 'See them' })).toHaveAttribute('href', '/insights?import=m1');
  });
});

describe('afterwards', () => {
  test('one that stopped says why and what was added stays until it is undone', async () => {
    serve(asked, {
      ...rest,
      'GET /insight-imports/m1': one({ state: 'failed', added: 10, error: 'The file stops at row 214.' }),
    });
    await show();
    expect(await screen.findByText('The file stops at row 214.')).toBeInTheDocument();
    expect(screen.getByText('10 insights added')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Undo the whole import' })).toBeInTheDocument();
  });

  test('is undone as a whole after a question; what stands on a ballot stays and is counted', async () => {
    let state: Import['state'] = 'done';
    serve(asked, {
      ...rest,
      'GET /insight-imports/m1': () => one({ state, added: 5, kept: state === 'undone' ? 2 : 0 }),
      'DELETE /insight-imports/m1': () => {
        state = 'undone';
        return one({ state: 'undoing', added: 5 });
      },
    });
    await show();
    await userEvent.click(await screen.findByRole('button', { name: 'Undo the whole import' }));
    const dialog = await screen.findByRole('dialog');
    expect(asked.some((each) => each.method === 'DELETE')).toBe(false);
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Undo the whole import' }));
    expect(await screen.findByText('The import of reviews.csv is undone')).toBeInTheDocument();
    expect(
      screen.getByText('2 insights stay, because a concept on a ballot rests on them'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Undo the whole import' })).not.toBeInTheDocument();
  });

  test('earlier ones are listed and open where they are', async () => {
    serve(asked, { ...rest, 'GET /insight-imports': { items: [one({ state: 'done', added: 7 })] } });
    await renderPage(<ImportPage id={undefined} onOpen={() => {}} />, { me: facilitator });
    expect(await screen.findByRole('link', { name: 'reviews.csv' })).toHaveAttribute(
      'href',
      '/insights/import?id=m1',
    );
    expect(screen.getByText('7 insights added')).toBeInTheDocument();
  });
});
