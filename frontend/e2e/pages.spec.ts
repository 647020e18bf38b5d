import { expect, test, type Browser } from '@playwright/test';
import { expectAccessible, must, signIn, type Visitor } from './support';

// Every page, wide and on a phone, light and dark: it shows what it is for, nothing is wider than the screen, axe finds nothing, the
// console stays quiet and the layout does not jump.

const shapes = [
  { name: 'wide light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'wide dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: 'phone light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'phone dark', viewport: { width: 320, height: 700 }, colorScheme: 'dark' },
] as const;

async function places(visitor: Visitor): Promise<Record<string, string>> {
  const challenges = (await must(visitor, 'GET', '/challenges')).items as {
    id: string;
    title: string;
    phase?: string;
  }[];
  const gather = challenges.find((c) => c.title.startsWith('If this was your day 1'))!;
  const ideas = (await must(visitor, 'GET', `/challenges/${gather.id}/ideas?sort=top`)).items;
  const concepts = (await must(visitor, 'GET', '/concepts?limit=100')).items as {
    id: string;
    title: string;
  }[];
  const decisions = (await must(visitor, 'GET', '/decisions')).items as {
    id: string;
    state: string;
    title: string;
  }[];
  return {
    home: '/',
    challenges: '/challenges',
    challenge: `/challenges/${gather.id}`,
    idea: `/ideas/${ideas[0].id}`,
    concepts: '/concepts',
    concept: `/concepts/${concepts.find((c) => c.title === 'We tell you before you notice')!.id}`,
    decisions: '/decisions',
    ballot: `/decisions/${decisions.find((d) => d.state === 'open' && d.title.startsWith('Which three promises'))!.id}`,
    outcome: `/decisions/${decisions.find((d) => d.state === 'decided' && d.title.startsWith('Which three shall'))!.id}`,
    roadmap: '/roadmap',
    feed: '/feed',
    search: '/search?q=invoices',
    me: '/me',
    nowhere: '/nowhere',
  };
}

async function look(browser: Browser, name: string, only: string[], shape: (typeof shapes)[number]) {
  const { viewport, colorScheme } = shape;
  const visitor = await signIn(browser, name, { viewport, colorScheme });
  const { page } = visitor;
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[]) {
        if (!entry.hadRecentInput) (window as unknown as { shift: number }).shift += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const addresses = await places(visitor);
  for (const place of only) {
    await page.goto(addresses[place]!);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    const where = `${place}, ${shape.name}, ${name}`;
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect.soft(overflow, `${where}: wider than the screen by`).toBeLessThanOrEqual(0);
    expect
      .soft(
        await page.evaluate(() => (window as unknown as { shift: number }).shift),
        `${where}: layout shift`,
      )
      .toBeLessThanOrEqual(0.02);
    await expectAccessible(page, where);
  }
  expect.soft(errors, `${shape.name}, ${name}`).toEqual([]);
  await visitor.context.close();
}

for (const shape of shapes) {
  test(`every page, ${shape.name}`, async ({ browser }) => {
    test.setTimeout(180_000);
    await look(
      browser,
      'Aino Väisänen',
      [
        'home',
        'challenges',
        'challenge',
        'idea',
        'concepts',
        'concept',
        'decisions',
        'ballot',
        'outcome',
        'roadmap',
        'feed',
        'search',
        'me',
        'nowhere',
      ],
      shape,
    );
  });

  test(`what only some see, ${shape.name}`, async ({ browser }) => {
    test.setTimeout(180_000);
    await look(browser, 'Sini Päätalo', ['home', 'ballot'], shape);
    await look(browser, 'Elina Kärkkälä', ['challenge', 'concept', 'roadmap'], shape);
  });

  test(`before sign-in, ${shape.name}`, async ({ browser }) => {
    const { viewport, colorScheme } = shape;
    const context = await browser.newContext({ viewport, colorScheme });
    const page = await context.newPage();
    await page.goto('/');
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
    await expectAccessible(page, `landing, ${shape.name}`);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'Who would you like to be?' })).toBeVisible();
    await expectAccessible(page, `demonstration's sign-in, ${shape.name}`);
    await context.close();
  });
}
