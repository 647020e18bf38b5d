/** Concepts, as numbers 0…n−1, in groups of equals, best first. `compare` is negative where the first is better. */
export function groups(n: number, compare: (a: number, b: number) => number): number[][] {
  const order = Array.from({ length: n }, (_, index) => index).sort((a, b) => compare(a, b) || a - b);
  const result: number[][] = [];
  for (const next of order) {
    const last = result.at(-1);
    if (last && compare(last[0]!, next) === 0) last.push(next);
    else result.push([next]);
  }
  return result;
}

export type Boundary = { elected: number[]; tied: number[]; open: number };

/** Who is in and who is equal at the last seat. Nothing here breaks a tie. */
export function boundary(ranked: readonly number[][], seats: number): Boundary {
  const elected: number[] = [];
  for (const group of ranked) {
    const left = seats - elected.length;
    if (left === 0) break;
    if (group.length > left) return { elected, tied: group, open: left };
    elected.push(...group);
  }
  return { elected, tied: [], open: 0 };
}
