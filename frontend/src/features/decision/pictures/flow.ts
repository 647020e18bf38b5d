import type { Result } from '../queries';

/** What a concept is after a stage. */
export type Standing = 'continuing' | 'elected' | 'excluded';

/** A concept's votes after a stage. */
export type Block = { votes: number; standing: Standing; changed: boolean };

/** Votes that moved in a stage; `to` is null where no ballot named a further continuing concept. */
export type Move = { from: string; to: string | null; votes: number };

export type Column = {
  action: 'first' | 'surplus' | 'exclude';
  candidate?: string;
  blocks: Record<string, Block>;
  /** Votes that stand with no concept any more, with what rounding down has left. */
  spent: number;
  moves: Move[];
  elected: string[];
};

const unit = 100_000; // the count is exact to five decimals; sums of them in whole units stay exact
const units = (votes: string | undefined) => Math.round(Number(votes ?? 0) * unit);

/**
 * The count of a single transferable vote as a flow: what each concept stands with after each stage, and what moved where.
 * The figures say totals only; since one concept's ballots move in a stage, every gain has come from it.
 */
export function flowOf(result: Result): Column[] {
  const { stages = [], quota = 0, winners, electable = [] } = result;
  const out = new Set<string>();
  const inside = new Set<string>();
  const all = (result.counted ?? 0) * unit;
  return stages.map(({ action, candidate, totals }, index) => {
    const before = stages[index - 1]?.totals;
    if (action === 'exclude' && candidate) out.add(candidate);
    const elected: string[] = [];
    const last = index === stages.length - 1;
    const blocks: Record<string, Block> = {};
    for (const id of electable) {
      const votes = units(totals[id]);
      const reached = votes >= quota * unit || (last && winners.includes(id));
      if (winners.includes(id) && reached && !inside.has(id)) {
        inside.add(id);
        elected.push(id);
      }
      const standing = out.has(id) ? 'excluded' : inside.has(id) ? 'elected' : 'continuing';
      blocks[id] = { votes: votes / unit, standing, changed: before ? votes !== units(before[id]) : true };
    }
    const spent = all - electable.reduce((sum, id) => sum + units(totals[id]), 0);
    const moves: Move[] = [];
    if (before && candidate) {
      for (const id of electable) {
        const gained = units(totals[id]) - units(before[id]);
        if (id !== candidate && gained > 0) moves.push({ from: candidate, to: id, votes: gained / unit });
      }
      const lost = units(before[candidate]) - units(totals[candidate]);
      const nowhere = lost - moves.reduce((sum, move) => sum + Math.round(move.votes * unit), 0);
      if (nowhere > 0) moves.push({ from: candidate, to: null, votes: nowhere / unit });
    }
    return { action, candidate, blocks, spent: spent / unit, moves, elected };
  });
}

/** Whether a concept came so near the quota that its line has a place above it. */
export const near = (most: number, quota: number) => most * 2 >= quota;

export type Slot = { top: number; height: number };

/** Where each row of the picture lies: high enough for its largest block, for the quota's line, and for its name; null is the row of what
 * stands with no concept any more, if anything does. */
export function slotsOf(
  columns: readonly Column[],
  ids: readonly string[],
  quota: number,
  perVote: number,
  lines: (id: string) => number,
): { slots: Map<string | null, Slot>; height: number } {
  const slots = new Map<string | null, Slot>();
  let top = 0;
  const place = (id: string | null, most: number, text: number) => {
    const height = Math.max(most * perVote + 26, text * 16 + 12);
    slots.set(id, { top, height });
    top += height;
  };
  for (const id of ids) {
    const most = Math.max(...columns.map((column) => column.blocks[id]?.votes ?? 0));
    place(id, near(most, quota) ? Math.max(quota, most) : most, lines(id));
  }
  const spent = Math.max(...columns.map((column) => column.spent));
  if (spent > 0) place(null, spent, 3);
  return { slots, height: top };
}
