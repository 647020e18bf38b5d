import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { renderPage } from '../../../test/render';
import type { Decision } from '../queries';
import { Board } from './Board';
import { untouched, type Filled } from './filled';

const titles: Record<string, string> = {
  k1: 'Kerromme ensin',
  k2: 'Läpinäkyvä työ',
  k3: 'Readable invoices',
};
const subject: NonNullable<Decision['subject']> = {
  concept: { kind: 'concept', id: 'k1', title: 'Kerromme ensin' },
  person: { id: 'p2', name: 'Åsa Sjöblom', department: 'Sales' },
  reason: 'It breaks a contract.',
  cycle: 1,
};

type Shown = {
  method: Decision['method'];
  options?: Decision['options'];
  order?: string[];
  start?: Partial<Filled>;
};

/** A ballot of a method, alone; what is filled in is handed out. */
async function show({ method, options = {}, order = ['k1', 'k2', 'k3'], start = {} }: Shown) {
  const now: { filled: Filled } = { filled: untouched };
  const onEvidence = vi.fn();
  function Alone() {
    const [filled, setFilled] = useState<Filled>({ ...untouched, ...start });
    now.filled = filled;
    return (
      <Board
        decision={{ method, seats: 3, options, subject }}
        order={method === 'objection' ? ['k1'] : order}
        title={(id) => titles[id] ?? id}
        held={new Map()}
        focused=""
        onFocus={() => {}}
        onEvidence={onEvidence}
        filled={filled}
        wide
        onFill={(change) => setFilled((before) => ({ ...before, ...change }))}
      />
    );
  }
  await renderPage(<Alone />);
  return { now, onEvidence };
}
const said = (words: string) => expect(screen.getByText(words)).toBeInTheDocument();
const card = (name: string) => screen.findByRole('button', { name });

test('stv by keyboard alone: numbers place, Space lifts, arrows move, every move is spoken', async () => {
  const { now, onEvidence } = await show({ method: 'stv' });
  (await card('Läpinäkyvä työ, not placed')).focus();
  await userEvent.keyboard('1');
  said('Läpinäkyvä työ is now place 1 of 1.');
  expect(await card('Läpinäkyvä työ, place 1 of 1')).toHaveFocus();

  await userEvent.keyboard('{ArrowDown}');
  expect(await card('Kerromme ensin, not placed')).toHaveFocus();
  await userEvent.keyboard('1');
  expect(now.filled.ranked).toEqual(['k1', 'k2']); // the other makes room: no two hold one place

  await userEvent.keyboard(' ');
  said('Kerromme ensin lifted. Arrow keys move it, Space puts it down, Escape puts it back.');
  await userEvent.keyboard('{ArrowDown}');
  said('Kerromme ensin is now place 2 of 2.');
  await userEvent.keyboard('{ArrowDown}');
  said('Kerromme ensin is not placed.');
  expect(now.filled.ranked).toEqual(['k2']);
  await userEvent.keyboard('{Escape}');
  expect(now.filled.ranked).toEqual(['k1', 'k2']);
  expect(await card('Kerromme ensin, place 1 of 2')).toHaveFocus();

  await userEvent.keyboard('0');
  expect(now.filled.ranked).toEqual(['k2']);
  await userEvent.keyboard('e');
  expect(onEvidence).toHaveBeenCalledWith('k1');
});

test('stv with many: a second digit soon after makes a number of two', async () => {
  const order = Array.from({ length: 14 }, (_, index) => `c${index + 1}`);
  const { now } = await show({ method: 'stv', order, start: { ranked: order.slice(0, 12) } });
  const [first] = await screen.findAllByText('c1');
  first?.closest('button')?.focus();
  vi.spyOn(Event.prototype, 'timeStamp', 'get').mockReturnValue(1000); // both at once, however slow this machine is
  await userEvent.keyboard('11');
  expect(now.filled.ranked.indexOf('c1')).toBe(10);
});

test('stv by buttons: add, up, down, take out', async () => {
  const { now } = await show({ method: 'stv' });
  await userEvent.click(await screen.findByRole('button', { name: 'Add “Kerromme ensin”' }));
  await userEvent.click(screen.getByRole('button', { name: 'Add “Readable invoices”' }));
  expect(screen.getByRole('button', { name: 'Move “Kerromme ensin” up' })).toBeDisabled();
  await userEvent.click(screen.getByRole('button', { name: 'Move “Readable invoices” up' }));
  expect(now.filled.ranked).toEqual(['k3', 'k1']);
  await userEvent.click(screen.getByRole('button', { name: 'Move “Readable invoices” down' }));
  await userEvent.click(screen.getByRole('button', { name: 'Take “Kerromme ensin” out' }));
  expect(now.filled.ranked).toEqual(['k3']);
});

