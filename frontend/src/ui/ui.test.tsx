import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useRef, useState } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { useListKeys } from '../lib/listKeys';
import { renderPage, somebody } from '../test/render';
import { initials } from './Avatar';
import { ConfirmDialog } from './ConfirmDialog';
import { DepartmentTag } from './DepartmentTag';
import { DraftTextarea } from './DraftTextarea';
import { ErrorNote } from './ErrorNote';
import { LineageLine } from './LineageLine';
import { Notices } from './Notices';
import { notify } from './notices';
import { phaseProgress, PhaseStepper } from './PhaseStepper';
import { Pill } from './Pill';
import { SortTabs } from './SortTabs';
import { StanceBox, type Stance } from './StanceBox';
import { TurnoutDots } from './TurnoutDots';
import { VoteBox } from './VoteBox';

test('initials take the first and the last part of a name', () => {
  expect(initials('Marja-Liisa Hyvärinen')).toBe('MH');
  expect(initials('Åsa von Sjöblom')).toBe('ÅS');
  expect(initials('Aino')).toBe('A');
  expect(initials('  ')).toBe('');
});

test('a department has the colour of its place, and an unknown one shares the fifth', async () => {
  const { container } = await renderPage(
    <>
      <DepartmentTag name="Sales" />
      <DepartmentTag name="Brand new" />
      <DepartmentTag name="" />
    </>,
  );
  const squares = [...container.querySelectorAll<HTMLElement>('[aria-hidden="true"]')];
  expect(squares.map((square) => square.style.background)).toEqual(['var(--tk-dept-4)', 'var(--tk-dept-5)']);
});

describe('VoteBox', () => {
  test('asks for support, then to take it back', async () => {
    const onVote = vi.fn();
    function Row() {
      const [mine, setMine] = useState(false);
      return (
        <VoteBox
          title="Arrival time by text"
          count={mine ? 62 : 61}
          mine={mine}
          onVote={(next) => (onVote(next), setMine(next))}
        />
      );
    }
    await renderPage(<Row />);
    const box = screen.getByRole('button', { name: /Support “Arrival time by text”.*61 support it/ });
    expect(box).toHaveAttribute('aria-pressed', 'false');
    await userEvent.click(box);
    expect(box).toHaveAttribute('aria-pressed', 'true');
    expect(box).toHaveAccessibleName(/62 support it/);
    await userEvent.keyboard(' ');
    expect(onVote.mock.calls).toEqual([[true], [false]]);
  });

  test('is no button for somebody who may not vote', async () => {
    await renderPage(<VoteBox title="x" count={1} mine={false} />);
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.getByText('1 supports it')).toBeInTheDocument();
  });
});

test('StanceBox takes a stance, changes it and takes it back', async () => {
  const wanted: Stance[] = [];
  function Row() {
    const [mine, setMine] = useState<Stance>();
    return (
      <StanceBox
        title="x"
        counts={{ agree: 3, disagree: 1, pass: 0 }}
        mine={mine}
        onVote={(next) => (wanted.push(next), setMine(next))}
      />
    );
  }
  await renderPage(<Row />);
  await userEvent.click(screen.getByRole('button', { name: /Agree/ }));
  await userEvent.click(screen.getByRole('button', { name: /Pass/ }));
  expect(screen.getByRole('button', { name: /Pass/ })).toHaveAttribute('aria-pressed', 'true');
  await userEvent.click(screen.getByRole('button', { name: /Pass/ }));
  expect(wanted).toEqual([1, 0, undefined]);
});

describe('DraftTextarea', () => {
  const field = (onSend: (text: string) => Promise<unknown>, key = 'comment.idea.1') => (
    <DraftTextarea draftKey={key} label="Comment" sendLabel="Comment" onSend={onSend} />
  );

  test('keeps what was typed over a reload, for this person only', async () => {
    const first = await renderPage(field(() => Promise.resolve()));
    await userEvent.type(screen.getByRole('textbox'), 'A missed visit');
    expect(screen.getByText('Draft saved on this device')).toBeInTheDocument();
    first.unmount();

    const again = await renderPage(field(() => Promise.resolve()));
    expect(screen.getByRole('textbox')).toHaveValue('A missed visit');
    again.unmount();

    await renderPage(
      field(() => Promise.resolve()),
      {
        me: { ...somebody, person: { ...somebody.person, id: 'p2' } },
      },
    );
    expect(screen.getByRole('textbox')).toHaveValue('');
  });

  test('sends with Ctrl+Enter and empties itself when the words have arrived', async () => {
    const onSend = vi.fn(() => Promise.resolve());
    await renderPage(field(onSend));
    await userEvent.type(screen.getByRole('textbox'), '  costs 140 €  {Control>}{Enter}{/Control}');
    expect(onSend).toHaveBeenCalledWith('costs 140 €');
    expect(screen.getByRole('textbox')).toHaveValue('');
    expect(Object.keys(localStorage).filter((key) => key.includes('draft'))).toEqual([]);
  });

  test('keeps the words when sending fails, and sends nothing empty', async () => {
    const onSend = vi.fn(() => Promise.reject(new Error('gone')));
    await renderPage(field(onSend));
    await userEvent.type(screen.getByRole('textbox'), '   {Control>}{Enter}{/Control}');
    expect(onSend).not.toHaveBeenCalled();
    await userEvent.type(screen.getByRole('textbox'), 'word');
    await userEvent.click(screen.getByRole('button', { name: /Comment/ }));
    expect(screen.getByRole('textbox')).toHaveValue('   word');
  });
});

