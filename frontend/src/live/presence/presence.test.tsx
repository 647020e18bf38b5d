import { act, render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { bridge, setLiveState, type PresenceFrame } from '../../lib/liveState';
import { readFrame } from '../envelope';

vi.mock('../../api/session', () => ({ useMe: () => ({ person: { id: 'me', name: 'Otso' } }) }));
const { default: Here } = await import('./Here');

let sent: { type: string; refs?: unknown; ref?: unknown; field?: string }[];
const aino = { id: 'p1', name: 'Aino Virtanen' };
const eero = { id: 'p2', name: 'Eero Salo' };
const otso = { id: 'me', name: 'Otso' };
const say = (more: Partial<PresenceFrame> = {}) =>
  act(() =>
    bridge.heard?.({
      type: 'presence',
      ref: { kind: 'idea', id: 'i1' },
      reading: 2,
      people: [aino, otso],
      ...more,
    }),
  );

beforeEach(() => {
  sent = [];
  bridge.send = (message) => sent.push(message as (typeof sent)[number]);
  setLiveState('live');
  act(() => bridge.greeted?.());
});

test('the page says what it shows, again on every new line, and no more when it is left', async () => {
  const { rerender, unmount } = render(<Here kind="idea" id="i1" />);
  await vi.waitFor(() => expect(sent).toEqual([{ type: 'watch', refs: [{ kind: 'idea', id: 'i1' }] }]));
  rerender(<Here kind="idea" id="i2" />);
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]).toEqual({ type: 'watch', refs: [{ kind: 'idea', id: 'i2' }] });
  act(() => bridge.greeted?.());
  await vi.waitFor(() => expect(sent).toHaveLength(3));
  unmount();
  await vi.waitFor(() => expect(sent[3]).toEqual({ type: 'watch', refs: [] }));
});

test('who is alone sees nothing; then how many, and who writes, but never oneself', () => {
  const { container } = render(<Here kind="idea" id="i1" />);
  expect(container).toBeEmptyDOMElement();
  say({ reading: 1, people: [otso] });
  expect(container).toBeEmptyDOMElement();
  say({ reading: 7, people: [aino, otso, eero] });
  expect(container).toHaveTextContent(/^7 are reading$/);
  expect(screen.getByTitle('Aino Virtanen, Eero Salo and 4 more')).toBeInTheDocument();
  say({ typing: [otso] });
  expect(container).toHaveTextContent(/^2 are reading$/);
  say({ typing: [aino, otso] });
  expect(container).toHaveTextContent('2 are reading · Aino Virtanen is writing');
  say({ reading: 3, typing: [aino, eero] });
  expect(container).toHaveTextContent('Aino Virtanen and others are writing');
  say({ reading: 1, people: [otso] });
  expect(container).toBeEmptyDOMElement();
});

test('of another thing, or over a line that is lost, nothing is shown', () => {
  const { container } = render(<Here kind="idea" id="i1" />);
  say({ ref: { kind: 'idea', id: 'i9' } });
  expect(container).toBeEmptyDOMElement();
  say();
  expect(container).not.toBeEmptyDOMElement();
  act(() => setLiveState('lost'));
  expect(container).toBeEmptyDOMElement();
  act(() => setLiveState('live'));
  act(() => bridge.greeted?.());
  expect(container).toBeEmptyDOMElement();
});

test('where somebody writes is said in the page’s own words, and only where it has such a part', () => {
  const { container } = render(
    <main>
      <section data-field="problem">
        <h2>Problem</h2>
      </section>
      <Here kind="idea" id="i1" />
    </main>,
  );
  say({ typing: [{ ...aino, field: 'problem' }] });
  expect(container).toHaveTextContent('Aino Virtanen is writing: Problem');
  say({ typing: [{ ...aino, field: 'nowhere"]' }] });
  expect(container).toHaveTextContent('Aino Virtanen is writing');
  expect(container).not.toHaveTextContent('nowhere');
});

test('what is typed into a text of the page is told as typing, not more often than needed, and never what', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  render(
    <>
      <textarea aria-label="elsewhere" />
      <main>
        <Here kind="concept" id="c1" />
        <input aria-label="short" />
        <div data-field="value">
          <textarea aria-label="text" />
        </div>
      </main>
    </>,
  );
  const input = (name: string) =>
    screen.getByLabelText(name).dispatchEvent(new Event('input', { bubbles: true }));
  const typing = () => sent.filter(({ type }) => type === 'typing');
  input('elsewhere');
  input('short');
  expect(typing()).toEqual([]);
  input('text');
  input('text');
  const once = { type: 'typing', ref: { kind: 'concept', id: 'c1' }, field: 'value' };
  expect(typing()).toEqual([once]);
  vi.setSystemTime(Date.now() + 3_100);
  input('text');
  expect(typing()).toEqual([once, once]);
  vi.useRealTimers();
});

test('the frame needs no number', () => {
  const frame = { type: 'presence', ref: { kind: 'idea', id: 'i1' }, reading: 2, people: [] };
  expect(readFrame(JSON.stringify(frame))).toEqual(frame);
});