test('stv by dragging: a card dropped on the list is placed', async () => {
  const { now } = await show({ method: 'stv' });
  const handle = await card('Kerromme ensin, not placed');
  // Every box is laid out as one above the other; the list is the first of the lanes.
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const top = this.getAttribute('data-lane') === 'list' ? 0 : 200;
    return new DOMRect(0, top, 100, 50);
  });
  fireEvent.mouseDown(handle, { clientX: 10, clientY: 210, button: 0 });
  fireEvent.mouseMove(document, { clientX: 10, clientY: 190 });
  await act(() => new Promise(requestAnimationFrame));
  fireEvent.mouseMove(document, { clientX: 10, clientY: 20 });
  await act(() => new Promise(requestAnimationFrame));
  fireEvent.mouseUp(document);
  await screen.findByText('Kerromme ensin is now place 1 of 1.');
  expect(now.filled.ranked).toEqual(['k1']);
});

test('star by keyboard alone: digits and arrows, the number is told', async () => {
  const { now, onEvidence } = await show({ method: 'star' });
  const stars = within(await screen.findByRole('group', { name: 'Stars for “Kerromme ensin”' }));
  expect(stars.getByRole('radio', { name: '0, no star' })).toBeChecked();
  stars.getByRole('radio', { name: '0, no star' }).focus();
  await userEvent.keyboard('4');
  expect(now.filled.points).toEqual({ k1: 4 });
  expect(stars.getByRole('radio', { name: '4 stars' })).toHaveFocus();
  said('Kerromme ensin: 4 stars.');
  await userEvent.keyboard('{ArrowRight}');
  expect(now.filled.points).toEqual({ k1: 5 });
  await userEvent.keyboard('7');
  expect(now.filled.points).toEqual({ k1: 5 });
  await userEvent.keyboard('0');
  expect(now.filled.points).toEqual({});
  await userEvent.keyboard('e');
  expect(onEvidence).toHaveBeenCalledWith('k1');
});

test('star by pointer: a tap on a star, and on 0 to clear it', async () => {
  const { now } = await show({ method: 'star' });
  const stars = within(await screen.findByRole('group', { name: 'Stars for “Läpinäkyvä työ”' }));
  await userEvent.click(stars.getByText('3 stars'));
  expect(now.filled.points).toEqual({ k2: 3 });
  await userEvent.click(stars.getByText('0'));
  expect(now.filled.points).toEqual({});
});

test('dots by pointer: the rest is always told, and nothing goes over', async () => {
  const { now } = await show({ method: 'dots', options: { dots: 4, cap: 3 } });
  const more = await screen.findByRole('button', { name: 'One dot more for “Kerromme ensin”' });
  for (let press = 0; press < 5; press++) await userEvent.click(more);
  expect(now.filled.points).toEqual({ k1: 3 }); // the cap
  said('At most 3 on one concept. Kerromme ensin: 3 dots. 1 of 4 left.');
  const other = screen.getByRole('button', { name: 'One dot more for “Readable invoices”' });
  await userEvent.click(other);
  await userEvent.click(other);
  expect(now.filled.points).toEqual({ k1: 3, k3: 1 }); // the budget
  expect(screen.getByText('0 of 4 dots left')).toBeVisible();
  said('No dots left. Take one from another concept first. Readable invoices: 1 dot. 0 of 4 left.');
  await userEvent.click(screen.getByRole('button', { name: 'One dot less for “Kerromme ensin”' }));
  expect(screen.getByText('1 of 4 dots left')).toBeVisible();
});

test('dots by keyboard alone: arrows, digits, Home and End', async () => {
  const { now } = await show({ method: 'dots' }); // 6 dots, 3 on one
  const first = await screen.findByRole('spinbutton', { name: 'Dots for “Kerromme ensin”' });
  first.focus();
  await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowDown}');
  expect(now.filled.points).toEqual({ k1: 1 });
  await userEvent.keyboard('9');
  expect(now.filled.points).toEqual({ k1: 3 });
  expect(first).toHaveAttribute('aria-valuetext', '3 dots');
  const second = screen.getByRole('spinbutton', { name: 'Dots for “Läpinäkyvä työ”' });
  second.focus();
  await userEvent.keyboard('{End}');
  expect(now.filled.points).toEqual({ k1: 3, k2: 3 });
  await userEvent.keyboard('{Home}');
  expect(now.filled.points).toEqual({ k1: 3 });
});

test('an objection: whose it is, its words, the rule, and three answers by keyboard', async () => {
  const { now } = await show({ method: 'objection' });
  expect(await screen.findByText('It breaks a contract.')).toBeVisible();
  expect(screen.getByText('Åsa Sjöblom')).toBeVisible();
  expect(screen.getByText(/at least two thirds of those who uphold or dismiss/)).toBeVisible();
  const uphold = screen.getByRole('radio', { name: 'Uphold the objection' });
  await userEvent.click(uphold);
  expect(now.filled.choice).toBe('uphold');
  await userEvent.keyboard('{ArrowDown}');
  expect(now.filled.choice).toBe('dismiss');
  await userEvent.keyboard('{ArrowDown}');
  expect(now.filled.choice).toBe('abstain');
});

test('ticks by keyboard alone', async () => {
  const { now } = await show({ method: 'approval' });
  await userEvent.tab();
  await userEvent.keyboard(' ');
  expect(now.filled.ticks).toEqual(['k1']);
  said('Kerromme ensin ticked. 1 ticked in all.');
  await userEvent.keyboard(' ');
  expect(now.filled.ticks).toEqual([]);
});
