import type { Ballot, Rules } from './types';

/** A ballot nobody may cast: which of them (from 0), and what is wrong with it. */
export class BallotError extends Error {
  constructor(
    readonly index: number,
    readonly reason: string,
  ) {
    super(`ballot ${index + 1}: ${reason}`);
    this.name = 'BallotError';
  }
}

/** The mark of a concept that the ballot leaves out. */
const unmarked = 0;

/** One ballot as a row of numbers, one for each electable concept: the tier (1 is best), 1 for a tick, points or dots;
 * 0 is unmarked. */
export type Row = { weight: number; marks: number[] };

/** What every method starts from: the counted ballots over the electable concepts. */
export type Opened = {
  participants: number;
  counted: number;
  abstained: number;
  electable: string[];
  rows: Row[];
};

/** Dots a person may spend, and the most of them on one concept. */
export function budget(rules: Rules): { dots: number; cap: number } {
  const dots = rules.dots ?? 2 * rules.seats;
  return { dots, cap: rules.cap ?? Math.ceil(dots / 2) };
}

const keyOf = {
  pairwise: 'ranking',
  stv: 'ranking',
  approval: 'approvals',
  star: 'scores',
  dots: 'dots',
} as const;

/** Reads one ballot into marks by concept, or says what makes it invalid. */
function marksOf(ballot: Ballot, rules: Rules): Map<string, number> | string {
  const marks = new Map<string, number>();
  const known = new Set(rules.candidates);
  const put = (id: string, mark: number): string | undefined => {
    if (typeof id !== 'string' || !known.has(id)) return `"${id}" is not on the ballot`;
    if (marks.has(id)) return `"${id}" is listed twice`;
    marks.set(id, mark);
    return undefined;
  };
  const want = keyOf[rules.method];
  for (const key of ['ranking', 'approvals', 'scores', 'dots', 'choice'] as const) {
    if (ballot[key] !== undefined && (key !== want || ballot.abstain)) return `${key} does not belong here`;
  }
  if (ballot.abstain) return marks;
  const body = ballot[want];
  if (body === undefined) return `${want} is missing`;

  if (want === 'ranking') {
    if (!Array.isArray(body)) return 'ranking is no list';
    let tier = 0;
    for (const ids of body as unknown[]) {
      if (!Array.isArray(ids)) return 'a tier is no list';
      if (ids.length === 0) continue;
      if (rules.method === 'stv' && ids.length > 1) return 'equal ranks';
      tier++;
      for (const id of ids as string[]) {
        const fault = put(id, tier);
        if (fault) return fault;
      }
    }
    return marks;
  }
  if (want === 'approvals') {
    if (!Array.isArray(body)) return 'approvals is no list';
    for (const id of body as string[]) {
      const fault = put(id, 1);
      if (fault) return fault;
    }
    return marks;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return `${want} is no table`;
  const { dots, cap } = budget(rules);
  const most = want === 'scores' ? 5 : cap;
  let spent = 0;
  for (const [id, points] of Object.entries(body)) {
    if (!Number.isInteger(points) || points < 0 || points > most)
      return `"${id}" has ${points} of at most ${most}`;
    const fault = put(id, points);
    if (fault) return fault;
    spent += points;
  }
  if (want === 'dots' && spent > dots) return `${spent} dots of ${dots}`;
  return marks;
}

/** Numbers the tiers that are left from 1 on: the gaps that withdrawn concepts leave are closed. */
function closeGaps(marks: number[]): number[] {
  const tiers = [...new Set(marks.filter((mark) => mark > 0))].sort((a, b) => a - b);
  const place = new Map(tiers.map((tier, index) => [tier, index + 1]));
  return marks.map((mark) => place.get(mark) ?? unmarked);
}

/** Checks all ballots, deletes what is withdrawn, sets abstentions aside and finds who is electable. */
export function open(rules: Rules, ballots: readonly Ballot[]): Opened {
  const withdrawn = new Set(rules.withdrawn ?? []);
  const standing = rules.candidates.filter((id) => !withdrawn.has(id));
  const rows: Row[] = [];
  let counted = 0;
  let abstained = 0;
  ballots.forEach((ballot, index) => {
    if (!Number.isSafeInteger(ballot.weight) || ballot.weight < 1) {
      throw new BallotError(index, 'weight is no positive whole number');
    }
    const marks = marksOf(ballot, rules);
    if (typeof marks === 'string') throw new BallotError(index, marks);
    const row = standing.map((id) => marks.get(id) ?? unmarked);
    if (row.every((mark) => mark === unmarked)) abstained += ballot.weight;
    else {
      counted += ballot.weight;
      rows.push({ weight: ballot.weight, marks: row });
    }
  });
  const marked = standing.map((_, index) => rows.some((row) => row.marks[index] !== unmarked));
  const keep = <T>(_: T, index: number) => marked[index] === true;
  const ranked = keyOf[rules.method] === 'ranking';
  return {
    participants: counted + abstained,
    counted,
    abstained,
    electable: standing.filter(keep),
    rows: rows.map(({ weight, marks }) => {
      const left = marks.filter(keep);
      return { weight, marks: ranked ? closeGaps(left) : left };
    }),
  };
}
