/** The five steps of the sentiment scale, worst first. */
export const sentiments = [-2, -1, 0, 1, 2] as const;
export type Sentiment = (typeof sentiments)[number];

/** A sentiment or a mean of them as it is printed: "−2", "+1", "−0.4". */
export function signed(value: number, digits = 0): string {
  const size = Math.abs(value).toFixed(digits);
  if (Number(size) === 0) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}

/** The colour of a sentiment or of a mean of them, as a CSS value. */
export function sentimentColour(value: number): string {
  const step = Math.max(-2, Math.min(2, Math.round(value)));
  return `var(--tk-sent-${step < 0 ? `n${-step}` : step > 0 ? `p${step}` : '0'})`;
}

/** The sentiment that a key from 1 (very bad) to 5 (very good) stands for. */
export function sentimentOfKey(event: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-5]$/.test(event.key)) return undefined;
  return Number(event.key) - 3;
}
