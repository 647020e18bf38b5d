import type { Commitment, Status } from './queries';

/** The statuses in the order in which the page shows them. */
export const statuses = ['under_way', 'decided', 'done', 'stopped'] as const satisfies readonly Status[];

const day = 86_400_000; // ms

/** A date of the API (YYYY-MM-DD) as local midnight; undefined for an empty one. */
export function dateOf(written: string): Date | undefined {
  const [year, month, date] = written.split('-').map(Number);
  return year && month && date ? new Date(year, month - 1, date) : undefined;
}

/** Whole days from one local midnight to another, whatever the clocks did between them. */
export function daysBetween(from: Date, to: Date): number {
  const utc = (at: Date) => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
  return Math.round((utc(to) - utc(from)) / day);
}

/** How many days it is behind its due date; 0 when it is not, or when nothing is owed any more. */
export function daysLate(commitment: Pick<Commitment, 'due_on' | 'status'>, today: Date): number {
  const due = dateOf(commitment.due_on);
  if (!due || commitment.status === 'done' || commitment.status === 'stopped') return 0;
  return Math.max(0, daysBetween(due, today));
}

/** A span of whole months that holds every date and today, with a month of room at the end. */
export type Span = { from: Date; to: Date; months: Date[] };

const least = 6; // months; fewer would make a bar of two weeks as wide as the page

export function spanOf(commitments: readonly Commitment[], today: Date): Span | undefined {
  const dates = commitments.flatMap(({ starts_on, due_on, effect }) =>
    [starts_on, due_on, effect?.measure_on ?? ''].flatMap((written) => dateOf(written) ?? []),
  );
  if (dates.length === 0) return undefined;
  const times = [...dates, today].map((date) => date.getTime());
  const [earliest, latest] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const months: Date[] = [];
  const from = new Date(earliest.getFullYear(), earliest.getMonth(), 1);
  for (let month = from; month <= latest || months.length < least; month = next(month)) months.push(month);
  return { from, to: next(months[months.length - 1] ?? from), months };
}

const next = (month: Date) => new Date(month.getFullYear(), month.getMonth() + 1, 1);

/** Where a day lies in a span, from 0 to 1. */
export function placeOf(span: Span, at: Date): number {
  return Math.min(1, Math.max(0, daysBetween(span.from, at) / daysBetween(span.from, span.to)));
}

const shortest = 14; // days a bar stands for when only one of its ends is known

/** The bar of a commitment, as parts of the span; undefined without any date. */
export function barOf(span: Span, commitment: Commitment): { start: number; end: number } | undefined {
  const [starts, due] = [dateOf(commitment.starts_on), dateOf(commitment.due_on)];
  const from = starts ?? (due && new Date(due.getFullYear(), due.getMonth(), due.getDate() - shortest));
  const to =
    due ?? (starts && new Date(starts.getFullYear(), starts.getMonth(), starts.getDate() + shortest));
  if (!from || !to) return undefined;
  // The last day belongs to it.
  const end = new Date(to.getFullYear(), to.getMonth(), to.getDate() + 1);
  return { start: placeOf(span, from), end: placeOf(span, end) };
}

/** How much of the time of something under way has passed, from 0 to 1: what the bar shows as filled. */
export function passed(commitment: Commitment, today: Date): number {
  const [starts, due] = [dateOf(commitment.starts_on), dateOf(commitment.due_on)];
  if (!starts || !due) return 0;
  const whole = daysBetween(starts, due) + 1;
  return Math.min(1, Math.max(0, daysBetween(starts, today) / whole));
}

export type Arrangement = 'stage' | 'decision' | 'owner' | 'status';
export type Lane = { key: string; commitments: Commitment[] };

/**
 * The commitments in lanes; within a lane what starts first stands first, what has no date last. Lanes by stage follow the order of the
 * map in `stages`, those it does not know stand behind, and what belongs to none stands last.
 */
export function lanesOf(
  commitments: readonly Commitment[],
  by: Arrangement,
  stages: readonly string[] = [],
): Lane[] {
  const keyOf = (commitment: Commitment) =>
    by === 'status' ? commitment.status : (commitment[by]?.id ?? '');
  const first = by === 'status' ? statuses : by === 'stage' ? stages : [];
  const lanes = new Map<string, Commitment[]>(first.map((key) => [key, []]));
  for (const commitment of commitments) {
    const key = keyOf(commitment);
    lanes.set(key, [...(lanes.get(key) ?? []), commitment]);
  }
  const when = ({ starts_on, due_on }: Commitment) => starts_on || due_on || '9999';
  return [...lanes]
    .filter(([, list]) => list.length > 0)
    .map(([key, list]) => ({
      key,
      commitments: list.toSorted((a, b) => when(a).localeCompare(when(b)) || a.title.localeCompare(b.title)),
    }))
    .sort((a, b) => Number(a.key === '') - Number(b.key === ''));
}
