import { expect, test } from '@playwright/test';
import { ask, ground, hex, leaders, must, phases, signIn, type Visitor } from './support';

// The whole loop, as three people live it beside each other: an idea posted, supported and commented without a reload, two ideas
// grown into concepts, concepts voted on, a joint decision, its signatures and outcome, the roadmap, the feed.
test('from an idea to the roadmap', async ({ browser }) => {
  const facilitator = await signIn(browser, 'Elina Kärkkälä');
  const author = await signIn(browser, 'Aino Väisänen');
  const colleague = await signIn(browser, 'Jyrki Hämäläinen');
  const title = `What would you mend first? ${hex(6)}`;
  const challenge = await must(facilitator, 'POST', '/challenges', {
    title,
    brief: 'Anything **at all**.',
    phases: phases('gather'),
  });

  // The second person looks at the list before anything is there.
  await colleague.page.goto(`/challenges/${challenge.id}`);
  await expect(colleague.page.getByText('No ideas yet. Yours sets the tone')).toBeVisible();

  // Two clicks, one required field.
  const first = 'Ask for the serial number once, äänestäkää';
  await author.page.goto(`/challenges/${challenge.id}`);
  await author.page.getByRole('textbox', { name: 'Your idea' }).click();
  await author.page.keyboard.type(first);
  await author.page.getByRole('button', { name: 'Post idea' }).click();
  await expect(author.page.getByRole('link', { name: first })).toBeVisible();

  // It arrives at the second person's without a reload: behind the quiet pill, or at once in an empty list.
  const pill = colleague.page.getByRole('button', { name: '1 new idea' });
  const row = colleague.page.getByRole('listitem').filter({ hasText: first });
  await expect(pill.or(row).first()).toBeVisible();
  if (await pill.isVisible()) await pill.click();
  await expect(row).toBeVisible();

  // One click in the list, seen by the author at once.
  await row.getByRole('button', { name: first }).click();
  await expect(row.getByRole('button', { name: first })).toHaveText(/1/);
  await author.page.getByRole('link', { name: first }).click();
  await expect(author.page.getByText('supports your idea')).toBeVisible();

  // A comment, seen by the author at once.
  await row.getByRole('link', { name: first }).click();
  await colleague.page
    .getByRole('textbox', { name: 'Write a comment' })
    .fill('We could read it from the **portal**.');
  await colleague.page.keyboard.press('Control+Enter');
  await expect(author.page.getByText('We could read it from the portal.')).toBeVisible();
  await expect(author.page.locator('strong', { hasText: 'portal' })).toBeVisible();

  // Each sees that the other is there, and that somebody writes, before anything is sent.
  for (const { page } of [author, colleague]) await expect(page.getByText('2 are reading')).toBeVisible();
  const answer = author.page.getByRole('textbox', { name: 'Write a comment' });
  const writing = colleague.page.getByText('Aino Väisänen is writing');
  await expect(async () => {
    await answer.pressSequentially('Then nobody '); // nobody is said to write for long who does not
    await expect(writing).toBeVisible({ timeout: 4000 });
  }).toPass({ timeout: 60_000 });
  await expect(author.page.getByText('is writing')).toBeHidden();
  await answer.fill('');

  // A second idea, and the facilitator grows a concept from the two; both authors are credited.
  const second = 'Remember what the customer told us last time';
  await must(colleague, 'POST', `/challenges/${challenge.id}/ideas`, { title: second });
  const page = facilitator.page;
  await page.goto(`/challenges/${challenge.id}`);
  await page.getByRole('button', { name: 'Choose ideas' }).click();
  await page.getByRole('checkbox', { name: first }).check();
  await page.getByRole('checkbox', { name: second }).check();
  await page
    .getByRole('button', { name: 'Grow a concept' })
    .or(page.getByRole('link', { name: 'Grow a concept' }))
    .last()
    .click();
  await expect(page).toHaveURL(/concepts\/new/);
  await page.getByRole('textbox', { name: 'Title' }).fill('One contact, one story');
  await page.getByRole('button', { name: 'Grow the concept' }).click();
  await expect(page.getByRole('heading', { name: 'One contact, one story' })).toBeVisible();
  const credits = page.locator('details').filter({ hasText: '3 people’s words are in this' });
  await credits.locator('summary').click();
  for (const name of ['Aino Väisänen', 'Jyrki Hämäläinen']) {
    await expect(credits.getByText(name).first()).toBeVisible();
  }
  await expect(author.page.getByRole('link', { name: /One contact, one story/ }).first()).toBeVisible();

  // Two more to choose from, then employees vote on concepts.
  const ideas = (await must(author, 'GET', `/challenges/${challenge.id}/ideas`)).items as { id: string }[];
  const stickingPoint = await ground(facilitator);
  for (const name of ['The call-back button', 'The named person']) {
    await must(facilitator, 'POST', `/challenges/${challenge.id}/concepts`, {
      title: name,
      sources: [ideas[0]!.id, stickingPoint],
      measure: 'Calls returned within a day.',
    });
  }
  const concepts = (await must(author, 'GET', `/challenges/${challenge.id}/concepts`)).items as {
    id: string;
    title: string;
  }[];
  const id = (name: string) => concepts.find((c) => c.title === name)!.id;
  let version = (await ask(facilitator, 'GET', `/challenges/${challenge.id}`)).headers.etag!;
  await must(
    facilitator,
    'PATCH',
    `/challenges/${challenge.id}`,
    { phases: phases('develop') },
    { 'If-Match': version },
  );
  await colleague.page.goto(`/concepts/${id('One contact, one story')}`);
  await page.goto(`/concepts/${id('One contact, one story')}`);
  await colleague.page.getByRole('button', { name: 'One contact, one story' }).first().click();
  await expect(page.getByRole('button', { name: 'One contact, one story' }).first()).toHaveText(/1/);

  // The facilitator prepares a decision and opens it.
  version = (await ask(facilitator, 'GET', `/challenges/${challenge.id}`)).headers.etag!;
  await must(
    facilitator,
    'PATCH',
    `/challenges/${challenge.id}`,
    { phases: phases('decide') },
    { 'If-Match': version },
  );
  await page.goto(`/decisions/new?challenge=${challenge.id}`);
  await page.getByRole('textbox', { name: 'Title' }).fill('Two for the spring');
  await page.getByRole('textbox', { name: 'Question to the panel' }).fill('Which two do we start in spring?');
  await page.getByRole('button', { name: 'Put all on the ballot' }).click();
  await page.getByRole('textbox', { name: 'How many are chosen' }).fill('2');
  await expect(page.getByText('7 people on the panel')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Quorum' })).toHaveValue('5');

  // No ballot over opinions: one concept rests on nobody's words yet. Its owner mends that, in another tab.
  await expect(page.getByText('1 concept on the ballot is not ready for it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open the ballot' })).toBeDisabled();
  const mended = await facilitator.context.newPage();
  await mended.goto(`/concepts/${id('One contact, one story')}`);
  await mended.getByRole('button', { name: 'Edit How we will know' }).click();
  await mended.getByRole('textbox', { name: 'How we will know' }).fill('Calls returned within a day.');
  await mended.keyboard.press('Escape');
  await mended.getByRole('button', { name: 'Change sources' }).click();
  await mended.getByText('Sticking points', { exact: true }).click();
  await mended.getByRole('searchbox', { name: 'Search sticking points' }).fill('Nobody calls back');
  await mended.getByRole('checkbox', { name: 'Nobody calls back' }).first().check();
  await mended.getByRole('button', { name: 'Save the sources' }).click();
  await expect(mended.getByText('Ready for the ballot')).toBeVisible();
  await page.reload();
  await expect(page.getByText('not ready for it')).toHaveCount(0);
  await page.getByRole('button', { name: 'Open the ballot' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Open the ballot' }).click();
  await expect(page).toHaveURL(/decisions\/[0-9a-f-]{36}/);
  const round = page.url().split('/').pop()!;

  // An employee watches: a number, and nothing more.
  await colleague.page.goto(`/decisions/${round}`);
  await expect(colleague.page.getByText('0 of 7 have voted')).toBeVisible();

  // Seven leaders. The first sorts by keyboard, the second by touch on a phone, the others by what their browser would send.
  const panel = await leaders(facilitator);
  const best = [[id('One contact, one story')], [id('The named person')]];
  const voters: Visitor[] = [];
  for (const [n, leader] of panel.entries()) {
    const phone = n === 1 ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } : {};
    const voter = await signIn(browser, leader.name, phone);
    voters.push(voter);
    if (n === 0) {
      await expect(voter.page.getByRole('link', { name: 'Cast your ballot' }).first()).toBeVisible();
      await voter.page.goto(`/decisions/${round}`);
      await voter.page.getByRole('button', { name: /One contact, one story, Not placed/ }).focus();
      await voter.page.keyboard.press('1');
      await voter.page.getByRole('button', { name: /The named person, Not placed/ }).focus();
      await voter.page.keyboard.press('2');
    } else if (n === 1) {
      await voter.page.goto(`/decisions/${round}`);
      await voter.page
        .getByRole('group', { name: /One contact, one story/ })
        .getByText('First')
        .tap();
      await voter.page
        .getByRole('group', { name: /The named person/ })
        .getByText('Next')
        .tap();
    } else {
      await must(voter, 'PUT', `/decisions/${round}/ballot`, {
        ranking: best,
        nonce: hex(32),
        edit_key: hex(64),
      });
      continue;
    }
    await voter.page.getByRole('button', { name: 'Send ballot' }).click();
    await voter.page.getByRole('dialog').getByRole('button', { name: 'Send ballot' }).click();
    await expect(voter.page.getByText('Your ballot is in')).toBeVisible();
    await expect(
      voter.page.getByText('The receipt computed in this browser is the one the server answered with.'),
    ).toBeVisible();
    if (n === 0) await expect(colleague.page.getByText('1 of 7 have voted')).toBeVisible();
  }
  await expect(colleague.page.getByText('7 of 7 have voted')).toBeVisible();
  expect((await ask(facilitator, 'GET', `/decisions/${round}/result`)).status).toBe(403);

  // All have taken part, so the facilitator may close early; the count publishes a shortlist, on every screen.
  await page.goto(`/decisions/${round}`);
  await page.getByRole('button', { name: 'Close and count' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close and count' }).click();
  await expect(colleague.page.getByText('Counted, 0 of 7 have signed.')).toBeVisible();
  await expect(colleague.page.getByRole('heading', { name: 'Every pair' })).toBeVisible();
  for (const name of ['One contact, one story', 'The named person']) {
    await expect(colleague.page.getByRole('list').getByText(name).first()).toBeVisible();
  }

  // Nothing is on the roadmap before the panel has signed. The first signs by hand, the others by what their browser would send.
  await author.page.goto('/roadmap');
  await expect(author.page.getByRole('heading', { name: 'Roadmap' })).toBeVisible();
  await expect(author.page.getByText('One contact, one story')).toHaveCount(0);
  for (const [n, voter] of voters.entries()) {
    if (n > 0) {
      await must(voter, 'POST', `/decisions/${round}/sign-off`, { choice: 'agree' });
      continue;
    }
    await voter.page.goto(`/decisions/${round}`);
    await voter.page.getByRole('radio', { name: 'I agree' }).check();
    await voter.page
      .getByRole('textbox', { name: 'In your own words, if you like' })
      .fill('Gladly, from Monday on.');
    await voter.page.getByRole('button', { name: 'Sign', exact: true }).click();
    await expect(voter.page.getByText('You have signed: I agree.')).toBeVisible();
    await expect(colleague.page.getByText('Gladly, from Monday on.').first()).toBeVisible();
    await expect(colleague.page.getByText('Counted, 1 of 7 have signed.')).toBeVisible();
  }
  await expect(colleague.page.getByText('Published by the count')).toBeVisible();

  // The chosen are on the roadmap, and the feed tells the story in order.
  await author.page.goto('/roadmap');
  await expect(author.page.getByText('One contact, one story').first()).toBeVisible();
  await expect(author.page.getByText('The named person').first()).toBeVisible();
  const feed = (await must(author, 'GET', `/feed?challenge=${challenge.id}&limit=100`)).items as {
    kind: string;
    seq: number;
  }[];
  const kinds = feed.sort((a, b) => a.seq - b.seq).map((e) => e.kind);
  const story = [
    'challenge.opened',
    'idea.posted',
    'idea.supported',
    'comment.posted',
    'concept.grown',
    'concept.supported',
    'decision.opened',
    'decision.closed',
    'decision.proposed',
    'decision.signed',
    'commitment.made',
  ];
  let from = 0;
  for (const kind of story) {
    const at = kinds.indexOf(kind, from);
    expect(at, `${kind} in ${kinds.join(' ')}`).toBeGreaterThanOrEqual(0);
    from = at;
  }
  for (const visitor of [facilitator, author, colleague, ...voters]) await visitor.context.close();
});
