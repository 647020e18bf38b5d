import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { loadTexts } from '../../i18n';
import { renderPage } from '../../test/render';
import { CommitmentPage } from './CommitmentPage';
import { inOrder, said } from './effect';
import { changesOf, effectOf, formOf, halves, lacking } from './form';
import { PromisesPage } from './PromisesPage';
import type { Commitment, Effect } from './queries';
import { RoadmapPage } from './RoadmapPage';

beforeAll(() => loadTexts('roadmap', 'metric'));

const effect = (change: Partial<Effect>): Effect => ({
  measure: 'Ease of a broken laptop',
  unit: '',
  better: 'higher',
  measure_on: '2027-01-15',
  before: { value: 3.2, on: '2026-08-01' },
  ...change,
});
const after = (value: number) => ({ value, on: '2026-11-01' });

const commitment = (change: Partial<Commitment>): Commitment => ({
  id: 'm1',
  challenge: { kind: 'challenge', id: 'c', title: 'Day 1' },
  title: 'Loan laptop',
  owner: { id: 'p2', name: 'Åsa Sjöblom', department: 'Sales' },
  status: 'under_way',
  note: '',
  note_html: '',
  starts_on: '2026-09-01',
  due_on: '2026-12-31',
  reason: '',
  followers: 2,
  following: false,
  late_days: 0,
  version: 3,
  created_at: '2026-09-01T08:00:00Z',
  updated_at: '2026-09-01T08:00:00Z',
  can: ['commitment.follow'],
  ...change,
});

let all: Commitment[];
const asked: { method: string; path: string; body?: unknown }[] = [];

beforeEach(() => {
  asked.length = 0;
  localStorage.clear();
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const path = new URL(request.url).pathname.replace('/api/v1', '');
    const text = await request.text();
    asked.push({ method: request.method, path, body: text === '' ? undefined : JSON.parse(text) });
    const answer = (body: unknown, status = 200) =>
      new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
    if (path === '/commitments') return answer({ items: all });
    if (path === '/commitments/summary') {
      return answer({
        promised: 4,
        kept: 1,
        under_way: 1,
        decided: 0,
        dropped: 2,
        late: 0,
        measured: 2,
        better: 1,
      });
    }
    if (path.endsWith('/updates')) return answer({ items: [] });
    if (path.endsWith('/follow')) return answer({ ...all[0], following: true, followers: 3 });
    if (path.startsWith('/commitments/') && request.method === 'GET') return answer(all[0]);
    return answer({ items: [] });
  });
});

const t = (key: string, values?: Record<string, unknown>) => `${key} ${JSON.stringify(values ?? {})}`;

test('an effect in words: gain, loss, nothing, and stopped as plainly', () => {
  const words = (change: Partial<Effect>, status: Commitment['status'] = 'done') =>
    said(t as never, { status }, effect(change));
  expect(words({ after: after(4.1), verdict: 'better' })).toBe('effect.better {"by":"0.9"}');
  expect(words({ after: after(3), verdict: 'worse' })).toBe('effect.worse {"by":"0.2"}');
  expect(words({ after: after(3.2), verdict: 'same' }, 'stopped')).toBe('effect.none {}. effect.stopped {}');
  const calls = { better: 'lower' as const, before: { value: 1140, on: '2026-06-01' } };
  expect(words({ ...calls, after: after(620), verdict: 'better' })).toBe('effect.less {"share":"46\u00a0%"}');
  expect(words({ ...calls, after: after(1254), verdict: 'worse' })).toBe('effect.more {"share":"10\u00a0%"}');
  // A percentage is never said as a share of a percentage.
  expect(
    words({ ...calls, unit: '%', before: { value: 6.8, on: '' }, after: after(3.4), verdict: 'better' }),
  ).toContain('effect.better');
  expect(words({})).toBe('');
});

test('measured first, then what waits, soonest first; what is not measured at all has no tile', () => {
  const list = [
    commitment({ id: 'late', effect: effect({ measure_on: '2027-03-01' }) }),
    commitment({ id: 'none' }),
    commitment({ id: 'soon', effect: effect({ measure_on: '2027-01-01' }) }),
    commitment({ id: 'done', effect: effect({ after: after(4), verdict: 'better' }) }),
  ];
  expect(inOrder(list).map(({ id }) => id)).toEqual(['done', 'soon', 'late']);
});

