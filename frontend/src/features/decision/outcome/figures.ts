import type { Result } from '../queries';

/** One pair of the count: how many placed x above y, how many below, how many as equal. */
export type Pair = { x: string; y: string; above: number; below: number; equal: number };

/** The concepts that were counted, in the order of the count, best first. */
export function counted(result: Result): string[] {
  if (result.ranking) return result.ranking.flat();
  const rest = (result.electable ?? []).filter((id) => !result.winners.includes(id));
  if (result.stages) {
    // Who stayed longest comes first; among those who left at the same stage, who had more.
    const left = (id: string) => result.stages!.findIndex((stage) => stage.candidate === id);
    const stayed = (id: string) => (left(id) < 0 ? Infinity : left(id));
    return [
      ...result.winners,
      ...rest.sort((a, b) => stayed(b) - stayed(a) || votes(result, b) - votes(result, a)),
    ];
  }
  const total = (id: string) => result.totals?.[id] ?? 0;
  return [...result.winners, ...rest.sort((a, b) => total(b) - total(a))];
}

/** The votes a concept stands with at the end of a transferable count. */
function votes(result: Result, id: string): number {
  return Number(result.stages?.at(-1)?.totals[id] ?? 0);
}

/** The concepts chosen in the end, or by the count as long as more is to come. */
export function chosenOf(result: Result): string[] {
  return result.shortlist.length > 0 ? result.shortlist : result.winners;
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
  | { kind: 'total'; x: string; y: string; place?: number; totals: [number, number] }
  | { kind: 'seat'; x: string; y: string; place: number; votes: [number, number]; totals: [number, number] }
  | { kind: 'quota'; x: string; place: number; stage: number; votes: string; quota: number }
  | { kind: 'remained'; x: string; place: number; votes: string }
  | { kind: 'excluded'; x: string; stage: number; votes: string }
  | { kind: 'final'; x: string; y: string; votes: [number, number] }
  | { kind: 'short'; x: string }
  | { kind: 'second' | 'runoff'; x: string; place: number }
  | { kind: 'lottery'; x: string; place: number; among: number }
  | { kind: 'equal'; concepts: string[] }
  | { kind: 'left'; x: string; others: number };

function before(result: Result, x: string, y: string, place?: number): Reason | undefined {
  if (result.totals) {
    return { kind: 'total', x, y, place, totals: [result.totals[x] ?? 0, result.totals[y] ?? 0] };
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

/** For each of the chosen why it came before the next, from a count that ranks (pairwise, approval, dots). */
function ranked(result: Result): Reason[] {
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
  return told.filter((reason) => reason !== undefined);
}

/** STAR: the run-off of each seat, and the one that the first left out has lost. */
function starred(result: Result): Reason[] {
  const total = (id: string) => result.totals?.[id] ?? 0;
  return (result.rounds ?? []).map(({ winner, runner_up, for: votes, against }, index) => ({
    kind: 'seat',
    x: winner,
    y: runner_up,
    place: index + 1,
    votes: [votes, against],
    totals: [total(winner), total(runner_up)],
  }));
}

/** A number of votes as it is read: no zeros after the last digit that says something, at most two digits. */
export function shortVotes(votes: string | number): string {
  const number = Number(votes);
  return Number.isInteger(number) ? String(number) : number.toFixed(2).replace(/0$/, '');
}

/** Single transferable vote: at which stage each reached the quota, or stayed while others left. */
function transferred(result: Result): Reason[] {
  const { stages = [], quota = 0 } = result;
  return result.winners.map((x, index): Reason => {
    const stage = stages.findIndex(({ totals }) => Number(totals[x] ?? 0) >= quota);
    const at = stages[stage];
    if (at) {
      return {
        kind: 'quota',
        x,
        place: index + 1,
        stage: stage + 1,
        votes: shortVotes(at.totals[x] ?? '0'),
        quota,
      };
    }
    return { kind: 'remained', x, place: index + 1, votes: shortVotes(stages.at(-1)?.totals[x] ?? '0') };
  });
}

/** Why the first concept left out was: what the method has to say of it. */
function leftOut(result: Result, x: string): Reason | undefined {
  const last = result.rounds?.at(-1);
  if (last?.runner_up === x) return { kind: 'final', x, y: last.winner, votes: [last.against, last.for] };
  if (result.rounds) return { kind: 'short', x };
  const { stages } = result;
  if (!stages) return undefined;
  const stage = stages.findIndex(({ action, candidate }) => action === 'exclude' && candidate === x);
  const held = stages[stage - 1];
  if (held) return { kind: 'excluded', x, stage: stage + 1, votes: shortVotes(held.totals[x] ?? '0') };
  return undefined;
}

/**
 * Why this and not that: for each of the chosen why it came before the next, for the last place against the first left
 * out, and what becomes of that one. Nothing here is anybody's words; everything is read off the count.
 */
export function reasons(result: Result): Reason[] {
  if (!result.electable) return [];
  const chosen = chosenOf(result);
  const told = result.stages ? transferred(result) : result.rounds ? starred(result) : ranked(result);
  // What a later step has decided is told by that step.
  const about = (reason: Reason) =>
    'pair' in reason ? reason.pair.x : 'x' in reason ? reason.x : reason.concepts[0]!;
  const stands = told.filter((reason) => reason.kind === 'equal' || chosen.includes(about(reason)));
  for (const step of result.path) {
    if (step.kind === 'count') continue;
    for (const x of step.winners) {
      const place = chosen.indexOf(x) + 1;
      if (place === 0) continue;
      stands.push(
        step.kind === 'lottery'
          ? { kind: 'lottery', x, place, among: Object.keys(step.tickets ?? {}).length }
          : { kind: step.kind, x, place },
      );
    }
  }
  const out = counted(result).filter((concept) => !chosen.includes(concept));
  const firstOut = out[0];
  const open = result.tied.length > 0 && result.shortlist.length === 0;
  if (firstOut !== undefined && !open && chosen.length > 0) {
    const why = leftOut(result, firstOut);
    if (why) stands.push(why);
    stands.push({ kind: 'left', x: firstOut, others: out.length - 1 });
  }
  return stands;
}

/** The step that gave a concept its place: the last that names it. */
export function stepOf(result: Result, concept: string): Result['path'][number] | undefined {
  return result.path.findLast((step) => step.winners.includes(concept));
}

/** How a panel stands to a concept: from 500 thousandths on it is split. */
export function standing(disagreement: number): 'split' | 'mostly' | 'one' {
  if (disagreement >= 500) return 'split';
  return disagreement >= 200 ? 'mostly' : 'one';
}
