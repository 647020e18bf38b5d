import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it } from 'vitest';
import recount from '../../i18n/en/recount.json';
import { verifyRecord } from '../../lib/tally';
import { adopted, objected, zipOf, type Files } from '../../lib/tally/recordFixture';
import { renderPage } from '../../test/render';
import { RecountPage } from './RecountPage';

let files: Files;
beforeAll(async () => {
  files = await adopted();
});

async function choose(name: string, content: Uint8Array | string) {
  const user = userEvent.setup({ applyAccept: false });
  await renderPage(<RecountPage />);
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const file = new File([bytes as BlobPart], name);
  // This browser of the tests has no such method yet.
  file.arrayBuffer ??= () => Promise.resolve(bytes.slice().buffer as ArrayBuffer);
  await user.upload(screen.getByLabelText('Record or ballots'), file);
  return user;
}

describe('the recount of a record', () => {
  it('says that the result is the same, and shows every figure', async () => {
    await choose('record.zip', zipOf(files));
    expect(
      await screen.findByRole('heading', { name: /^Same result, counted in \d\.\d\d s$/ }),
    ).toBeVisible();
    const shortlist = screen.getByRole('region', { name: 'Shortlist' });
    expect(within(shortlist).getByText('Concept tools')).toBeVisible();
    expect(screen.queryByText('Wrong:')).toBeNull();
    const [ticks] = screen.getAllByRole('table', { name: 'Figures by concept' });
    expect(within(ticks!).getByRole('row', { name: 'Concept tools 5 chosen' })).toBeVisible();
    expect(screen.getByRole('table', { name: 'Lottery' })).toBeVisible();
  });

  it('names the first difference', async () => {
    const changed = files['round.json']!.replace('"totals":{"desk":1', '"totals":{"desk":2');
    await choose('record.zip', zipOf({ ...files, 'round.json': changed }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('This record does not add up');
    expect(alert).toHaveTextContent('round.json, event 4');
    expect(alert).toHaveTextContent('result.totals.desk');
    expect(screen.getAllByText('Wrong:').length).toBeGreaterThan(0);
  });

  it('finds the own ballot by its receipt', async () => {
    const { rounds } = await verifyRecord(zipOf(files));
    const own = rounds[0]!.ballots.findIndex(({ record }) => JSON.stringify(record.b) === '["desk","tools"]');
    const user = await choose('record.zip', zipOf(files));
    const field = await screen.findByLabelText('Your receipt');
    await user.type(field, 'abc');
    expect(await screen.findByText('A receipt has 64 letters a–f and digits; this has 3.')).toBeVisible();
    await user.clear(field);
    await user.click(field);
    await user.paste(rounds[0]!.ballots[own]!.receipt.toUpperCase());
    expect(
      await screen.findByText(
        `Your ballot is among them: number ${own + 1} of 6 in the order of receipts. The decision.`,
      ),
    ).toBeVisible();
    expect(screen.getAllByText('Ticked')).toHaveLength(2);
    await user.clear(field);
    await user.paste('0'.repeat(64));
    expect(await screen.findByText('No ballot of this record has this receipt.')).toBeVisible();
  });

  it('shows the counts of both cycles and the vote on the objection', async () => {
    await choose('record.zip', zipOf(await objected()));
    await screen.findByRole('heading', { name: /^Same result/ });
    expect(screen.getByRole('heading', { name: 'Count 2 without Concept tools' })).toBeVisible();
    expect(screen.getByRole('table', { name: 'Votes' })).toBeVisible();
  });

  it('refuses what is no record', async () => {
    await choose('record.zip', 'no zip');
    expect(await screen.findByText('It is no zip file, or a broken one.')).toBeVisible();
  });

  it('refuses other files', async () => {
    await choose('letter.txt', 'Hello');
    expect(await screen.findByText('Only .zip, .blt and .csv can be counted.')).toBeVisible();
  });
});

describe('ballots alone', () => {
  it('asks for the method and the seats of a table, and counts it', async () => {
    const user = await choose('ballots.csv', 'ballot,weight,A,B,C\n1,2,5,3,\n2,1,,4,1\n');
    await user.click(await screen.findByRole('radio', { name: 'Stars' }));
    await user.click(screen.getByRole('button', { name: 'Count' }));
    expect(await screen.findByRole('heading', { name: /^Counted in/ })).toBeVisible();
    expect(screen.getByRole('row', { name: 'A 10 2 chosen' })).toBeVisible();
    // The same table by another method is refused, and the line is named.
    await user.click(screen.getByRole('radio', { name: 'Tick' }));
    await user.click(screen.getByRole('button', { name: 'Count' }));
    expect(
      await screen.findByText(
        'The file stops at line 2: “5” under “A” is out of range. Nothing was counted.',
      ),
    ).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('heading', { name: /^Counted in/ })).toBeNull());
  });

  it('takes the seats of a BLT file from it', async () => {
    const user = await choose('food.blt', '3 2\n4 1 2 0\n3 2 0\n2 3 0\n0\n"A"\n"B"\n"C"\n');
    expect(await screen.findByLabelText('Seats')).toHaveValue('2');
    await user.click(screen.getByRole('radio', { name: 'Rank' }));
    await user.click(screen.getByRole('button', { name: 'Count' }));
    expect(await screen.findByRole('table', { name: 'Votes, stage by stage' })).toBeVisible();
  });

  it('names the line a BLT file breaks off at', async () => {
    await choose('food.blt', '3 2\n4 1 9 0\n');
    expect(
      await screen.findByText('The file stops at line 2: “9” is no candidate. Nothing was counted.'),
    ).toBeVisible();
  });
});

describe('the texts', () => {
  it('have no sentence too few for the checks, reasons and errors of the recount', async () => {
    const { readFileSync, readdirSync } = await import('node:fs');
    const folder = 'src/lib/tally/';
    const sources = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !/test|Fixture/.test(name))
      .map((name) => readFileSync(folder + name, 'utf8'))
      .join('\n');
    const named = (pattern: RegExp) => new Set([...sources.matchAll(pattern)].map(([, name]) => name!));
    const missing = (names: Set<string>, texts: object) => [...names].filter((name) => !(name in texts));
    expect(missing(named(/\.step\(\w+(?:\.\w+)*, '(\w+)'/g), recount.check)).toEqual([]);
    expect(missing(named(/new FileError\('(\w+)'/g), recount.error)).toEqual([]);
    expect(missing(named(/fail\([\w.()!-]+, '(\w+)'/g), recount.cause)).toEqual([]);
    expect(missing(named(/code: '(\w+)'/g), recount.cause)).toEqual([]);
    expect(missing(named(/refuse\('(\w+)'/g), recount.reason)).toEqual([]);
    expect(missing(named(/reason: '(\w+)'/g), recount.reason)).toEqual([]);
  });
});
