import { fireEvent, screen, within } from '@testing-library/react';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { loadTexts } from '../../i18n';
import { renderPage } from '../../test/render';
import { chartOf, ticksOf } from './chart';
import { MetricsOf } from './MetricsOf';
import type { Metric } from './queries';

beforeAll(() => loadTexts('metric'));

const metric = (change: Partial<Metric>): Metric => ({
  id: 'n1',
  touchpoint: { kind: 'touchpoint', id: 't1', title: 'Invoice arrives' },
  kind: 'csat',
  name: 'CSAT of the invoice',
  unit: '%',
  better: 'higher',
  points: [
    { on: '2026-08-01', value: 30, low: 10.8, high: 60.3, answers: 10, satisfied: 3 },
    { on: '2026-11-01', value: 80, low: 49, high: 94.3, answers: 10, satisfied: 8 },
  ],
  commitments: [
    {
      id: 'm1',
      title: 'Plain words',
      status: 'under_way',
      starts_on: '2026-09-01',
      due_on: '2026-10-31',
      measure_on: '',
    },
  ],
  version: 1,
  can: ['metric.edit'],
  ...change,
});

let wrong: { line: number; reason: string }[];

beforeEach(() => {
  localStorage.clear();
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const path = new URL(request.url).pathname;
    const body =
      request.method === 'POST' && path.endsWith('/points')
        ? { added: 0, replaced: 0, errors: wrong }
        : metric({});
    return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
  });
});

test.each([
  [0, 100, [0, 50, 100]],
  [5.7, 6.8, [5.5, 6, 6.5, 7]],
  [620, 1180, [600, 800, 1000, 1200]],
  [4, 4, [3, 4, 5]],
  [-12, 30, [-20, 0, 20, 40]],
])('ticks of %d to %d hold both ends', (low, high, ticks) => {
  expect(ticksOf(low, high)).toEqual(ticks);
});

test('the picture holds the interval, breaks the band where counts lack, and copes with one point', () => {
  const chart = chartOf(metric({}))!;
  expect(chart.y(94.3)).toBeGreaterThanOrEqual(0);
  expect(chart.y(10.8)).toBeLessThanOrEqual(100);
  expect(chart.x('2026-08-01')).toBe(0);
  expect(chart.bands).toHaveLength(1);
  const alone = { on: '2026-09-01', value: 50, answers: 0 };
  const [first, last] = metric({}).points;
  expect(chartOf(metric({ points: [first!, alone, last!] }))!.bands).toHaveLength(0);
  const one = chartOf(metric({ points: [alone], commitments: [] }))!;
  expect(one.x('2026-09-01')).toBeCloseTo(50);
  expect(chartOf(metric({ points: [] }))).toBeUndefined();
});

test('a panel says where the series stands, shows its table, and tells every wrong line of a file', async () => {
  await renderPage(<MetricsOf touchpoint={{ id: 't1' }} metrics={[metric({})]} />, {
    routes: ['/commitments/$id'],
  });
  const panel = screen.getByRole('region', { name: 'CSAT of the invoice' });
  expect(panel).toHaveTextContent('80 % on 1 Nov · 95 % interval 49 to 94.3 · 10 answers');
  expect(within(panel).getByRole('link', { name: 'Plain words' })).toBeVisible();
  fireEvent.click(within(panel).getByRole('button', { name: 'As a table' }));
  expect(within(panel).getByRole('row', { name: /1 Aug.*30.*10\.8 to 60\.3.*10/ })).toBeVisible();
  wrong = [{ line: 3, reason: '"much" is no number.' }];
  fireEvent.click(within(panel).getByRole('button', { name: 'Import a CSV' }));
  const dialog = await screen.findByRole('dialog', {}, { timeout: 5000 });
  fireEvent.change(within(dialog).getByLabelText('A CSV file of measurements'), {
    target: { files: [new File(['date,value\n'], 'a.csv', { type: 'text/csv' })] },
  });
  expect(await within(dialog).findByText('Line 3: "much" is no number.')).toBeVisible();
});

test('without a metric the page says what to do first, to those who can', async () => {
  await renderPage(<MetricsOf touchpoint={{ id: 't1' }} metrics={[]} />);
  expect(screen.getByText('Nothing is measured here yet.')).toBeVisible();
  expect(screen.queryByRole('button')).toBeNull();
});
