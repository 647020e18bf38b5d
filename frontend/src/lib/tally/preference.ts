import type { Row } from './ballots';

/** N[x][y]: ballots that place x strictly above y. Unlisted is below everything listed, and equal among itself. */
export function aboveOf(n: number, rows: readonly Row[]): number[][] {
  const above = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (const { weight, marks } of rows) {
    for (let x = 0; x < n; x++) {
      const own = marks[x]!;
      if (own === 0) continue;
      const line = above[x]!;
      for (let y = 0; y < n; y++) {
        const other = marks[y]!;
        if (other === 0 || own < other) line[y]! += weight;
      }
    }
  }
  return above;
}

/** How many more comparisons each concept wins than it loses, over all ballots. */
export function netOf(above: readonly number[][]): number[] {
  return above.map((line, x) => line.reduce((sum, won, y) => sum + won - above[y]![x]!, 0));
}

/** p[x][y]: strength of the strongest path from x to y, over links that more ballots support than oppose. */
export function pathsOf(above: readonly number[][]): number[][] {
  const n = above.length;
  const paths = above.map((line, x) => line.map((won, y) => (won > above[y]![x]! ? won : 0)));
  for (let i = 0; i < n; i++) {
    const from = paths[i]!;
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      const line = paths[j]!;
      const toMiddle = line[i]!;
      if (toMiddle === 0) continue;
      for (let l = 0; l < n; l++) {
        if (l === i || l === j) continue;
        const way = Math.min(toMiddle, from[l]!);
        if (way > line[l]!) line[l] = way;
      }
    }
  }
  return paths;
}
