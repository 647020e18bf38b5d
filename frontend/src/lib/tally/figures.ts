import type { Result } from './types';

/** What a method gives, in numbers 0…n−1 of the electable concepts. */
export type Counted = {
  elected: number[];
  tied: number[];
  /** Seats that the tied are left for. */
  open: number;
  tie: boolean;
  figures: Partial<Result>;
};

/** A table with one entry for each electable concept. */
export const table = <T>(electable: readonly string[], values: readonly T[]): Record<string, T> =>
  Object.fromEntries(electable.map((id, index) => [id, values[index]!]));
