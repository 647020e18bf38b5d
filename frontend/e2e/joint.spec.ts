import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import {
  cast,
  child,
  keys,
  mouse,
  openRound,
  ranked,
  review,
  tabTo,
  touch,
  wholePanel,
  type Made,
  type Method,
} from './joint';
import { ask, expectAccessible, must, signIn, type Visitor } from './support';

// A decision as a panel lives it: ballots of every method by mouse, touch and keys, a tie that a run-off and a lottery resolve, an
// objection, signatures, the recount in the browser. Most of the panel acts by requests; the pages are those of two who watch.

let facilitator: Visitor;
let employee: Visitor;
let panel: Visitor[];

test.beforeAll(async ({ browser }) => {
  facilitator = await signIn(browser, 'Elina Kärkkälä');
  employee = await signIn(browser, 'Aino Väisänen');
  panel = await wholePanel(browser);
});

test.afterAll(async () => {
  for (const visitor of [facilitator, employee, ...(panel ?? [])]) await visitor?.context.close();
});

const concepts = ['A name on every ticket', 'Quiet hours', 'One bill', 'The spare parts'];
const [first, second] = concepts as [string, string];

for (const method of ['pairwise', 'approval', 'star', 'dots', 'stv'] as Method[]) {
  test(`a ballot of ${method} by mouse, by touch and by keys alone`, async ({ browser }) => {
    const round = await openRound(facilitator, method, concepts, 2);
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    const onPhone = await browser.newContext({
      ...phone,
      storageState: await panel[1]!.context.storageState(),
    });
    const hands = [
      { page: panel[0]!.page, fill: mouse[method], press: 'click' },
      { page: await onPhone.newPage(), fill: touch[method], press: 'tap' },
      { page: panel[2]!.page, fill: keys[method], press: 'keys' },
    ] as const;
    for (const { page, fill, press } of hands) {
      await page.goto(`/decisions/${round.id}`);
      await fill(page, first, second);
      const send = page.getByRole('button', { name: 'Send ballot' });
      const sure = page.getByRole('dialog').getByRole('button', { name: 'Send ballot' });
      if (press === 'keys') {
        await tabTo(page, send);
        await page.keyboard.press('Enter');
        await expect(sure).toBeFocused();
      } else await send[press]();
      await expect(page.getByRole('dialog')).toContainText(review[method](first, second));
      if (press === 'keys') await page.keyboard.press('Enter');
      else await sure[press]();
      await expect(page.getByText('Your ballot is in')).toBeVisible();
      await expect(
        page.getByText('The receipt computed in this browser is the one the server answered with.'),
      ).toBeVisible();
      await expectSameReceipt(page, press);
    }
    await expect
      .poll(async () => (await must(facilitator, 'GET', `/decisions/${round.id}`)).turnout.voted)
      .toBe(3);
    await onPhone.close();
  });
}

/** Takes the receipt down and recomputes it as anybody could, without this product. */
async function expectSameReceipt(page: Page, press: 'click' | 'tap' | 'keys') {
  const button = page.getByRole('button', { name: 'Download the receipt' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    press === 'keys'
      ? tabTo(page, button).then(() => page.keyboard.press('Enter'))
      : press === 'tap'
        ? button.tap()
        : button.click(),
  ]);
  const kept = JSON.parse(await readFile(await download.path(), 'utf8'));
  const leaf = createHash('sha256')
    .update(Buffer.from([0]))
    .update(kept.record)
    .digest('hex');
  expect(leaf).toBe(kept.receipt);
  await expect(page.getByText(kept.receipt.match(/.{8}/g).join(' '))).toBeVisible();
}

