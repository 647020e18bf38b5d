import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { renderPage } from '../../test/render';
import { problem, serve, type Asked } from '../../test/serve';
import { Notices } from '../../ui/Notices';
import { PickInsights } from './PickInsights';
import { PostInsight } from './PostInsight';
import { insight } from './stub';

let asked: Asked[];
const name = { kind: 'name', text: 'Matti Virtanen', start: 0, end: 14 };
const check = ({ body }: Asked) => {
  const { text } = JSON.parse(body) as { text: string };
  return text.includes(name.text)
    ? {
        findings: [{ ...name, start: text.indexOf(name.text), end: text.indexOf(name.text) + 14 }],
        masked: text.replace(name.text, '[name]'),
      }
    : { findings: [], masked: text };
};
const rest = {
  'GET /insights/facets': { source_kinds: [], segments: [{ value: 'Bakeries', count: 3 }], total: 3 },
  'GET /touchpoints': {
    items: [
      {
        id: 't1',
        name: 'First call',
        stage: { kind: 'stage', id: 's1', title: 'Getting help' },
        journey: { kind: 'journey', id: 'j1', title: 'Support' },
      },
      {
        id: 't2',
        name: 'The visit',
        stage: { kind: 'stage', id: 's2', title: 'On site' },
        journey: { kind: 'journey', id: 'j1', title: 'Support' },
      },
    ],
  },
};

beforeEach(() => {
  asked = [];
});
const posts = () => asked.filter((one) => one.method === 'POST' && one.path === '/insights');
const sent = (index = 0) => JSON.parse(posts()[index]!.body) as Record<string, unknown>;
const words = () => screen.findByLabelText('What did the customer say?');

