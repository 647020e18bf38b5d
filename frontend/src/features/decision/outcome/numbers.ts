const written = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
type Written = (typeof written)[number];

/** The texts of the numbers; every namespace with the keys `number.0` to `number.12` has them. */
type Says = (key: `number.${Written}`) => string;

/** A small number as a word, as people say it in a sentence; larger ones in digits. */
export function inWords(t: Says, count: number): string {
  return (written as readonly number[]).includes(count) ? t(`number.${count as Written}`) : String(count);
}

/** The same at the start of a sentence. */
export function startsWith(t: Says, count: number): string {
  const word = inWords(t, count);
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}

/** Titles as a sentence lists them. */
export const listed = (titles: readonly string[]) => titles.join(' · ');
