import { expect, test, type Browser } from '@playwright/test';
import { cast, child, openRound, ranked, type Method } from './joint';
import { all, expectAccessible, must, person, signIn, type Visitor } from './support';

// Every page, wide and on a phone, light and dark: it shows what it is for, nothing is wider than the screen, axe finds nothing, the
// console stays quiet and the layout does not jump.

const shapes = [
  { name: 'wide', light: { width: 1280, height: 900 }, dark: { width: 1280, height: 900 } },
  { name: 'phone', light: { width: 320, height: 700 }, dark: { width: 390, height: 844 } },
] as const;

// Rounds that the demonstration does not have: ballots of the other methods, and every step between the count and the signatures.
// Made once, for whoever looks at one of them first.
let made: Promise<Record<string, string>> | undefined;

async function makeRounds(browser: Browser): Promise<Record<string, string>> {
  const facilitator = await signIn(browser, 'Elina Kärkkälä');
  const panel: Visitor[] = [];
  for (const name of [
    'Helmi Yrjölä',
    'Onni Räihälä',
    'Marja-Liisa Hyvärinen',
    'Pertti Kääriäinen',
    'Åsa Sjöblom',
  ]) {
    panel.push(await signIn(browser, name));
  }
  const of = { panel: await Promise.all(panel.map(({ name }) => person(facilitator, name))) };
  const names = {
    A: 'A name on every ticket',
    B: 'Bills in one',
    C: 'Calls back within the hour',
    D: 'Door codes',
  };
  const titles = Object.values(names);
  const held = async (lines: string, more: object = {}) => {
    const round = await openRound(facilitator, 'pairwise', titles, 2, { ...of, ...more });
    for (const [n, line] of lines.split(' ').entries()) {
      await cast(panel[n]!, round.id, line === '0' ? { abstain: true } : ranked(round, line, names));
    }
    await must(facilitator, 'POST', `/decisions/${round.id}/close`);
    return round;
  };
  const sign = async (round: { id: string }, ...words: object[]) => {
    for (const [n, word] of words.entries()) {
      await must(panel[n]!, 'POST', `/decisions/${round.id}/sign-off`, word);
    }
  };

  const at: Record<string, string> = {};
  for (const method of ['approval', 'star', 'dots', 'stv'] as Method[]) {
    at[method] = (await openRound(facilitator, method, titles, 2, of)).id;
  }
  at.runoff = (await held('A-B A-C A-B A-C A')).id;
  at.runoffBallot = await child(facilitator, at.runoff, 'runoff');
  at.discussion = (await held('A-B-D-C A-B-D-C A-B-D-C A-C-D-B A-C-D-B', { second_round: true })).id;
  at.second = (await held('A-B-D-C A-B-D-C A-B-D-C A-C-D-B A-C-D-B', { second_round: true })).id;
  await must(facilitator, 'POST', `/decisions/${at.second}/second-round`);
  at.secondBallot = await child(facilitator, at.second, 'second');
  const objected = await held('A-B A-B A-B A-B A-B');
  const block = {
    choice: 'block',
    concept: objected.of[names.B],
    reason: 'Those who would do it are away until May.',
  };
  const agree = { choice: 'agree' };
  await sign(objected, agree, block, agree, { choice: 'disagree', reason: 'Not this year.' }, agree);
  at.objections = objected.id;
  at.objectionBallot = await child(facilitator, at.objections, 'objection');
  const refused = await held('A-B A-B B-A B-A A-B');
  const no = { choice: 'disagree', reason: 'Too much at once.' };
  await sign(refused, no, no, no, agree, agree);
  at.notAdopted = refused.id;
  at.noConsensus = (await held('0 0 0 0 0')).id;
  at.few = (await held('A-B A-B 0 0 0')).id;
  for (const visitor of [facilitator, ...panel]) await visitor.context.close();
  return Object.fromEntries(Object.entries(at).map(([name, id]) => [name, `/decisions/${id}`]));
}

