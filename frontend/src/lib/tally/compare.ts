import type { Json } from './types';

/** One figure that is not what the recount gives. */
export type Unlike = { figure: string; expected: string; found: string };

/** Lists that say who, not in which order. */
const sets = new Set(['winners', 'tied', 'electable', 'expanded', 'withdrawn', 'among']);

/** Figures of a result that no ballot is counted for: how the panel divides is a reading of the figures, not one. */
const readings = new Set(['disagreement', 'split']);

const isTable = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Left out, null, empty, zero and false say the same: nothing there. */
function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === 0 || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isTable(value) && Object.values(value).every(isNothing);
}

export function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

const byText = (list: readonly Json[]) => [...list].sort((a, b) => (shown(a) < shown(b) ? -1 : 1));

/** The first figure in which two pieces of JSON differ. */
export function firstUnlike(
  expected: Json | undefined,
  found: Json | undefined,
  figure: string,
): Unlike | undefined {
  if (isNothing(expected) && isNothing(found)) return undefined;
  if (Array.isArray(expected) && Array.isArray(found)) {
    const key = figure
      .split('.')
      .at(-1)!
      .replace(/\[\d+\]$/, '');
    const isSet = sets.has(key) || (key === 'elected_groups' && figure.endsWith(']'));
    const [left, right] = isSet ? [byText(expected), byText(found)] : [expected, found];
    if (left.length !== right.length || isSet) {
      return JSON.stringify(left) === JSON.stringify(right)
        ? undefined
        : { figure, expected: shown(expected), found: shown(found) };
    }
    for (const [index, value] of left.entries()) {
      const unlike = firstUnlike(value, right[index], `${figure}[${index}]`);
      if (unlike) return unlike;
    }
    return undefined;
  }
  if (isTable(expected) && isTable(found)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
      const own = (table: Record<string, Json>) => (Object.hasOwn(table, key) ? table[key] : undefined);
      const unlike = firstUnlike(own(expected), own(found), figure ? `${figure}.${key}` : key);
      if (unlike) return unlike;
    }
    return undefined;
  }
  return expected === found ? undefined : { figure, expected: shown(expected), found: shown(found) };
}

/** A result of a record beside the recount's. What has no meaning where all electable are elected is not compared. */
export function unlikeResult(
  expected: Record<string, Json>,
  found: Json,
  figure: string,
  seats: number,
): Unlike | undefined {
  if (!isTable(found)) return { figure, expected: shown(expected), found: shown(found) };
  const left: Record<string, Json> = { ...expected };
  const right: Record<string, Json> = Object.fromEntries(
    Object.entries(found).filter(([key]) => !readings.has(key)),
  );
  const electable = left.electable;
  if ('quota' in left && Array.isArray(electable) && electable.length <= seats) {
    for (const key of ['quota', 'stages']) {
      delete left[key];
      delete right[key];
    }
  }
  // The matrices have their rows in the order of the electable concepts, whichever that is.
  const order = right.electable;
  if (
    Array.isArray(electable) &&
    Array.isArray(order) &&
    JSON.stringify(electable) !== JSON.stringify(order)
  ) {
    const places = electable.map((id) => order.indexOf(id));
    if (!places.includes(-1)) {
      for (const key of ['pairwise', 'paths']) {
        const matrix = right[key];
        if (Array.isArray(matrix)) {
          right[key] = places.map((x) => {
            const line = matrix[x];
            return Array.isArray(line) ? places.map((y) => line[y] ?? null) : null;
          });
        }
      }
    }
  }
  return firstUnlike(left, right, figure);
}
