import type { Ballot, Rules } from './types';

/** What is wrong with a ballot. Its sentence is `t('recount:cause.' + code, values)`. */
export type Fault = {
  code: 'unknown' | 'twice' | 'foreign' | 'form' | 'equal' | 'range' | 'budget' | 'weight' | 'choice';
  values?: Record<string, string | number>;
};

/** A ballot nobody may cast: which of them, from 0, and why. */
export class BallotError extends Error {
  constructor(
    readonly index: number,
    readonly fault: Fault,
  ) {
    super(`ballot ${index + 1}: ${fault.code} ${JSON.stringify(fault.values ?? {})}`);
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
function marksOf(ballot: Ballot, rules: Rules, known: ReadonlySet<string>): Map<string, number> | Fault {
  const marks = new Map<string, number>();
  const put = (id: string, mark: number): Fault | undefined => {
    if (!known.has(id)) return { code: 'unknown', values: { id: String(id) } };
    if (marks.has(id)) return { code: 'twice', values: { id } };
    marks.set(id, mark);
    return undefined;
  };
  const want = keyOf[rules.method];
  for (const key of ['ranking', 'approvals', 'scores', 'dots', 'choice'] as const) {
    if (ballot[key] !== undefined && (key !== want || ballot.abstain))
      return { code: 'foreign', values: { key } };
  }
  if (ballot.abstain) return marks;
  const body: unknown = ballot[want];
  if (body === undefined) return marks; // a ballot that says nothing abstains

  if (want === 'ranking' || want === 'approvals') {
    if (!Array.isArray(body)) return { code: 'form', values: { key: want } };
    let tier = 0;
    for (const each of body as unknown[]) {
      if (want === 'ranking' && !Array.isArray(each)) return { code: 'form', values: { key: want } };
      const ids = want === 'ranking' ? (each as string[]) : [each as string];
      if (ids.length === 0) continue;
      if (rules.method === 'stv' && ids.length > 1) return { code: 'equal', values: { id: ids.join(', ') } };
      tier++;
      for (const id of ids) {
        const fault = put(id, want === 'ranking' ? tier : 1);
        if (fault) return fault;
      }
    }
    return marks;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { code: 'form', values: { key: want } };
  const { dots, cap } = budget(rules);
  const most = want === 'scores' ? 5 : cap;
  let spent = 0;
  for (const [id, points] of Object.entries(body as Record<string, number>)) {
    const fault = put(id, points);
    if (fault) return fault;
    if (!Number.isInteger(points) || points < 0 || points > most) {
      return { code: 'range', values: { id, found: String(points), most } };
    }
    spent += points;
  }
  if (want === 'dots' && spent > dots) return { code: 'budget', values: { found: spent, most: dots } };
  return marks;
}

/** Numbers the tiers that are left from 1 on: the gaps that withdrawn concepts leave are closed. */
function closeGaps(marks: number[]): number[] {
  const tiers = [...new Set(marks.filter((mark) => mark > 0))].sort((a, b) => a - b);
  const place = new Map(tiers.map((tier, index) => [tier, index + 1]));
  return marks.map((mark) => place.get(mark) ?? unmarked);
}

/** How many took part: what a ballot says is not looked at. */
export function participantsOf(ballots: readonly Ballot[]): number {
  ballots.forEach(({ weight }, index) => {
    if (!Number.isSafeInteger(weight) || weight < 1)
      throw new BallotError(index, { code: 'weight', values: { found: String(weight) } });
  });
  return ballots.reduce((sum, { weight }) => sum + weight, 0);
}

/** Checks all ballots, deletes what is withdrawn, sets abstentions aside and finds who is electable. */
export function open(rules: Rules, ballots: readonly Ballot[]): Opened {
  const withdrawn = new Set(rules.withdrawn ?? []);
  const standing = rules.candidates.filter((id) => !withdrawn.has(id));
  const known = new Set(rules.candidates);
  const rows: Row[] = [];
  let counted = 0;
  let abstained = 0;
  ballots.forEach((ballot, index) => {
    const marks = marksOf(ballot, rules, known);
    if (!(marks instanceof Map)) throw new BallotError(index, marks);
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
