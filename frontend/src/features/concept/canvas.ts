import type { ConceptVersion } from './queries';

/** The texts of the canvas, in reading order. */
export const textFields = [
  'problem',
  'who_suffers',
  'solution',
  'measure',
  'customer_value',
  'company_value',
  'first_step',
] as const;
export type TextField = (typeof textFields)[number];

/** The two ratings, 1 to 5; 0 is not set. */
export const ratings = ['effort', 'impact'] as const;
export type Rating = (typeof ratings)[number];

export type Level = 0 | 1 | 2 | 3 | 4 | 5;
export const levels = [1, 2, 3, 4, 5] as const;
export const levelOf = (value: number) => Math.min(5, Math.max(0, Math.round(value))) as Level;

export type Canvas = ConceptVersion['canvas'];

/** What to do with a text when somebody else has saved since it was read. */
export type Merge = 'again' | 'conflict' | 'same';

/**
 * `base` is what this writer started from, `mine` what is written now, `theirs` what the server holds. Another cell's change
 * is no conflict: the text is sent again over the new version. The same words twice are none either.
 */
export function merge(base: string, mine: string, theirs: string): Merge {
  if (mine === theirs) return 'same';
  return theirs === base ? 'again' : 'conflict';
}

/** The words of one field of a version. Versions of before the field existed have none. */
export function wordsOf(canvas: Canvas | undefined, field: TextField | 'title'): string {
  return canvas?.[field] ?? '';
}
