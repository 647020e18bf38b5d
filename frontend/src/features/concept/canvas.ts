import type { ConceptVersion } from './queries';

/** The texts of the canvas, in reading order. */
export const textFields = [
  'problem',
  'who_suffers',
  'solution',
  'customer_value',
  'company_value',
  'first_step',
  'measure',
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

/** One stretch of a comparison: words both have, words only the older has, words only the newer has. */
export type Stretch = { kind: 'both' | 'gone' | 'new'; text: string };

const longest = 1200; // words; beyond it a comparison by words costs more than it shows

/** What changed from one text to another, word by word. */
export function difference(older: string, newer: string): Stretch[] {
  const words = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? [];
  const [a, b] = [words(older), words(newer)];
  if (a.length > longest || b.length > longest) {
    return older === newer
      ? [{ kind: 'both', text: older }]
      : [{ kind: 'gone', text: older } as const, { kind: 'new', text: newer } as const].filter(
          ({ text }) => text,
        );
  }
  const same = (i: number, j: number) => a[i]?.trimEnd() === b[j]?.trimEnd();
  // lengths[i][j]: the longest run of common words in a from i and b from j on
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    const [row, below] = [lengths[i] as Uint16Array, lengths[i + 1] as Uint16Array];
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = same(i, j) ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  const told: Stretch[] = [];
  const tell = (kind: Stretch['kind'], text: string) => {
    const last = told[told.length - 1];
    if (last?.kind === kind) last.text += text;
    else told.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && same(i, j)) {
      tell('both', b[j++] as string);
      i++;
    } else if (j >= b.length || (i < a.length && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      tell('gone', a[i++] as string);
    } else {
      tell('new', b[j++] as string);
    }
  }
  return told;
}

/** The words of one field of a version. Versions of before the field existed have none. */
export function wordsOf(canvas: Canvas | undefined, field: TextField | 'title'): string {
  return canvas?.[field] ?? '';
}