test('a tie, a run-off, a lottery, an objection and the signatures, from the count to the roadmap', async () => {
  const names = { A: 'Answers by name', B: 'Bills in one', C: 'Calls back' };
  const made = await openRound(facilitator, 'pairwise', Object.values(names), 2);
  const member = panel[0]!; // in the browser
  const others = panel.slice(1);
  const watched = [employee.page, member.page];
  await employee.page.goto(`/decisions/${made.id}`);

  // Six by request and one by hand: the same first, and nobody can tell the second from the third.
  const lines = ['A-C', 'A-B', 'A-C', 'A-B', 'A-C', 'A'];
  for (const [n, visitor] of others.entries()) await cast(visitor, made.id, ranked(made, lines[n]!, names));
  await sort(member.page, made.id, [
    [names.A, '1'],
    [names.B, '2'],
  ]);
  await must(facilitator, 'POST', `/decisions/${made.id}/close`);

  // The run-off opens by itself, on every screen.
  await member.page.goto(`/decisions/${made.id}`);
  for (const page of watched) {
    await expect(page.getByText('A run-off is open, and nobody breaks the tie by hand')).toBeVisible();
  }
  const runoff = await child(facilitator, made.id, 'runoff');
  const again = await must(member, 'GET', `/decisions/${runoff}`);
  expect(again.candidates.map((c: { title: string }) => c.title).sort()).toEqual([names.B, names.C]);
  await member.page.getByRole('link', { name: 'Vote', exact: true }).first().click();
  await expect(member.page).toHaveURL(new RegExp(runoff));
  await expect(member.page.getByRole('button', { name: new RegExp(names.A) })).toHaveCount(0);
  await sort(member.page, runoff, [
    [names.B, '1'],
    [names.C, '1'],
  ]);
  for (const [n, visitor] of others.entries()) {
    await cast(visitor, runoff, ranked(made, n % 2 ? 'B-C' : 'C-B', names));
  }
  await must(facilitator, 'POST', `/decisions/${runoff}/close`);

  // Equal again: a lottery has drawn, and anybody can draw it again.
  await member.page.goto(`/decisions/${made.id}`);
  let result = await must(employee, 'GET', `/decisions/${made.id}/result`);
  expect(result.path.map((step: { kind: string }) => step.kind)).toEqual(['count', 'runoff', 'lottery']);
  expect(result.shortlist).toHaveLength(2);
  for (const page of watched) {
    await expect(page.getByRole('heading', { name: 'How ties were resolved' })).toBeVisible();
    await page.getByRole('button', { name: 'Draw the tickets again in this browser' }).click();
    await expect(page.getByText('The revealed number is the one that was sealed.')).toBeVisible();
    await expect(page.getByText('Seed, root and round give this drawing’s seed.')).toBeVisible();
    await expect(page.getByText('2 tickets drawn again: each the same.')).toBeVisible();
  }
  await expectAccessible(employee.page, 'the lottery');

  // The panel signs. One objects to what was drawn; that is no veto.
  const drawn = result.shortlist[1] as string;
  const title = result.names[drawn] as string;
  await expect(employee.page.getByRole('button', { name: 'Sign', exact: true })).toHaveCount(0);
  await member.page.getByRole('radio', { name: 'I object to one concept' }).check();
  await member.page.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect(member.page.getByText('An objection needs a reason.')).toBeVisible();
  await member.page.getByRole('combobox', { name: 'The concept you object to' }).selectOption(title);
  await member.page
    .getByRole('textbox', { name: 'Your reason' })
    .fill('Those who would have to do it are away until May.');
  await member.page.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect(
    employee.page.getByText('Those who would have to do it are away until May.').first(),
  ).toBeVisible();
  for (const visitor of others)
    await must(visitor, 'POST', `/decisions/${made.id}/sign-off`, { choice: 'agree' });

  for (const page of watched) {
    await expect(page.getByText('The panel votes on an objection, in secret')).toBeVisible();
  }
  const objection = await child(facilitator, made.id, 'objection');
  await member.page.goto(`/decisions/${objection}`);
  await member.page.getByRole('radio', { name: 'Uphold' }).check();
  await send(member.page);
  for (const visitor of others) await cast(visitor, objection, { choice: 'uphold' });
  expect((await ask(facilitator, 'GET', `/decisions/${objection}/result`)).status).toBe(403);
  await must(facilitator, 'POST', `/decisions/${objection}/close`);

  // Upheld: the concept is off, the same ballots are counted again, and signed again.
  await member.page.goto(`/decisions/${made.id}`);
  for (const page of watched) {
    await expect(page.getByText('Upheld', { exact: true }).first()).toBeVisible();
    await expect(page.getByText(`Withdrawn after an upheld objection: ${title}.`)).toBeVisible();
  }
  result = await must(employee, 'GET', `/decisions/${made.id}/result`);
  expect(result.withdrawn).toEqual([drawn]);
  expect(result.cycle).toBe(2);
  for (const visitor of others)
    await must(visitor, 'POST', `/decisions/${made.id}/sign-off`, { choice: 'agree' });
  await member.page.getByRole('radio', { name: 'I disagree' }).check();
  await member.page.getByRole('textbox', { name: /In your own words/ }).fill('I would have waited.');
  await member.page.getByRole('button', { name: 'Sign', exact: true }).click();
  for (const page of watched) {
    await expect(page.getByText('Published by the count')).toBeVisible();
    await expect(page.getByText('I would have waited.').first()).toBeVisible();
  }
  const kept = await must(employee, 'GET', `/commitments?limit=100`);
  const committed = kept.items.filter((c: { decision?: { id: string } }) => c.decision?.id === made.id);
  expect(committed.map((c: { title: string }) => c.title).sort()).toEqual(
    result.shortlist.map((id: string) => result.names[id]).sort(),
  );

  await nobodyEdits(made);
  await anybodyRecounts(made, member, employee);
});

