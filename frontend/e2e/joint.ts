import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import { ask, ground, hex, leaders, must, phases, signIn, type Visitor } from './support';

// What the journeys of joint decisions share: a round made by hand, seven members who vote as their browsers would, and hands that
// fill in a ballot by mouse, by touch and by keys alone.

export type Method = 'pairwise' | 'approval' | 'star' | 'dots' | 'stv';

export interface Made {
  id: string;
  challenge: string;
  /** Concepts' ids by title. */
  of: Record<string, string>;
}

/** Opens a round of its own challenge over concepts of these titles, as the facilitator. */
export async function openRound(
  facilitator: Visitor,
  method: Method,
  titles: readonly string[],
  seats: number,
  more: Record<string, unknown> = {},
): Promise<Made> {
  const challenge = await must(facilitator, 'POST', '/challenges', {
    title: `Jointly ${hex(6)}`,
    phases: phases('gather'),
  });
  const idea = await must(facilitator, 'POST', `/challenges/${challenge.id}/ideas`, { title: 'A seed' });
  const stickingPoint = await ground(facilitator);
  const of: Record<string, string> = {};
  for (const title of titles) {
    const concept = await must(facilitator, 'POST', `/challenges/${challenge.id}/concepts`, {
      title,
      problem: 'Nobody calls back.',
      solution: `${title}, from Monday on.`,
      sources: [idea.id, stickingPoint],
      measure: 'Calls returned within a day.',
    });
    of[title] = concept.id;
  }
  const version = (await ask(facilitator, 'GET', `/challenges/${challenge.id}`)).headers.etag!;
  const decide = { phases: phases('decide') };
  await must(facilitator, 'PATCH', `/challenges/${challenge.id}`, decide, { 'If-Match': version });
  const round = await must(facilitator, 'POST', '/decisions', {
    challenge: challenge.id,
    title: `Chosen jointly ${hex(6)}`,
    question: 'Which of these?',
    method,
    seats,
    candidates: Object.values(of),
    panel: (await leaders(facilitator)).map((leader) => leader.id),
    closes_at: new Date(Date.now() + 3_600_000).toISOString(),
    ...more,
  });
  await must(facilitator, 'POST', `/decisions/${round.id}/open`);
  return { id: round.id, challenge: challenge.id, of };
}

/** Signs all seven leaders in, each in a browser of their own; by name. */
export async function wholePanel(browser: Browser): Promise<Visitor[]> {
  const names = [
    'Helmi Yrjölä',
    'Onni Räihälä',
    'Marja-Liisa Hyvärinen',
    'Pertti Kääriäinen',
    'Åsa Sjöblom',
    'Björn Ekström',
    'Sini Päätalo',
  ];
  const panel: Visitor[] = [];
  for (const name of names) panel.push(await signIn(browser, name));
  return panel;
}

/** Casts a ballot as a browser would, without its page. */
export async function cast(visitor: Visitor, round: string, marks: object) {
  const sent = { ...marks, nonce: hex(32), edit_key: hex(64) };
  await must(visitor, 'PUT', `/decisions/${round}/ballot`, sent);
}

/** The tiers of a line such as "A-BC" as a ranking. */
export function ranked(round: Made, line: string, names: Record<string, string>) {
  return { ranking: line.split('-').map((tier) => [...tier].map((letter) => round.of[names[letter]!]!)) };
}

/** The round of a kind that followed last. */
export async function child(visitor: Visitor, id: string, kind: string): Promise<string> {
  const { rounds } = await must(visitor, 'GET', `/decisions/${id}`);
  const found = (rounds as { id: string; kind: string }[]).filter((each) => each.kind === kind).pop();
  expect(found, `a round of kind ${kind}`).toBeTruthy();
  return found!.id;
}

/** Presses Tab until what is looked for has the focus: without a mouse there is no other way to it. */
export async function tabTo(page: Page, target: Locator, back = false) {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 150; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  throw new Error('Tab never reaches it');
}

