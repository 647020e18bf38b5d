import type { Result } from './types';

/** The winners of a count in its order: by ranking, by the seat STAR filled, by the stage STV elected them at. Equals
 * keep the order of the candidates; where STAR has no rounds, points decide. */
export function inOrder(result: Result, candidates: readonly string[]): string[] {
  const winners = new Set(result.winners);
  const place = new Map(candidates.map((id, index) => [id, index]));
  const byPlace = (ids: readonly string[]) =>
    [...ids].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  const { ranking, elected_groups: groups, rounds, totals } = result;
  const ordered = rounds
    ? rounds.map((round) => round.winner)
    : (ranking ?? groups)
      ? (ranking ?? groups ?? []).flatMap(byPlace)
      : byPlace(result.winners).sort((a, b) => (totals?.[b] ?? 0) - (totals?.[a] ?? 0));
  const chosen = ordered.filter((id) => winners.has(id));
  return [...chosen, ...byPlace(result.winners.filter((id) => !chosen.includes(id)))];
}

/** A further round, as far as the way to the shortlist needs it. */
export type Further = {
  candidates: readonly string[];
  seats: number;
  inquorate: boolean;
  /** Counts its ballots again, without what is withdrawn, for so many seats. */
  count: (withdrawn: readonly string[], seats: number) => Result;
};

/** How far the seats are filled. */
export type Filled = {
  chosen: string[];
  /** Equal for the seats that are open. */
  tied: string[];
  open: number;
};

/** The count of the ballots, then the second round over what split the panel. */
export function afterCount(
  result: Result,
  rules: { seats: number; candidates: readonly string[] },
  withdrawn: readonly string[],
  second: Further | undefined,
): Filled {
  if (!second || second.inquorate || result.status === 'inquorate') {
    return { chosen: inOrder(result, rules.candidates), tied: result.tied, open: result.open_seats };
  }
  const split = new Set(second.candidates);
  const standing = inOrder(result, rules.candidates).filter((id) => !split.has(id));
  const left = rules.seats - standing.length;
  if (left <= 0) return { chosen: standing, tied: [], open: 0 };
  const again = second.count(
    withdrawn.filter((id) => split.has(id)),
    left,
  );
  return {
    chosen: [...standing, ...inOrder(again, second.candidates)],
    tied: again.tied,
    open: again.open_seats,
  };
}

/** The run-off over the tied: what it leaves open is drawn, among those the result names. */
export function afterRunoff({ chosen, tied, open }: Filled, runoff: Further): Filled {
  if (runoff.inquorate) return { chosen, tied, open };
  const result = runoff.count([], open);
  const won = inOrder(result, runoff.candidates);
  const left = open - won.length;
  if (left <= 0) return { chosen: [...chosen, ...won], tied: [], open: 0 };
  const equal = result.tied.length > 0 ? result.tied : tied.filter((id) => !won.includes(id));
  return { chosen: [...chosen, ...won], tied: equal, open: left };
}
