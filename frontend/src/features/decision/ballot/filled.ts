import type { Decision } from '../queries';
import type { Choice, Marks } from './receipt';
import { ranking, type Placing, type Tier } from './tiers';

/** A ballot while it is filled in, whatever its method: each board uses the part it knows. */
export type Filled = {
  /** Tiers (pairwise). */
  placing: Placing;
  /** Ticks (approval). */
  ticks: string[];
  /** The list, best first (stv). */
  ranked: string[];
  /** Stars or dots by concept. */
  points: Record<string, number>;
  /** The voice on an objection. */
  choice: Choice | 'abstain' | null;
};

export const untouched: Filled = { placing: {}, ticks: [], ranked: [], points: {}, choice: null };

/** What a ballot of this round asks for. */
export type Asked = Pick<Decision, 'method' | 'seats' | 'options'>;

/** A member's budget of dots and the most on one concept. */
export function budgetOf({ seats, options }: Pick<Asked, 'seats' | 'options'>): {
  dots: number;
  cap: number;
} {
  const dots = options.dots ?? 2 * seats;
  return { dots, cap: options.cap ?? Math.ceil(dots / 2) };
}

export const total = (points: Record<string, number>) =>
  Object.values(points).reduce((sum, value) => sum + value, 0);

/** The points with one concept's changed; nought is no entry. */
export function withPoints(points: Record<string, number>, concept: string, value: number) {
  const { [concept]: _before, ...others } = points;
  return value > 0 ? { ...others, [concept]: value } : others;
}

export const mostStars = 5;

/** The ballot as it is recorded. */
export function marksOf(method: Decision['method'], filled: Filled, order: readonly string[]): Marks {
  switch (method) {
    case 'pairwise':
      return { ranking: ranking(filled.placing, order) };
    case 'stv':
      return { ranking: filled.ranked.map((concept) => [concept]) };
    case 'approval':
      return { approvals: filled.ticks };
    case 'star':
      return { scores: filled.points };
    case 'dots':
      return { dots: filled.points };
    case 'objection':
      return filled.choice === 'uphold' || filled.choice === 'dismiss'
        ? { choice: filled.choice }
        : { abstain: true };
  }
}

/** Whether nothing has been said yet. */
export function isEmpty(method: Decision['method'], filled: Filled): boolean {
  switch (method) {
    case 'pairwise':
      return Object.keys(filled.placing).length === 0;
    case 'stv':
      return filled.ranked.length === 0;
    case 'approval':
      return filled.ticks.length === 0;
    case 'star':
    case 'dots':
      return total(filled.points) === 0;
    case 'objection':
      return filled.choice === null;
  }
}

/** What was sent, back on the board. */
export function filledOf(method: Decision['method'], marks: Marks): Filled {
  if ('ranking' in marks) {
    if (method === 'stv') return { ...untouched, ranked: marks.ranking.flat() };
    const placing: Record<string, Tier> = {};
    marks.ranking.forEach((tier, index) =>
      tier.forEach((id) => (placing[id] = Math.min(index + 1, 3) as Tier)),
    );
    return { ...untouched, placing };
  }
  if ('approvals' in marks) return { ...untouched, ticks: marks.approvals };
  if ('scores' in marks) return { ...untouched, points: marks.scores };
  if ('dots' in marks) return { ...untouched, points: marks.dots };
  if ('choice' in marks) return { ...untouched, choice: marks.choice };
  return method === 'objection' ? { ...untouched, choice: 'abstain' } : untouched;
}