/** Takes hold of something, carries it and lets go when the place says that it would take it, as a person does. */
async function drag(page: Page, what: Locator, where: Locator) {
  await what.scrollIntoViewIfNeeded();
  const from = (await what.boundingBox())!;
  await page.mouse.move(from.x + 30, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 45, from.y + from.height / 2 + 8, { steps: 4 });
  await expect(async () => {
    const to = (await where.boundingBox())!;
    await page.mouse.move(to.x + 60, to.y + to.height / 2, { steps: 8 });
    await page.mouse.move(to.x + 64, to.y + to.height / 2);
    await expect(where).toHaveAttribute('data-over', 'true', { timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await page.mouse.up();
}

/** How a ballot is filled in: the first gets the most and the second something. */
type Hand = (page: Page, first: string, second: string) => Promise<void>;

const card = (page: Page, title: string) =>
  page.getByRole('button', { name: new RegExp(`^${title}, `) }).first();

export const mouse: Record<Method, Hand> = {
  async pairwise(page, first, second) {
    await drag(page, card(page, first), page.locator('[data-tier="1"]'));
    await expect(card(page, first)).toHaveAccessibleName(`${first}, First`);
    await drag(page, card(page, second), page.locator('[data-tier="2"]'));
    await expect(card(page, second)).toHaveAccessibleName(`${second}, Next`);
  },
  async approval(page, first, second) {
    await page.getByRole('checkbox', { name: first }).click();
    await page.getByRole('checkbox', { name: second }).click();
  },
  async star(page, first, second) {
    await starsOf(page, first).locator('[data-value="5"]').click();
    await starsOf(page, second).locator('[data-value="2"]').click();
  },
  async dots(page, first, second) {
    await page.getByRole('button', { name: `One dot more for “${first}”` }).click({ clickCount: 2 });
    await page.getByRole('button', { name: `One dot more for “${second}”` }).click();
  },
  async stv(page, first, second) {
    await drag(page, card(page, first), page.locator('[data-lane="list"]'));
    await expect(card(page, first)).toHaveAccessibleName(`${first}, place 1 of 1`);
    await page.getByRole('button', { name: `Add “${second}”` }).click();
  },
};

export const touch: Record<Method, Hand> = {
  async pairwise(page, first, second) {
    await page.getByRole('group', { name: first }).getByText('First').tap();
    await page.getByRole('group', { name: second }).getByText('Next').tap();
  },
  async approval(page, first, second) {
    await page.getByRole('checkbox', { name: first }).tap();
    await page.getByRole('checkbox', { name: second }).tap();
  },
  async star(page, first, second) {
    await starsOf(page, first).locator('[data-value="5"]').tap();
    await starsOf(page, second).locator('[data-value="2"]').tap();
  },
  async dots(page, first, second) {
    await page.getByRole('button', { name: `One dot more for “${first}”` }).tap();
    await page.getByRole('button', { name: `One dot more for “${first}”` }).tap();
    await page.getByRole('button', { name: `One dot more for “${second}”` }).tap();
  },
  async stv(page, first, second) {
    await page.getByRole('button', { name: `Add “${second}”` }).tap();
    await page.getByRole('button', { name: `Add “${first}”` }).tap();
    await page.getByRole('button', { name: `Move “${first}” up` }).tap();
  },
};

export const keys: Record<Method, Hand> = {
  async pairwise(page, first, second) {
    await reach(page, card(page, first));
    await page.keyboard.press('1');
    await expect(card(page, first)).toHaveAccessibleName(`${first}, First`);
    await reach(page, card(page, second));
    await page.keyboard.press('Space'); // lifted
    await page.keyboard.press('ArrowUp'); // not placed, later
    await page.keyboard.press('ArrowUp'); // next
    await page.keyboard.press('Space');
    await expect(card(page, second)).toHaveAccessibleName(`${second}, Next`);
  },
  async approval(page, first, second) {
    for (const title of [first, second]) {
      await reach(page, page.getByRole('checkbox', { name: title }));
      await page.keyboard.press('Space');
    }
  },
  async star(page, first, second) {
    await reach(page, starsOf(page, first).getByRole('radio', { checked: true }));
    await page.keyboard.press('5');
    await reach(page, starsOf(page, second).getByRole('radio', { checked: true }));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
  },
  async dots(page, first, second) {
    await reach(page, page.getByRole('spinbutton', { name: `Dots for “${first}”` }));
    await page.keyboard.press('2');
    await reach(page, page.getByRole('spinbutton', { name: `Dots for “${second}”` }));
    await page.keyboard.press('ArrowUp');
  },
  async stv(page, first, second) {
    await reach(page, card(page, first));
    await page.keyboard.press('1');
    await expect(card(page, first)).toHaveAccessibleName(`${first}, place 1 of 1`);
    await reach(page, card(page, second));
    await page.keyboard.press('2');
  },
};

/** What the review must say for each method, whichever hand filled the ballot in. */
export const review: Record<Method, (first: string, second: string) => RegExp> = {
  pairwise: (first, second) => new RegExp(`First ?${first}.*Next ?${second}`, 's'),
  approval: (first, second) => new RegExp(`Ticked ?(${first} ?${second}|${second} ?${first})`, 's'),
  star: (first, second) => new RegExp(`5 stars ?${first}.*2 stars ?${second}`, 's'),
  dots: (first, second) => new RegExp(`2 dots ?${first}.*1 dot ?${second}`, 's'),
  stv: (first, second) => new RegExp(`1 ?${first}.*2 ?${second}`, 's'),
};

function starsOf(page: Page, title: string) {
  return page.getByRole('group', { name: `Stars for “${title}”` });
}

/** Goes to it with Tab, and back with Shift+Tab when it lies before. */
async function reach(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  const before = await target.evaluate(
    (element) =>
      !!document.activeElement &&
      document.activeElement !== document.body &&
      !!(document.activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING),
  );
  await tabTo(page, target, before);
}
