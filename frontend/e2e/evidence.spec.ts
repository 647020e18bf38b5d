import { Buffer } from 'node:buffer';
import { expect, test } from '@playwright/test';
import { cast, wholePanel } from './joint';
import { all, ask, hex, leaders, must, phases, signIn } from './support';

// The one line from a customer's words to a measured effect: reviews imported and masked, placed on the map, a sticking point raised on
// them, an idea against it, a concept grown from it, a ballot that needs them, a commitment, an effect measured by a metric of the same
// touchpoint; and everybody whose words are in it is told.
test('from a review to an effect', async ({ browser }) => {
  const facilitator = await signIn(browser, 'Elina Kärkkälä');
  const author = await signIn(browser, 'Aino Väisänen');
  const colleague = await signIn(browser, 'Jyrki Hämäläinen');
  const mark = hex(6);

  // A map of its own, with a touchpoint that the file names.
  const journey = await must(facilitator, 'POST', '/journeys', { title: `A journey ${mark}` });
  const stage = await must(facilitator, 'POST', `/journeys/${journey.id}/stages`, { name: 'Lähtö' });
  const touchpoint = await must(facilitator, 'POST', '/touchpoints', {
    stage: stage.id,
    name: `Kotiinkuljetus ${mark}`,
  });

  // Reviews from a file: semicolons, Latin-1, a customer's mail address, and a row without words.
  const page = facilitator.page;
  await page.goto('/insights/import');
  await page.getByLabel('Name of the source').fill(`Reviews ${mark}`);
  const csv = [
    'Teksti;Päivä;Arvosana;Kohta',
    `Odotin koko päivän eikä kukaan tullut ${mark};1.11.2026;1;Kotiinkuljetus ${mark}`,
    `Write to me at kirsi@asiakas.example, ${mark};3.11.2026;2;Kotiinkuljetus ${mark}`,
    `The van came on time, ${mark};5.11.2026;5;Kotiinkuljetus ${mark}`,
    `;6.11.2026;3;Kotiinkuljetus ${mark}`,
  ].join('\r\n');
  await page
    .getByLabel('CSV file')
    .setInputFiles({ name: `reviews-${mark}.csv`, mimeType: 'text/csv', buffer: Buffer.from(csv, 'latin1') });
  await expect(page.getByText('1 of the first 4 rows would be left out.')).toBeVisible();
  await expect(page.getByText('Odotin koko päivän').first()).toBeVisible();
  await page.getByLabel('Touchpoint', { exact: true }).selectOption({ label: 'Kohta' });
  await page.getByRole('radio', { name: /Mask them/ }).check();
  await page.getByRole('button', { name: 'Start the import' }).click();
  await expect(page.getByText('3 insights added').first()).toBeVisible();
  await expect(page.getByText('1 row left out').first()).toBeVisible();

  // The map has them; the touchpoint's page reads them out, masked.
  await page.goto(`/journeys/${journey.id}`);
  await expect(page.getByText(/3 insights/).first()).toBeVisible();
  await author.page.goto(`/touchpoints/${touchpoint.id}`);
  await expect(author.page.getByText('[e-mail]').first()).toBeVisible();
  await expect(author.page.getByText('kirsi@asiakas.example')).toHaveCount(0);

  // Anyone raises what sticks there, on what customers said.
  const sticks = `Waiting at home ${mark}`;
  await author.page.getByRole('button', { name: 'Raise a sticking point' }).first().click();
  const raise = author.page.getByRole('dialog');
  await raise.getByRole('textbox', { name: 'Where does the customer stick?' }).fill(sticks);
  for (const words of ['Odotin koko', 'Write to me']) {
    await raise.getByRole('listitem').filter({ hasText: words }).getByRole('checkbox').check();
  }
  await raise.getByRole('button', { name: 'Raise it' }).click();
  await expect(author.page).toHaveURL(/sticking-points\//);
  await expect(author.page.getByRole('heading', { name: sticks })).toBeVisible();
  const point = author.page.url().split('/').pop()!.split('?')[0]!;

  // A colleague who meets it too says so; the author sees it without a reload.
  await colleague.page.goto(`/sticking-points/${point}`);
  await colleague.page
    .getByRole('button', { name: /meet this too/ })
    .first()
    .click();
  await expect(author.page.getByRole('button', { name: /meet this too/ }).first()).toContainText('1');
  await page.goto(`/sticking-points/${point}`);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('Confirmed').first()).toBeVisible();

  // An idea against it stands on the customers' words from its first moment.
  const challenge = await must(facilitator, 'POST', '/challenges', {
    title: `Nobody waits ${mark}`,
    phases: phases('gather'),
  });
  const idea = await must(author, 'POST', `/challenges/${challenge.id}/ideas`, {
    title: `A text when the van leaves ${mark}`,
    from: [{ kind: 'sticking_point', id: point }],
  });
  await author.page.goto(`/ideas/${idea.id}`);
  await expect(author.page.locator('blockquote', { hasText: 'Odotin koko päivän' }).first()).toBeVisible();

  // The concept grown from it lacks how we will know; its readiness says so, and the ballot too.
  const title = `Vans that text ${mark}`;
  const concept = await must(facilitator, 'POST', `/challenges/${challenge.id}/concepts`, {
    title,
    problem: 'They wait a day.',
    solution: 'A text.',
    sources: [idea.id],
  });
  const other = await must(facilitator, 'POST', `/challenges/${challenge.id}/concepts`, {
    title: `The other one ${mark}`,
    measure: 'Fewer calls.',
    sources: [idea.id],
  });
  const version = (await ask(facilitator, 'GET', `/challenges/${challenge.id}`)).headers.etag!;
  const decide = { phases: phases('decide') };
  await must(facilitator, 'PATCH', `/challenges/${challenge.id}`, decide, { 'If-Match': version });
  const panel = await wholePanel(browser);
  const round = await must(facilitator, 'POST', '/decisions', {
    challenge: challenge.id,
    title: `Which one ${mark}`,
    question: 'Which?',
    seats: 1,
    candidates: [concept.id, other.id],
    panel: (await leaders(facilitator)).map(({ id }) => id),
    closes_at: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const refused = await ask(facilitator, 'POST', `/decisions/${round.id}/open`);
  expect(refused.status).toBe(422);
  expect(JSON.stringify(refused.body)).toContain(title);
  await page.goto(`/concepts/${concept.id}`);
  await must(
    facilitator,
    'PATCH',
    `/concepts/${concept.id}`,
    { measure: 'CSAT of the delivery.' },
    { 'If-Match': (await ask(facilitator, 'GET', `/concepts/${concept.id}`)).headers.etag! },
  );
  await expect(page.getByText('CSAT of the delivery.').first()).toBeVisible();
  await must(facilitator, 'POST', `/decisions/${round.id}/open`);

  // From the ballot to a customer's words.
  const first = panel[0]!.page;
  await first.goto(`/decisions/${round.id}`);
  await first
    .getByRole('button', { name: new RegExp(title) })
    .first()
    .click();
  await expect(first.getByText(/Odotin koko päivän/).first()).toBeVisible();
  for (const leader of panel) await cast(leader, round.id, { ranking: [[concept.id], [other.id]] });
  await must(facilitator, 'POST', `/decisions/${round.id}/close`);
  for (const leader of panel)
    await must(leader, 'POST', `/decisions/${round.id}/sign-off`, { choice: 'agree' });

  // What was decided is on the roadmap. It is not done before its effect is measured.
  const commitments = await all<{ id: string; title: string }>(
    facilitator,
    `/commitments?decision=${round.id}`,
  );
  expect(commitments.map((c) => c.title)).toEqual([title]);
  const commitment = commitments[0]!.id;
  const metric = await must(facilitator, 'POST', '/metrics', {
    touchpoint: touchpoint.id,
    kind: 'csat',
    name: 'CSAT of the delivery',
  });
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  await must(facilitator, 'PUT', `/metrics/${metric.id}/points`, {
    points: [
      { on: day(40), satisfied: 45, answers: 100 },
      { on: day(1), satisfied: 66, answers: 100 },
    ],
  });
  const etag = async () => (await ask(facilitator, 'GET', `/commitments/${commitment}`)).headers.etag!;
  const early = await ask(
    facilitator,
    'PATCH',
    `/commitments/${commitment}`,
    { status: 'done' },
    { 'If-Match': await etag() },
  );
  expect(early.status).toBe(422);
  await must(
    facilitator,
    'PATCH',
    `/commitments/${commitment}`,
    {
      status: 'done',
      effect: {
        metric: metric.id,
        before: { value: 45, on: day(40) },
        after: { value: 66, on: day(1) },
        measure_on: day(1),
      },
    },
    { 'If-Match': await etag() },
  );

  // Before and after stand on the commitment, on the map, and at the end of the author's line; the author is told.
  await page.goto(`/commitments/${commitment}`);
  await expect(page.getByText(/66/).first()).toBeVisible();
  await page.goto(`/journeys/${journey.id}`);
  await expect(page.getByText(/45.*→.*66/).first()).toBeVisible();
  await author.page.goto(`/ideas/${idea.id}`);
  const line = author.page.getByRole('list').filter({ hasText: 'Effect' }).first();
  await expect(line).toContainText('Insight');
  await author.page.goto('/inbox');
  await expect(author.page.getByText(title).first()).toBeVisible();
  for (const visitor of [facilitator, author, colleague, ...panel]) await visitor.context.close();
});
