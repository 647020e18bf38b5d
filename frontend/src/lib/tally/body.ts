import type { Ballot, Json } from './types';

/** The ballot that the body of a record stands for; undefined where it is none of the method's. */
export function ballotOf(method: string, body: Json): Ballot | undefined {
  if (body === 'abstain') return { weight: 1, abstain: true };
  switch (method) {
    case 'pairwise':
    case 'stv': {
      const tiers = Array.isArray(body) && body.every((tier) => Array.isArray(tier) && texts(tier));
      return tiers ? { weight: 1, ranking: body as string[][] } : undefined;
    }
    case 'approval':
      return Array.isArray(body) && texts(body) ? { weight: 1, approvals: body as string[] } : undefined;
    case 'star':
    case 'dots': {
      if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
      if (!Object.values(body).every((points) => typeof points === 'number')) return undefined;
      const points = body as Record<string, number>;
      return method === 'star' ? { weight: 1, scores: points } : { weight: 1, dots: points };
    }
    case 'objection':
      return typeof body === 'string' ? { weight: 1, choice: body } : undefined;
    default:
      return undefined;
  }
}

const texts = (list: readonly Json[]) => list.every((each) => typeof each === 'string');

const sorted = (ids: readonly string[]) => [...ids].sort();

/** The body in its one form: tiers and ticks sorted, nothing empty, no zeros, "abstain" without a mark. */
export function bodyOf(ballot: Ballot): Json {
  const { ranking, approvals, scores, dots, choice } = ballot;
  if (choice !== undefined) return choice;
  const tiers = ranking?.filter((tier) => tier.length > 0).map(sorted);
  if (tiers && tiers.length > 0) return tiers;
  if (approvals && approvals.length > 0) return sorted(approvals);
  const points = Object.entries(scores ?? dots ?? {}).filter(([, many]) => many !== 0);
  return points.length > 0 ? Object.fromEntries(points) : 'abstain';
}