/** Places concepts by their number keys and sends the ballot. */
async function sort(page: Page, round: string, places: [title: string, tier: string][]) {
  if (!page.url().includes(round)) await page.goto(`/decisions/${round}`);
  for (const [title, tier] of places) {
    await page.getByRole('button', { name: `${title}, Not placed` }).focus();
    await page.keyboard.press(tier);
  }
  await send(page);
}

async function send(page: Page) {
  await page.getByRole('button', { name: 'Send ballot' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send ballot' }).click();
  await expect(page.getByText('Your ballot is in')).toBeVisible();
}

/** No role finds a button that would change an outcome, and no request does it either. */
async function nobodyEdits({ id }: Made) {
  const admin = await signIn(panel[0]!.context.browser()!, 'Otso Leppäkoski');
  for (const visitor of [facilitator, admin, employee, panel[0]!, panel[1]!]) {
    await visitor.page.goto(`/decisions/${id}`);
    await expect(visitor.page.getByText('Published by the count')).toBeVisible();
    await expect(
      visitor.page
        .getByRole('main')
        .getByRole('button', { name: /edit|delete|discard|close|extend|open|withdraw|sign|approve|remind/i }),
      visitor.name,
    ).toHaveCount(0);
    const { can } = await must(visitor, 'GET', `/decisions/${id}`);
    expect(
      can.filter((each: string) => !/\.read$|^reason\.sign$/.test(each)),
      visitor.name,
    ).toEqual([]);
    for (const [method, path, data] of [
      ['PATCH', '', { title: 'Mine', seats: 1 }],
      ['DELETE', ''],
      ['POST', '/open'],
      ['POST', '/close'],
      ['POST', '/extend', { closes_at: new Date(Date.now() + 9e8).toISOString() }],
      ['POST', '/second-round'],
      ['POST', '/remind'],
      ['POST', '/sign-off', { choice: 'disagree' }],
      ['PUT', '/ballot', { abstain: true, nonce: '0'.repeat(32), edit_key: '0'.repeat(64) }],
    ] as const) {
      const answer = await ask(visitor, method, `/decisions/${id}${path}`, data, { 'If-Match': '"9"' });
      expect(answer.status, `${visitor.name}: ${method} ${path}`).toBe(403);
    }
  }
  await admin.context.close();
}

/** On the page, and with a file that somebody has tampered with. */
async function anybodyRecounts({ id }: Made, member: Visitor, stranger: Visitor) {
  for (const { page } of [member, stranger]) {
    await page.goto(`/decisions/${id}`);
    await page.getByRole('button', { name: 'Recount in this browser' }).click();
    await expect(page.getByText(/Same result, counted in/)).toBeVisible();
  }
  await member.page.goto(`/decisions/${id}`);
  await member.page.getByRole('button', { name: 'Find my ballot' }).click();
  await expect(member.page.getByText(/your ballot is among the seven/i).first()).toBeVisible();

  const answer = await member.page.request.get(`/api/v1/decisions/${id}/record`);
  expect(answer.status()).toBe(200);
  const record = await answer.body();
  const files = unzipSync(new Uint8Array(record));
  const told = JSON.parse(strFromU8(files['result.json']!));
  const page = stranger.page;
  await page.goto('/recount');
  const file = page.locator('input[type="file"]').first();
  await file.setInputFiles({ name: 'record.zip', mimeType: 'application/zip', buffer: record });
  await expect(page.getByRole('heading', { name: /Same result, counted in/ })).toBeVisible();

  const verdict = page.getByRole('alert').filter({ hasText: 'This record does not add up' });
  told.shortlist.reverse();
  const other = zipSync({ ...files, 'result.json': strToU8(JSON.stringify(told)) });
  await page.goto('/recount');
  await drop(page, 'tampered.zip', other);
  await expect(verdict).toContainText('result.json');
  await expect(verdict).toContainText('shortlist');
  await expectAccessible(page, 'a record that differs');

  const lines = strFromU8(files['ballots.jsonl']!).trimEnd().split('\n');
  const fewer = zipSync({ ...files, 'ballots.jsonl': strToU8(lines.slice(1).join('\n') + '\n') });
  await page.goto('/recount');
  await drop(page, 'fewer.zip', fewer);
  await expect(verdict).toBeVisible();
}

/** Lets a file fall onto the page. */
async function drop(page: Page, name: string, bytes: Uint8Array) {
  const data = await page.evaluateHandle(
    ([base64, called]) => {
      const transfer = new DataTransfer();
      const raw = Uint8Array.from(atob(base64!), (c) => c.charCodeAt(0));
      transfer.items.add(new File([raw], called!, { type: 'application/zip' }));
      return transfer;
    },
    [Buffer.from(bytes).toString('base64'), name],
  );
  const place = page.getByText('or drop it here');
  await place.dispatchEvent('dragenter', { dataTransfer: data });
  await place.dispatchEvent('dragover', { dataTransfer: data });
  await place.dispatchEvent('drop', { dataTransfer: data });
}

test('what splits the panel, and a second round on that only', async () => {
  const names = { A: 'Agreed by all', B: 'Before ten', C: 'Copies', D: 'Data for all' };
  const made = await openRound(facilitator, 'pairwise', Object.values(names), 2, { second_round: true });
  const why = 'At seven we are on the road already.';
  const member = panel[6]!;
  await member.page.goto(`/decisions/${made.id}`);
  for (const [n, visitor] of panel.entries()) {
    if (visitor === member) continue;
    await cast(visitor, made.id, ranked(made, n < 4 ? 'A-B-D-C' : 'A-C-D-B', names));
  }
  // A reason goes out with the ballot, without a name.
  await member.page.getByRole('button', { name: `${names.A}, Not placed` }).focus();
  await member.page.keyboard.press('1');
  await member.page.getByRole('button', { name: `${names.C}, Not placed` }).focus();
  await member.page.keyboard.press('2');
  await member.page.getByRole('button', { name: `${names.D}, Not placed` }).focus();
  await member.page.keyboard.press('3');
  await member.page.getByRole('button', { name: 'Send ballot' }).click();
  const dialog = member.page.getByRole('dialog');
  await dialog.locator('summary').click();
  await dialog.getByRole('button', { name: `Say why: ${names.B}` }).click();
  await dialog.getByRole('textbox', { name: `Why you see “${names.B}” so` }).fill(why);
  await dialog.getByRole('button', { name: 'Send ballot' }).click();
  await expect(member.page.getByText('Your ballot is in')).toBeVisible();
  await expect(member.page.getByText('1 reason of yours is in.')).toBeVisible();
  expect((await ask(facilitator, 'GET', `/decisions/${made.id}/reasons`)).status).toBe(403);
  await employee.page.goto(`/decisions/${made.id}`);
  await must(facilitator, 'POST', `/decisions/${made.id}/close`);

  // The talk: split concepts with the words, which have no author until the author wants it.
  await expect(employee.page.getByRole('heading', { name: 'Where the panel is split' })).toBeVisible();
  await expect(employee.page.getByText(why)).toBeVisible();
  await expect(employee.page.getByRole('button', { name: /Open the second round/ })).toHaveCount(0);
  await member.page.goto(`/decisions/${made.id}`);
  await expect(member.page.getByText('Yours, without your name')).toBeVisible();
  await member.page.getByRole('button', { name: 'Put my name to my reasons' }).click();
  await member.page.getByRole('dialog').getByRole('button', { name: 'Put my name to my reasons' }).click();
  await expect(member.page.getByText('Your name stands under your reasons.')).toBeVisible();
  const { items } = await must(employee, 'GET', `/decisions/${made.id}/reasons`);
  expect(items).toHaveLength(1);
  expect(items[0].person.name).toBe(member.name);

  const { page } = facilitator;
  await page.goto(`/decisions/${made.id}`);
  await page.getByRole('button', { name: 'Open the second round on these 3' }).click();
  await expect(page.getByRole('dialog')).toContainText(`${names.A} stays chosen whatever happens.`);
  await page.getByRole('dialog').getByRole('button', { name: 'Open the second round on these 3' }).click();
  await expect(employee.page.getByText('A second round is open')).toBeVisible();
  const again = await child(facilitator, made.id, 'second');
  const asked = await must(employee, 'GET', `/decisions/${again}`);
  expect(asked.candidates.map((c: { title: string }) => c.title).sort()).toEqual([names.B, names.C, names.D]);
  expect(asked.seats).toBe(1);
  for (const visitor of panel.slice(0, 6)) await cast(visitor, again, ranked(made, 'D-B', names));
  await member.page.goto(`/decisions/${again}`);
  await sort(member.page, again, [[names.D, '1']]);
  await must(facilitator, 'POST', `/decisions/${again}/close`);
  await expect(employee.page.getByText(/0 of 7 have signed/).first()).toBeVisible();
  const result = await must(employee, 'GET', `/decisions/${made.id}/result`);
  expect(result.shortlist.map((id: string) => result.names[id])).toEqual([names.A, names.D]);
});

test('an extension and a ballot for somebody absent are seen by everyone, and the absent one has the last word', async () => {
  const made = await openRound(facilitator, 'approval', concepts, 2);
  const absent = panel[0]!;
  await employee.page.goto(`/decisions/${made.id}`);
  await expect(employee.page.getByText('0 of 7 have voted')).toBeVisible();
  await expect(employee.page.getByRole('button', { name: /Extend|Remind|absent/ })).toHaveCount(0);

  const { page } = facilitator;
  await page.goto(`/decisions/${made.id}`);
  await page.getByRole('button', { name: 'Extend once' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Extend once' }).click();
  await expect(employee.page.getByText(/Extended once; it was to close/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Extend once' })).toHaveCount(0);
  const later = { closes_at: new Date(Date.now() + 9e8).toISOString() };
  expect(
    (await ask(facilitator, 'POST', `/decisions/${made.id}/extend`, later)).status,
  ).toBeGreaterThanOrEqual(400);

  await page.getByRole('button', { name: 'Enter a ballot for somebody absent' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Whose ballot' }).selectOption(absent.name);
  await dialog
    .getByRole('textbox', { name: 'Why they cannot vote themselves' })
    .fill('On a plane until Friday');
  await dialog.getByRole('checkbox', { name: first }).check();
  await dialog.getByRole('button', { name: 'Enter the ballot' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const seen = employee.page.getByRole('region', { name: 'Entered for absent members' });
  await expect(seen).toContainText(absent.name);
  await expect(seen).toContainText('On a plane until Friday');
  await expect(seen).not.toContainText(first);

  // Back from the plane.
  await absent.page.goto(`/decisions/${made.id}`);
  await expect(absent.page.getByText(/entered a ballot for you: “On a plane until Friday”/)).toBeVisible();
  await absent.page.getByRole('checkbox', { name: second }).check();
  await send(absent.page);
  await expect(absent.page.getByText(/Your own ballot stands/)).toBeVisible();
  for (const visitor of panel.slice(1)) {
    await cast(visitor, made.id, { approvals: [made.of[concepts[2]!]!] });
  }
  await must(facilitator, 'POST', `/decisions/${made.id}/close`);
  const result = await must(employee, 'GET', `/decisions/${made.id}/result`);
  expect(result.totals[made.of[second]!]).toBe(1);
  expect(result.totals[made.of[first]!] ?? 0).toBe(0);
  expect(result.took_part.every((each: { proxy_by?: object }) => !each.proxy_by)).toBe(true);
});
