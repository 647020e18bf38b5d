import { Fragment, type ReactNode } from 'react';

const mark = /<b>(.*?)<\/b>/gs;

/**
 * Keeps a "<" in somebody's words apart from the marks of a text: values go through it before they go into `t`. (The library's own
 * component for rich texts parses whole HTML and is larger than the pages that need it.)
 */
export function words<T extends Record<string, string | number>>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.replaceAll('<', '\uE000') : value,
    ]),
  ) as T;
}

const plain = (text: string) => text.replaceAll('\uE000', '<');

/** The same text without its marks, for a label. */
export const unmarked = (text: string) => plain(text.replace(/<\/?b>/g, ''));

/** A text with one kind of mark, `<b>…</b>`, shown as `strong` or as what `b` makes of the words. */
export function RichText({ text, b }: { text: string; b?: (words: string) => ReactNode }) {
  return text.split(mark).map((part, index) => (
    // Every second part stood between marks.
    <Fragment key={index}>
      {index % 2 === 0 ? plain(part) : b ? b(plain(part)) : <strong>{plain(part)}</strong>}
    </Fragment>
  ));
}
