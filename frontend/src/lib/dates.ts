import { locale } from '../i18n';

const minute = 60_000;
const hour = 60 * minute;
export const day = 24 * hour;

/** Inside this time before an end the time left is shown in amber. */
export const soon = 3 * day;

function parts(at: Date, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const formatted = new Intl.DateTimeFormat(locale(), options).formatToParts(at);
  return Object.fromEntries(formatted.map((part) => [part.type, part.value]));
}

/** "26 Nov", with the year when it is not this one. */
export function shortDate(at: Date, now = Date.now()): string {
  const thisYear = at.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    year: thisYear ? undefined : 'numeric',
  }).format(at);
}

/** "Thu 26 Nov, 16:00", with the year when it is not this one: a date as the product writes it. */
export function writtenDate(at: Date, now = Date.now()): string {
  const time = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(at);
  const { weekday } = parts(at, { weekday: 'short' });
  return `${weekday} ${shortDate(at, now)}, ${time}`;
}

/** "Thu 16:00", for an end within a week. */
export function weekdayTime(at: Date): string {
  const time = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(at);
  const { weekday } = parts(at, { weekday: 'short' });
  return `${weekday} ${time}`;
}

export type Ago = { unit: 'now' } | { unit: 'minutes' | 'hours'; count: number } | { unit: 'written' };

/** How a past time is told: exactly within a day, as a written date beyond, and never "3 days ago". */
export function ago(at: Date, now: number): Ago {
  const passed = now - at.getTime();
  if (passed < minute) return passed > -hour ? { unit: 'now' } : { unit: 'written' };
  if (passed < hour) return { unit: 'minutes', count: Math.floor(passed / minute) };
  if (passed < day) return { unit: 'hours', count: Math.floor(passed / hour) };
  return { unit: 'written' };
}

export type Left = { unit: 'days' | 'hours' | 'minutes'; count: number } | { unit: 'over' };

/** How the time to an end is told: whole days, below two days whole hours, below two hours minutes. */
export function left(until: Date, now: number): Left {
  const rest = until.getTime() - now;
  if (rest <= 0) return { unit: 'over' };
  if (rest >= 2 * day) return { unit: 'days', count: Math.floor(rest / day) };
  if (rest >= 2 * hour) return { unit: 'hours', count: Math.floor(rest / hour) };
  return { unit: 'minutes', count: Math.max(1, Math.floor(rest / minute)) };
}
