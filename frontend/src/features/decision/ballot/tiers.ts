/** Where a concept lies: 1 first, 2 next, 3 later, 0 not placed. */
export type Tier = 0 | 1 | 2 | 3;

/** The tiers from the top of the board to its foot. */
export const tiers: readonly Tier[] = [1, 2, 3, 0];

/** The concepts that have been placed; who is not in it is not placed. */
export type Placing = Readonly<Record<string, Tier>>;

export function tierOf(placing: Placing, concept: string): Tier {
  return placing[concept] ?? 0;
}

export function place(placing: Placing, concept: string, tier: Tier): Placing {
  const { [concept]: _taken, ...others } = placing;
  return tier === 0 ? others : { ...others, [concept]: tier };
}

/** The next tier towards the top (-1) or the foot (1) of the board; the ends stop. */
export function towards(tier: Tier, direction: -1 | 1): Tier {
  return tiers[tiers.indexOf(tier) + direction] ?? tier;
}

/** The concepts of one tier, in the order in which they lie on the board. */
export function inTier(placing: Placing, order: readonly string[], tier: Tier): string[] {
  return order.filter((concept) => tierOf(placing, concept) === tier);
}

/** The ballot: tiers best first, without the empty ones and without what is not placed. */
export function ranking(placing: Placing, order: readonly string[]): string[][] {
  return tiers
    .filter((tier) => tier !== 0)
    .map((tier) => inTier(placing, order, tier))
    .filter((concepts) => concepts.length > 0);
}

/**
 * An order drawn for one member, so that no concept has the best place on every screen. It depends on the seed only:
 * the member meets the same order on every device.
 */
export function drawnOrder(concepts: readonly string[], seed: string): string[] {
  let state = 2166136261; // FNV-1a over the seed starts the generator
  for (const letter of seed) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16777619);
  const random = () => {
    // mulberry32: small, even enough for an order on a screen, and the same everywhere
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const order = [...concepts].sort();
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1));
    [order[last], order[chosen]] = [order[chosen] as string, order[last] as string];
  }
  return order;
}