test('phases are done, under way or ahead by their dates', async () => {
  const phase = {
    name: 'gather',
    opens_at: '2026-11-01T00:00:00Z',
    closes_at: '2026-11-11T00:00:00Z',
  } as const;
  const at = (date: string) => phaseProgress(phase, Date.parse(date));
  expect(at('2026-10-31T23:59:59Z')).toEqual({ state: 'ahead', share: 0 });
  expect(at('2026-11-06T00:00:00Z')).toEqual({ state: 'current', share: 0.5 });
  expect(at('2026-11-11T00:00:00Z')).toEqual({ state: 'done', share: 1 });

  const long = {
    name: 'develop',
    opens_at: '2000-01-01T00:00:00Z',
    closes_at: '2999-01-01T00:00:00Z',
  } as const;
  await renderPage(<PhaseStepper phases={[phase, long]} dates />);
  expect(screen.getByText('Develop').closest('li')).toHaveAttribute('aria-current', 'step');
});

test('the lineage line names every station and links what has happened', async () => {
  await renderPage(
    <LineageLine
      label="From this idea"
      stations={{
        idea: { state: 'here' },
        concept: { state: 'done', detail: 'One contact, one story', to: '/concepts/c1' },
      }}
    />,
  );
  expect(screen.getByText('You are here').closest('li')).toHaveAttribute('aria-current', 'step');
  expect(screen.getByRole('link', { name: 'One contact, one story' })).toHaveAttribute(
    'href',
    '/concepts/c1',
  );
  expect(screen.getAllByRole('listitem')).toHaveLength(7);
});

test('the compact line says the last station reached', async () => {
  await renderPage(
    <LineageLine label="x" compact stations={{ idea: { state: 'done' }, concept: { state: 'done' } }} />,
  );
  expect(screen.getByRole('img', { name: 'Reached: Concept' })).toBeInTheDocument();
});

test('turnout is a number of people, never which ones', async () => {
  const { container } = await renderPage(<TurnoutDots voted={4} of={7} />);
  expect(screen.getByText('4 of 7 have voted')).toBeInTheDocument();
  expect(container.querySelectorAll('[data-full]')).toHaveLength(4);
});

test('the pill appears only with something to let in', async () => {
  const onClick = vi.fn();
  const { rerender } = await renderPage(<Pill text="3 new ideas" onClick={onClick} />);
  await userEvent.click(screen.getByRole('button', { name: '3 new ideas' }));
  expect(onClick).toHaveBeenCalledOnce();
  rerender(<Pill text="" onClick={onClick} />);
  expect(screen.queryByRole('button')).toBeNull();
});

test('sort tabs are radio buttons that the arrow keys move', async () => {
  const onChange = vi.fn();
  await renderPage(
    <SortTabs
      label="Sort ideas"
      value="new"
      onChange={onChange}
      options={[
        { value: 'new', label: 'New' },
        { value: 'top', label: 'Top' },
      ]}
    />,
  );
  expect(screen.getByRole('group', { name: 'Sort ideas' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: 'Top' }));
  expect(onChange).toHaveBeenCalledWith('top');
});

test('an error says what happened in the words of the server, and can be tried again', async () => {
  const onRetry = vi.fn();
  const refused = {
    status: 503,
    code: 'busy',
    title: 'Busy',
    detail: 'The database restarts.',
    instance: 'r-7',
  };
  await renderPage(<ErrorNote title="The ideas did not load" error={refused} onRetry={onRetry} />);
  expect(screen.getByRole('alert')).toHaveTextContent('The ideas did not load');
  expect(screen.getByRole('alert')).toHaveTextContent('The database restarts.');
  expect(screen.getByRole('alert')).toHaveTextContent('r-7');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalledOnce();
});

test('a notice can be undone and goes away', async () => {
  const undo = vi.fn();
  const view = await renderPage(<Notices />);
  notify('Moved out of the list.', undo);
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(undo).toHaveBeenCalledOnce();
  expect(screen.queryByText('Moved out of the list.')).toBeNull();
  view.unmount();
});

test('a confirmation acts only by its verb', async () => {
  const onAct = vi.fn();
  const onClose = vi.fn();
  await renderPage(
    <ConfirmDialog
      opened
      onClose={onClose}
      title="Open the ballot?"
      text="Nothing can be changed after that."
      act="Open the ballot"
      onAct={onAct}
    />,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(onClose).toHaveBeenCalledOnce();
  expect(onAct).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Open the ballot' }));
  expect(onAct).toHaveBeenCalledOnce();
});

test('j and k walk a list and s supports, but not while typing', async () => {
  const onVote = vi.fn();
  function List() {
    const list = useRef<HTMLUListElement>(null);
    useListKeys(list);
    return (
      <>
        <input aria-label="field" />
        <ul ref={list}>
          {['one', 'two'].map((title) => (
            <li key={title}>
              <VoteBox title={title} count={1} mine={false} onVote={() => onVote(title)} />
              <a href={`#${title}`} data-row>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </>
    );
  }
  await renderPage(<List />);
  await userEvent.type(screen.getByRole('textbox'), 'js');
  expect(onVote).not.toHaveBeenCalled();
  (document.activeElement as HTMLElement).blur();
  await userEvent.keyboard('jj');
  expect(screen.getByRole('link', { name: 'two' })).toHaveFocus();
  await userEvent.keyboard('s');
  expect(onVote).toHaveBeenCalledWith('two');
  await userEvent.keyboard('k');
  expect(screen.getByRole('link', { name: 'one' })).toHaveFocus();
});