describe('posting by hand', () => {
  test('words, a key for the feeling, Ctrl+Enter', async () => {
    serve(asked, { ...rest, 'POST /insights/check': check, 'POST /insights': [201, insight('n1')] });
    const onPosted = vi.fn();
    await renderPage(<PostInsight opened onClose={() => {}} onPosted={onPosted} />);
    const user = userEvent.setup();
    const field = await words();
    await waitFor(() => expect(field).toHaveFocus());
    await user.keyboard('I waited from 8 to 4.');
    await user.tab();
    await user.keyboard('1{Control>}{Enter}{/Control}');
    await waitFor(() => expect(onPosted).toHaveBeenCalled());
    expect(sent()).toEqual({ quote: 'I waited from 8 to 4.', sentiment: -2, source_kind: 'interview' });
    expect(posts()[0]!.key).toBeTruthy();
    expect(Object.keys(localStorage).filter((key) => key.includes('insight.new'))).toEqual([]);
  });

  test('asks for the feeling where it is missing, and posts nothing', async () => {
    serve(asked, { ...rest, 'POST /insights/check': check });
    await renderPage(<PostInsight opened onClose={() => {}} />);
    await userEvent.type(await words(), 'Nobody rang{Control>}{Enter}{/Control}');
    expect(await screen.findByText(/Choose one of the five/)).toBeInTheDocument();
    expect(posts()).toEqual([]);
  });

  test('names personal data while typing and masks it in one click; undo brings it back', async () => {
    serve(asked, { ...rest, 'POST /insights/check': check, 'POST /insights': [201, insight('n1')] });
    await renderPage(<PostInsight opened onClose={() => {}} />);
    await userEvent.type(await words(), 'So Matti Virtanen came late');
    expect(await screen.findByText('Matti Virtanen', { selector: 'li mark' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Mask them' }));
    await waitFor(async () => expect(await words()).toHaveValue('So [name] came late'));
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await words()).toHaveValue('So Matti Virtanen came late');
  });

  test('what may stay is sent so, and a new finding is named again', async () => {
    serve(asked, { ...rest, 'POST /insights/check': check, 'POST /insights': [201, insight('n1')] });
    await renderPage(<PostInsight opened onClose={() => {}} />);
    await userEvent.type(await words(), 'So Matti Virtanen came late');
    await userEvent.click(await screen.findByRole('button', { name: 'They may stay' }));
    expect(screen.queryByText(/may name a person/)).not.toBeInTheDocument();
    await userEvent.click(document.querySelectorAll('input[type=radio]')[1]!);
    await userEvent.click(screen.getByRole('button', { name: /Post insight/ }));
    await waitFor(() => expect(posts()).toHaveLength(1));
    expect(sent()).toMatchObject({ personal: 'keep', sentiment: -1 });
  });

  test("the server's refusal is shown in the same place, keeps every word, and one click masks and posts", async () => {
    let first = true;
    serve(asked, {
      ...rest,
      'POST /insights/check': { findings: [], masked: '' },
      'POST /insights': () => {
        if (!first) return [201, insight('n1')];
        first = false;
        return [422, problem('personal_data', { quote: 'This names Matti Virtanen.' })];
      },
    });
    const onPosted = vi.fn();
    await renderPage(<PostInsight opened onClose={() => {}} onPosted={onPosted} />);
    await userEvent.type(await words(), 'Matti Virtanen came late');
    await userEvent.click(document.querySelectorAll('input[type=radio]')[0]!);
    await userEvent.click(screen.getByRole('button', { name: /Post insight/ }));
    expect(await screen.findByText('This names Matti Virtanen.')).toBeInTheDocument();
    expect(await words()).toHaveValue('Matti Virtanen came late');
    await userEvent.click(screen.getByRole('button', { name: 'Mask them and send' }));
    await waitFor(() => expect(onPosted).toHaveBeenCalled());
    expect(sent(1)).toMatchObject({ personal: 'mask' });
    expect(posts()[1]!.key).not.toBe(posts()[0]!.key);
  });

  test('a draft survives a reload and a failure; the kind of source is remembered', async () => {
    serve(asked, { ...rest, 'POST /insights/check': check, 'POST /insights': [503, problem('down')] });
    const page = await renderPage(<PostInsight opened onClose={() => {}} />);
    await userEvent.type(await words(), 'Half a thought');
    await userEvent.selectOptions(screen.getByLabelText('Where it comes from'), 'ticket');
    await userEvent.click(document.querySelectorAll('input[type=radio]')[4]!);
    await userEvent.click(screen.getByRole('button', { name: /Post insight/ }));
    expect(await screen.findByText('The insight was not posted. It is kept here.')).toBeInTheDocument();
    page.unmount();
    serve(asked, { ...rest, 'POST /insights/check': check, 'POST /insights': [201, insight('n1')] });
    const again = await renderPage(<PostInsight opened onClose={() => {}} />);
    expect(await words()).toHaveValue('Half a thought');
    await userEvent.click(screen.getByRole('button', { name: /Post insight/ }));
    await waitFor(() => expect(posts()).toHaveLength(2));
    again.unmount();
    await renderPage(<PostInsight opened onClose={() => {}} />);
    expect(await screen.findByLabelText('Where it comes from')).toHaveValue('ticket');
    expect(await words()).toHaveValue('');
  });

  test('says where it went when it was posted from a touchpoint', async () => {
    serve(asked, {
      ...rest,
      'POST /insights/check': check,
      'POST /insights': [
        201,
        insight('n1', { touchpoint: { kind: 'touchpoint', id: 't2', title: 'The visit' } }),
      ],
    });
    await renderPage(
      <>
        <PostInsight opened onClose={() => {}} touchpoint={{ id: 't2', title: 'The visit' }} />
        <Notices />
      </>,
    );
    await userEvent.type(await words(), 'He came');
    await userEvent.click(document.querySelectorAll('input[type=radio]')[3]!);
    await userEvent.click(screen.getByRole('button', { name: /Post insight/ }));
    expect(await screen.findByText('Posted to The visit.')).toBeInTheDocument();
    expect(sent()).toMatchObject({ touchpoint: 't2' });
  });
});

test('picking: searched, chosen, and what is tied already is left out', async () => {
  serve(asked, { ...rest, 'GET /insights': { items: [insight('n1'), insight('n2'), insight('n3')] } });
  const onChange = vi.fn();
  await renderPage(<PickInsights chosen={[]} onChange={onChange} held={['n3']} />);
  await userEvent.click(await screen.findByRole('checkbox', { name: /Words of n2/ }));
  expect(onChange).toHaveBeenCalledWith([expect.objectContaining({ id: 'n2' })]);
  expect(screen.queryByText(/Words of n3/)).not.toBeInTheDocument();
  await userEvent.type(screen.getByLabelText('Search what customers said'), 'visit');
  await waitFor(() => expect(asked.some((one) => one.path.includes('q=visit'))).toBe(true));
});