test('a form sends the whole effect, and only what was changed besides', () => {
  const base = formOf(commitment({ effect: effect({}) }));
  expect(changesOf(base, base)).toEqual({});
  const form = { ...base, effect: { ...base.effect, after: { value: '4,1', on: '2026-11-01' } } };
  expect(changesOf(form, base)).toEqual({
    effect: {
      measure: 'Ease of a broken laptop',
      unit: '',
      better: 'higher',
      measure_on: '2027-01-15',
      before: { value: 3.2, on: '2026-08-01' },
      after: { value: 4.1, on: '2026-11-01' },
    },
  });
  expect(lacking(base.effect)).toEqual(['after']);
  expect(
    halves({ ...base.effect, before: { value: 'much', on: '2026-08-01' }, after: { value: '4', on: '' } }),
  ).toEqual({
    'effect.before': 'number',
    'effect.after': 'half',
  });
  const empty = formOf(commitment({})).effect;
  expect(effectOf(empty)).toEqual({});
  expect(effectOf({ ...empty, metric: 'n1', before: { value: '68.5', on: '2026-08-01' } })).toEqual({
    metric: 'n1',
    measure_on: '',
    before: { value: 68.5, on: '2026-08-01' },
  });
});

test('the roadmap tells effects first, and its lanes are stages where something stands on the journey', async () => {
  all = [
    commitment({
      stage: { kind: 'stage', id: 's1', title: 'Everyday use' },
      effect: effect({ after: after(4.1), verdict: 'better' }),
      status: 'done',
    }),
    commitment({ id: 'm2', title: 'One bill', effect: effect({}) }),
    commitment({
      id: 'm3',
      title: 'Chat',
      status: 'stopped',
      effect: effect({ after: after(3.2), verdict: 'same' }),
    }),
  ];
  await renderPage(<RoadmapPage />, { routes: ['/commitments/$id', '/roadmap/promises'] });
  const tiles = await screen.findByRole('group', { name: /^Before and after/ });
  expect(await within(tiles).findByText('Better by 0.9')).toBeVisible();
  expect(within(tiles).getByText('No effect. Stopped.')).toBeVisible();
  expect(within(tiles).getByText(/^Measure by 15 Jan/)).toBeVisible();
  expect(screen.getByRole('heading', { name: 'Everyday use' })).toBeVisible();
  expect(screen.getByRole('heading', { name: 'Not on the journey' })).toBeVisible();
  fireEvent.click(screen.getByRole('button', { name: 'As a table' }));
  expect(screen.getByRole('row', { name: /Loan laptop.*3\.2.*4\.1.*Better by 0\.9/ })).toBeVisible();
});

test('a commitment is followed, and done explains in place what it lacks', async () => {
  all = [commitment({ can: ['commitment.edit', 'commitment.follow'], effect: effect({}) })];
  await renderPage(<CommitmentPage id="m1" />, { routes: ['/challenges/$id', '/roadmap'] });
  fireEvent.click(await screen.findByRole('button', { name: /Follow “Loan laptop”/ }));
  await waitFor(() =>
    expect(asked).toContainEqual(expect.objectContaining({ method: 'PUT', path: '/commitments/m1/follow' })),
  );
  expect(await screen.findByRole('button', { name: /Stop following/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  fireEvent.click(screen.getByRole('button', { name: 'Update' }));
  const dialog = await screen.findByRole('dialog', {}, { timeout: 5000 });
  fireEvent.change(within(dialog).getByLabelText('Status'), { target: { value: 'done' } });
  expect(within(dialog).getByRole('status')).toHaveTextContent('Done means measured');
  expect(within(dialog).getByRole('button', { name: 'Save' })).toBeDisabled();
  await act(async () => {
    fireEvent.change(within(dialog).getByLabelText('Value after'), { target: { value: '4.1' } });
  });
  await act(async () => {
    fireEvent.change(within(dialog).getByLabelText('Day of “Value after”'), {
      target: { value: '2026-11-01' },
    });
  });
  expect(within(dialog).queryByRole('status')).toBeNull();
  expect(within(dialog).getByRole('button', { name: 'Save' })).toBeEnabled();
});

test('what became of the promises: counts, what was dropped and why', async () => {
  all = [
    commitment({ status: 'done', effect: effect({ after: after(4.1), verdict: 'better' }) }),
    commitment({ id: 'm3', title: 'Chat', status: 'stopped', reason: 'Nobody used it.' }),
    commitment({ id: 'm4', title: 'Wall', status: 'stopped' }),
  ];
  await renderPage(<PromisesPage />, { routes: ['/commitments/$id', '/roadmap'] });
  expect(await screen.findByText('Stopped: Nobody used it.')).toBeVisible();
  expect(screen.getByText('Nobody has written why.')).toBeVisible();
  expect(screen.getByText('2 have been measured before and after; better: 1.')).toBeVisible();
  expect(screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent)).toEqual([
    'Kept',
    'Dropped',
  ]);
});
