import type { Result } from '../queries';

/** One comparison on the way: how many placed the concept before it above the one after it. Alone it has none to be
 * weaker than. */
export type Link = { from: string; to: string; votes: number; weakest: boolean };

/** The strongest path between two concepts; strength 0 and no links where there is none. */
export type Path = { from: string; to: string; strength: number; links: Link[] };

/**
 * The strongest path as a line of stations. The count publishes its strength; the way is any that never goes below it, and
 * the shortest of these is the one to show. Where two are as short, the order of the count decides, so that it stays the same.
 */
export function pathOf(result: Result, from: string, to: string): Path {
  const { electable = [], pairwise = [], paths = [] } = result;
  const none: Path = { from, to, strength: 0, links: [] };
  const [start, end] = [electable.indexOf(from), electable.indexOf(to)];
  const strength = paths[start]?.[end] ?? 0;
  if (start < 0 || end < 0 || start === end || strength === 0) return none;
  const won = (x: number, y: number) => {
    const [above, below] = [pairwise[x]?.[y] ?? 0, pairwise[y]?.[x] ?? 0];
    return above > below ? above : 0;
  };
  const before = new Map<number, number>([[start, start]]);
  const queue = [start];
  for (let next = queue.shift(); next !== undefined && !before.has(end); next = queue.shift()) {
    for (let y = 0; y < electable.length; y++) {
      if (before.has(y) || won(next, y) < strength) continue;
      before.set(y, next);
      queue.push(y);
    }
  }
  if (!before.has(end)) return none;
  const way = [end];
  while (way[0] !== start) way.unshift(before.get(way[0]!)!);
  const links = way.slice(1).map((y, index) => ({
    from: electable[way[index]!]!,
    to: electable[y]!,
    votes: won(way[index]!, y),
    weakest: way.length > 2 && won(way[index]!, y) === strength,
  }));
  return { from, to, strength, links };
}