async function places(visitor: Visitor): Promise<Record<string, string>> {
  type Titled = { id: string; title: string };
  const challenges = await all<Titled>(visitor, '/challenges');
  const gather = challenges.find((c) => c.title.startsWith('If this was your day 1'))!;
  const ideas = (await must(visitor, 'GET', `/challenges/${gather.id}/ideas?sort=top`)).items;
  const concepts = await all<Titled>(visitor, '/concepts');
  const decisions = await all<Titled>(visitor, '/decisions');
  const first = async (path: string) => (await must(visitor, 'GET', path)).items[0];
  const concept = concepts.find((c) => c.title === 'We tell you before you notice')!;
  const promises = challenges.find((c) => c.title.startsWith('Which three promises'))!;
  const journey = (await all<Titled>(visitor, '/journeys')).find(
    (j) => j.title === 'How it is to be our customer',
  )!;
  const visit = (await all<{ id: string; name: string }>(visitor, `/touchpoints?journey=${journey.id}`)).find(
    (t) => t.name.startsWith('Technician'),
  )!;
  const measured = (await all<Titled>(visitor, '/commitments')).find((c) =>
    c.title.startsWith('Loan laptop'),
  )!;
  const decision = (begin: string) => `/decisions/${decisions.find((d) => d.title.startsWith(begin))!.id}`;
  return {
    home: '/',
    challenges: '/challenges',
    challenge: `/challenges/${gather.id}`,
    idea: `/ideas/${ideas[0].id}`,
    concepts: '/concepts',
    concept: `/concepts/${concept.id}`,
    decisions: '/decisions',
    ballot: decision('Which three promises'),
    adopted: decision('Which three shall'),
    transferred: decision('Which four courses'),
    drawn: decision('Three small things, with everybody back'),
    upheld: decision('Three things on the first page'),
    proposed: decision('Which two do we stop'),
    inquorate: decision('Three small things before'),
    recount: '/recount',
    roadmap: '/roadmap',
    promises: '/roadmap/promises',
    commitment: `/commitments/${measured.id}`,
    journey: `/journeys/${journey.id}`,
    touchpoint: `/touchpoints/${visit.id}`,
    stickingPoint: `/sticking-points/${(await first('/sticking-points')).id}`,
    insights: '/insights',
    insight: `/insights/${(await first('/insights')).id}`,
    import: '/insights/import',
    lineage: `/lineage/concept/${concept.id}`,
    wholeLineage: `/challenges/${promises.id}/lineage`,
    coverage: `/challenges/${gather.id}/coverage`,
    answers: `/challenges/${gather.id}/answers`,
    inbox: '/inbox',
    feed: '/feed',
    search: '/search?q=invoices',
    me: '/me',
    nowhere: '/nowhere',
  };
}

async function look(browser: Browser, name: string, only: string[], shape: (typeof shapes)[number]) {
  const visitor = await signIn(browser, name, { viewport: shape.light, colorScheme: 'light' });
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
  if (only.some((place) => !(place in addresses)))
    Object.assign(addresses, await (made ??= makeRounds(browser)));
  for (const place of only) {
    const where = (scheme: string) => `${place}, ${shape.name} ${scheme}, ${name}`;
    const fits = async (scheme: string) => {
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect.soft(overflow, `${where(scheme)}: wider than the screen by`).toBeLessThanOrEqual(0);
    };
    const settled = async () => {
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      await page.waitForLoadState('networkidle');
      return page.evaluate(() => (window as unknown as { shift: number }).shift);
    };
    await page.goto(addresses[place]!);
    let shift = await settled();
    if (shift > 0.02) {
      // What jumps does so each time; what a busy machine has brought in an odd order does not.
      await page.reload();
      shift = await settled();
    }
    await fits('light');
    expect.soft(shift, `${where('light')}: layout shift`).toBeLessThanOrEqual(0.02);
    await expectAccessible(page, where('light'));
    // In the dark, on the wider phone, the same markup has other colours and places: names and roles have been looked at.
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(shape.dark);
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await fits('dark');
    await expectAccessible(page, where('dark'), ['color-contrast', 'target-size']);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(shape.light);
  }
  expect.soft(errors, `${shape.name}, ${name}`).toEqual([]);
  await visitor.context.close();
}

for (const shape of shapes) {
  test(`every page, ${shape.name}`, async ({ browser }) => {
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
        'adopted',
        'roadmap',
        'feed',
        'search',
        'me',
        'nowhere',
      ],
      shape,
    );
  });

  test(`from a customer's words to an effect, ${shape.name}`, async ({ browser }) => {
    await look(
      browser,
      'Elina Kärkkälä',
      [
        'journey',
        'touchpoint',
        'stickingPoint',
        'insights',
        'insight',
        'import',
        'lineage',
        'wholeLineage',
        'coverage',
        'answers',
        'commitment',
        'promises',
        'inbox',
        'concept',
        'idea',
      ],
      shape,
    );
  });

  test(`a decision in every state, ${shape.name}`, async ({ browser }) => {
    await look(
      browser,
      'Aino Väisänen',
      [
        'transferred',
        'drawn',
        'upheld',
        'proposed',
        'inquorate',
        'runoff',
        'discussion',
        'second',
        'objections',
        'notAdopted',
        'noConsensus',
        'few',
        'recount',
      ],
      shape,
    );
  });

  test(`a ballot of every method, ${shape.name}`, async ({ browser }) => {
    await look(
      browser,
      'Helmi Yrjölä',
      [
        'home',
        'ballot',
        'approval',
        'star',
        'dots',
        'stv',
        'runoffBallot',
        'secondBallot',
        'objectionBallot',
        'proposed',
        'runoff',
        'few',
      ],
      shape,
    );
  });

  test(`what only some see, ${shape.name}`, async ({ browser }) => {
    await look(browser, 'Sini Päätalo', ['home'], shape);
    await look(browser, 'Elina Kärkkälä', ['challenge', 'concept', 'roadmap', 'star', 'discussion'], shape);
  });

  test(`before sign-in, ${shape.name}`, async ({ browser }) => {
    for (const scheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ viewport: shape[scheme], colorScheme: scheme });
      const page = await context.newPage();
      await page.goto('/');
      await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
      await expectAccessible(page, `landing, ${shape.name} ${scheme}`);
      await page.getByRole('link', { name: 'Sign in' }).click();
      await expect(page.getByRole('heading', { name: 'Who would you like to be?' })).toBeVisible();
      await expectAccessible(page, `demonstration's sign-in, ${shape.name} ${scheme}`);
      await context.close();
    }
  });
}
