import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import axe from 'axe-core';

/** One person in a browser of their own. */
export interface Visitor {
  name: string;
  page: Page;
  context: BrowserContext;
}

/** Cookies of those who have signed in, by name: the next time they are here already, unless their session has ended. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

/** Opens a browser of its own for somebody of the fictional company, who signs in where need be: "Sign in", one click on the name. */
export async function signIn(browser: Browser, name: string, options: object = {}): Promise<Visitor> {
  const context = await browser.newContext(options);
  await context.addCookies(sessions.get(name) ?? []);
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto('/');
  const home = page.getByRole('heading', { name: 'Waiting for you' });
  const link = page.getByRole('link', { name: 'Sign in' });
  await expect(home.or(link).first()).toBeVisible();
  if (await link.isVisible()) {
    await link.click();
    await page.getByRole('button', { name }).first().click();
    await expect(home).toBeVisible();
    sessions.set(name, await context.cookies());
  }
  return { name, page, context };
}

/** Asks the API in a visitor's own session, as the page does. */
export async function ask(
  visitor: Visitor,
  method: string,
  path: string,
  data?: unknown,
  headers: Record<string, string> = {},
) {
  const origin = new URL(visitor.page.url()).origin;
  const fetch = () =>
    visitor.page.request.fetch(`/api/v1${path}`, {
      method,
      data,
      headers: { Origin: origin, 'Sec-Fetch-Site': 'same-origin', ...headers },
    });
  let answer = await fetch();
  for (let tried = 1; answer.status() === 503 && tried < 10; tried++) {
    await new Promise((done) => setTimeout(done, 1000 * Number(answer.headers()['retry-after'] ?? 1)));
    answer = await fetch(); // nothing was changed, the server says: this machine is busy
  }
  const text = await answer.text();
  return { status: answer.status(), body: text ? JSON.parse(text) : undefined, headers: answer.headers() };
}

/** Asks what must go through. */
export async function must(
  visitor: Visitor,
  method: string,
  path: string,
  data?: unknown,
  headers?: Record<string, string>,
) {
  const answer = await ask(visitor, method, path, data, headers);
  expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

/** Everything of a list, page after page: the journeys before have filled it. */
export async function all<T>(visitor: Visitor, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor = '';
  do {
    const more = `${path.includes('?') ? '&' : '?'}limit=100${cursor && `&cursor=${cursor}`}`;
    const page = await must(visitor, 'GET', path + more);
    items.push(...(page.items as T[]));
    cursor = page.next ? encodeURIComponent(page.next as string) : '';
  } while (cursor);
  return items;
}

const day = 24 * 60 * 60 * 1000;

/** Four phases of a week each; the one named is open now. */
export function phases(now: 'gather' | 'develop' | 'decide' | 'deliver') {
  const names = ['gather', 'develop', 'decide', 'deliver'];
  const start = Date.now() - day - names.indexOf(now) * 7 * day;
  return names.map((name, i) => ({
    name,
    opens_at: new Date(start + i * 7 * day).toISOString(),
    closes_at: new Date(start + (i + 1) * 7 * day).toISOString(),
  }));
}

export async function person(visitor: Visitor, name: string): Promise<string> {
  const found = await must(visitor, 'GET', `/people?q=${encodeURIComponent(name)}`);
  return found.items[0].id;
}

/** The seven of the leadership team, by id. */
export async function leaders(visitor: Visitor): Promise<{ id: string; name: string }[]> {
  return (await must(visitor, 'GET', '/people?role=leader&limit=100')).items;
}

/** A sticking point under a customer's words, on the first touchpoint there is: what a concept needs before a ballot. */
export async function ground(facilitator: Visitor): Promise<string> {
  const touchpoint = (await must(facilitator, 'GET', '/touchpoints?limit=1')).items[0].id as string;
  const insight = await must(facilitator, 'POST', '/insights', {
    quote: 'Nobody called back.',
    source_kind: 'interview',
    source: 'Owner of a bakery',
    sentiment: -2,
    touchpoint,
  });
  const point = await must(facilitator, 'POST', '/sticking-points', {
    touchpoint,
    title: 'Nobody calls back',
    insights: [insight.id],
  });
  return point.id as string;
}

export function hex(length: number): string {
  return Array.from({ length }, () => Math.floor(Math.random() * 16).toString(16)).join('');
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * No violation of WCAG 2.2 A and AA on what is shown, or of some rules only. axe runs in the page itself, fetched once a document: the
 * adapter for Playwright loads it anew each time, and once more into an empty tab that puts the frames' answers together. We have no frames.
 */
export async function expectAccessible(page: Page, what: string, rules?: string[]) {
  expect(page.frames(), `${what}: frames, which axe would not look into`).toHaveLength(1);
  // Colours that are still on their way are nobody's.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
        .map(({ finished }) => finished),
    ),
  );
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const said = await page.evaluate(async (runOnly) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly,
      resultTypes: ['violations'],
    });
    return violations.map((v) => `${v.id}: ${v.help} — ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
  }, rules ?? wcag);
  expect.soft(said, what).toEqual([]);
}
