import { BallotError } from './ballots';
import type { Ballot, Judgement, Judging } from './types';

const choices = {
  consent: ['agree', 'abstain', 'disagree', 'block'],
  objection: ['uphold', 'dismiss', 'abstain'],
} as const;

/** Counts named votes: the panel's consent to a shortlist, or what it thinks of an objection. */
export function judge(method: Judging, ballots: readonly Ballot[], quorum = 0): Judgement {
  const counts: Record<string, number> = Object.fromEntries(choices[method].map((choice) => [choice, 0]));
  ballots.forEach((ballot, index) => {
    const { weight, choice, abstain } = ballot;
    const foreign = (['ranking', 'approvals', 'scores', 'dots'] as const).find(
      (key) => ballot[key] !== undefined,
    );
    if (foreign || (abstain && choice !== undefined))
      throw new BallotError(index, { code: 'foreign', values: { key: foreign ?? 'choice' } });
    const said = abstain ? 'abstain' : (choice ?? 'abstain'); // who says nothing abstains
    if (!Object.hasOwn(counts, said))
      throw new BallotError(index, { code: 'choice', values: { found: said } });
    if (!Number.isSafeInteger(weight) || weight < 1)
      throw new BallotError(index, { code: 'weight', values: { found: String(weight) } });
    counts[said]! += weight;
  });
  const participants = Object.values(counts).reduce((sum, many) => sum + many, 0);
  const of = (choice: string) => counts[choice] ?? 0;
  const status = (): Judgement['status'] => {
    if (participants < quorum) return 'inquorate';
    if (method === 'consent') {
      if (of('block') > 0) return 'objections';
      return of('agree') > of('disagree') ? 'adopted' : 'not_adopted';
    }
    const voting = of('uphold') + of('dismiss');
    return voting > 0 && 3 * of('dismiss') >= 2 * voting ? 'dismissed' : 'upheld';
  };
  return { counts, participants, status: status() };
}
