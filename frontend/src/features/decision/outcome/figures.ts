import type { Result } from '../queries';

/** One pair of the count: how many placed x above y, how many below, how many as equal. */
export type Pair = { x: string; y: string; above: number; below: number; equal: number };

/** The concepts that were counted, in the order of the count, best first. */
export function counted(result: Result): string[] {
  return result.ranking?.flat() ?? [...result.winners, ...result.tied];
}

/** The figures of a pair; undefined where the count has none (another method, a concept on no ballot). */
export function pairOf(result: Result, x: string, y: string): Pair | undefined {
  const row = result.electable?.indexOf(x) ?? -1;
  const column = result.electable?.indexOf(y) ?? -1;
  const above = result.pairwise?.[row]?.[column];
  const below = result.pairwise?.[column]?.[row];
  if (above === undefined || below === undefined || x === y) return undefined;
  return { x, y, above, below, equal: (result.counted ?? 0) - above - below };
}

/** How clear a pair is, as the colours of the matrix go: 0 not ahead, 1 by 1–2, 2 by 3–4, 3 by 5 or more. */
export function clearness({ above, below }: Pair): 0 | 1 | 2 | 3 {
  const margin = above - below;
  if (margin <= 0) return 0;
  return margin <= 2 ? 1 : margin <= 4 ? 2 : 3;
}

/** One thing the count has to say about the order, with the figures it rests on. */
export type Reason =
  | { kind: 'direct'; pair: Pair; place?: number }
  | { kind: 'indirect'; pair: Pair; place?: number; wins: [number, number]; losses: [number, number] }
  | { kind: 'balance'; pair: Pair; place?: number; net: [number, number] }
  | { kind: 'ticks'; x: string; y: string; place?: number; ticks: [number, number] }
  | { kind: 'equal'; concepts: string[] }
  | { kind: 'left'; x: string; others: number };

function before(result: Result, x: string, y: string, place?: number): Reason | undefined {
  if (result.totals) {
    return { kind: 'ticks', x, y, place, ticks: [result.totals[x] ?? 0, result.totals[y] ?? 0] };
  }
  const pair = pairOf(result, x, y);
  if (!pair) return undefined;
  const wins: [number, number] = [result.wins?.[x] ?? 0, result.wins?.[y] ?? 0];
  const losses: [number, number] = [result.losses?.[x] ?? 0, result.losses?.[y] ?? 0];
  if (wins[0] - losses[0] === wins[1] - losses[1]) {
    return { kind: 'balance', pair, place, net: [result.net?.[x] ?? 0, result.net?.[y] ?? 0] };
  }
  if (pair.above > pair.below) return { kind: 'direct', pair, place };
  return { kind: 'indirect', pair, place, wins, losses };
}

/**
 * Why this and not that: for each of the chosen why it came before the next, for the last place against the first left
 * out, and what becomes of that one. Nothing here is anybody's words; everything is read off the count.
 */
export function reasons(result: Result): Reason[] {
  const groups = result.ranking ?? [];
  const chosen = result.winners.length;
  const told: (Reason | undefined)[] = [];
  let above = 0;
  groups.forEach((group, index) => {
    const next = groups[index + 1]?.[0];
    const first = group[0];
    const aside = above >= chosen && !group.some((concept) => result.tied.includes(concept));
    above += group.length;
    if (aside || first === undefined) return;
    if (group.length > 1) told.push({ kind: 'equal', concepts: group });
    // Of equals any one stands for all: they are equal in wins, defeats and balance, and only pairs could differ.
    if (next !== undefined && group.length === 1 && groups[index + 1]?.length === 1) {
      told.push(before(result, first, next, above === chosen ? above : undefined));
    }
  });
  const out = groups.flat().filter((concept) => !result.winners.includes(concept));
  const firstOut = out[0];
  if (firstOut !== undefined && result.tied.length === 0 && chosen > 0) {
    told.push({ kind: 'left', x: firstOut, others: out.length - 1 });
  }
  return told.filter((reason) => reason !== undefined);
}
