import { expect, test } from '@playwright/test';
import { ask, ground, hex, leaders, must, phases, signIn } from './support';

test('an employee cannot put a challenge, prepare a decision or open one', async ({ browser }) => {
  const facilitator = await signIn(browser, 'Elina Kärkkälä');
  const employee = await signIn(browser, 'Aino Väisänen');
  const challenge = await must(facilitator, 'POST', '/challenges', {
    title: `Not yours ${hex(6)}`,
    phases: phases('gather'),
  });
  const idea = await must(employee, 'POST', `/challenges/${challenge.id}/ideas`, { title: 'A seed' });
  const stickingPoint = await ground(facilitator);
  const candidates: string[] = [];
  for (const title of ['One', 'Two', 'Three']) {
    candidates.push(
      (
        await must(facilitator, 'POST', `/challenges/${challenge.id}/concepts`, {
          title,
          sources: [idea.id, stickingPoint],
          measure: 'Calls returned within a day.',
        })
      ).id,
    );
  }
  const version = (await ask(facilitator, 'GET', `/challenges/${challenge.id}`)).headers.etag!;
  await must(
    facilitator,
    'PATCH',
    `/challenges/${challenge.id}`,
    { phases: phases('decide') },
    { 'If-Match': version },
  );
  const panel = (await leaders(facilitator)).map((leader) => leader.id);
  const draft = {
    challenge: challenge.id,
    title: 'Not yours to open',
    seats: 1,
    candidates,
    panel,
    closes_at: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const round = await must(facilitator, 'POST', '/decisions', draft);

  // By the page: no such buttons, and a draft that looks as if it did not exist.
  await employee.page.goto('/decisions');
  await expect(employee.page.getByRole('heading', { name: 'Decisions', level: 1 })).toBeVisible();
  await expect(employee.page.getByRole('link', { name: 'Prepare a decision' })).toHaveCount(0);
  await employee.page.goto(`/decisions/${round.id}`);
  await expect(
    employee.page.getByText('There is no such decision, or it is not for you to see.'),
  ).toBeVisible();
  await employee.page.goto('/challenges');
  await expect(employee.page.getByRole('link', { name: 'New challenge' })).toHaveCount(0);
  // By hand: refused all the same.
  expect((await ask(employee, 'POST', '/decisions', draft)).status).toBe(403);
  expect((await ask(employee, 'POST', `/decisions/${round.id}/open`)).status).toBe(404);
  expect(
    (await ask(employee, 'POST', '/challenges', { title: 'Mine', phases: phases('gather') })).status,
  ).toBe(403);

  // Nobody sees a count early: not the facilitator, not the admin, not a leader who has voted, on no page and by no request.
  await must(facilitator, 'POST', `/decisions/${round.id}/open`);
  const admin = await signIn(browser, 'Otso Leppäkoski');
  const leader = await signIn(browser, 'Helmi Yrjölä');
  await must(leader, 'PUT', `/decisions/${round.id}/ballot`, {
    ranking: [[candidates[0]]],
    nonce: hex(32),
    edit_key: hex(64),
  });
  for (const visitor of [facilitator, admin, leader, employee]) {
    expect((await ask(visitor, 'GET', `/decisions/${round.id}/result`)).status, visitor.name).toBe(403);
    await visitor.page.goto(`/decisions/${round.id}`);
    await expect(visitor.page.getByText('1 of 7 have voted')).toBeVisible();
    await expect(visitor.page.getByText('Published by the count')).toHaveCount(0);
  }
  // Once open, nothing changes, for anybody.
  for (const visitor of [facilitator, admin, leader]) {
    for (const match of ['"1"', '"2"', '"3"']) {
      expect(
        (await ask(visitor, 'PATCH', `/decisions/${round.id}`, { seats: 2 }, { 'If-Match': match })).status,
      ).toBe(403);
    }
    expect((await ask(visitor, 'DELETE', `/decisions/${round.id}`)).status).toBe(403);
  }
  for (const visitor of [facilitator, employee, admin, leader]) await visitor.context.close();
});

test('what was typed survives a session that ends in the middle, and a reload', async ({ browser }) => {
  const author = await signIn(browser, 'Noora Pesälä');
  const facilitator = await signIn(browser, 'Elina Kärkkälä');
  const challenge = await must(facilitator, 'POST', '/challenges', {
    title: `Kept ${hex(6)}`,
    phases: phases('gather'),
  });
  const words = 'A sentence that took a while to find';
  const { page, context } = author;
  await page.goto(`/challenges/${challenge.id}`);
  await page.getByRole('textbox', { name: 'Your idea' }).fill(words);

  // The session ends elsewhere: by the same person's other window, say.
  await page.request.post('/auth/logout', { headers: { Origin: new URL(page.url()).origin } });
  await page.getByRole('button', { name: 'Post idea' }).click();
  await expect(page.getByText(/session has ended/i).first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Your idea' })).toHaveValue(words);

  // Signed in again, by whatever way, the words are there, and go out once.
  await page.goto('/auth/login?return_to=' + encodeURIComponent(`/challenges/${challenge.id}`));
  await page.getByRole('button', { name: 'Noora Pesälä' }).first().click();
  await expect(page).toHaveURL(new RegExp(challenge.id));
  await expect(page.getByRole('textbox', { name: 'Your idea' })).toHaveValue(words);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Your idea' })).toHaveValue(words);
  await page.getByRole('button', { name: 'Post idea' }).click();
  await expect(page.getByRole('link', { name: words })).toBeVisible();
  expect((await must(author, 'GET', `/challenges/${challenge.id}/ideas`)).items).toHaveLength(1);
  await context.close();
  await facilitator.context.close();
});

test('a lost connection says so, keeps what is written, and what was missed arrives by itself', async ({
  browser,
}) => {
  const reader = await signIn(browser, 'Samu Hirvilahti');
  const facilitator = await signIn(browser, 'Elina Kärkkälä');
  const challenge = await must(facilitator, 'POST', '/challenges', {
    title: `Away ${hex(6)}`,
    phases: phases('gather'),
  });
  await reader.page.goto(`/challenges/${challenge.id}`);
  await expect(reader.page.getByText('No ideas yet.')).toBeVisible();
  await reader.context.setOffline(true);
  await expect(reader.page.getByText(/Connection lost/)).toBeVisible();
  await must(facilitator, 'POST', `/challenges/${challenge.id}/ideas`, { title: 'Said while you were away' });
  await reader.context.setOffline(false);
  const arrived = reader.page.getByRole('button', { name: '1 new idea' });
  const row = reader.page.getByRole('link', { name: 'Said while you were away' });
  await expect(arrived.or(row).first()).toBeVisible();
  await expect(reader.page.getByText(/Connection lost/)).toHaveCount(0);
  await reader.context.close();
  await facilitator.context.close();
});
