import { diffWordsWithSpace } from 'diff';

/** One stretch of a comparison: words both have, words only the older has, words only the newer has. */
export type Stretch = { kind: 'both' | 'gone' | 'new'; text: string };

const longest = 1_000; // words that went or came; beyond it a comparison by words costs more than it shows

/** What changed from one text to another, word by word; texts with hardly a word in common are shown whole. */
export function difference(older: string, newer: string): Stretch[] {
  const parts = diffWordsWithSpace(older, newer, { maxEditLength: longest }) as
    ReturnType<typeof diffWordsWithSpace> | undefined;
  if (!parts) {
    return [
      { kind: 'gone', text: older },
      { kind: 'new', text: newer },
    ];
  }
  return parts.map(({ added, removed, value }) => ({
    kind: added ? 'new' : removed ? 'gone' : 'both',
    text: value,
  }));
}
