import { BallotError, budget, open } from './ballots';
import { ballotOf, bodyOf } from './body';
import { readBlt } from './blt';
import { canon } from './canon';
import { readCsv } from './csv';
import { FileError } from './fileError';
import { lotteryOf, lotterySeed, receiptOf } from './hash';
import { count, inquorate } from './count';
import { judge } from './judgement';
import { Reader } from './reader';
import type {
  Ballot,
  CastBallot,
  Difference,
  Json,
  Judgement,
  Method,
  Result,
  RoundRecount,
  Rules,
} from './types';
import { textOf } from './zip';

/** Thrown by a check, caught by the step it belongs to. */
export class Unequal extends Error {
  constructor(readonly difference: Difference) {
    super(`${difference.file}: ${difference.figure}`);
    this.name = 'Unequal';
  }
}

const kinds = ['main', 'second', 'runoff', 'objection'] as const;
const methods = ['pairwise', 'approval', 'star', 'dots', 'stv'];

/** A round as the record states it, before anything of it is believed. */
export class StatedRound {
  readonly file: string;
  readonly id: string;
  readonly kind: (typeof kinds)[number];
  readonly config: Json;
  readonly method: string;
  readonly seats: number;
  readonly quorum: number;
  readonly candidates: string[];
  readonly panel: string[];
  readonly names: Record<string, string>;
  readonly stated: Record<'config_hash' | 'commitment' | 'server_seed' | 'root' | 'chain_head', string>;
  readonly beacon: string;
  readonly participants: number;
  readonly children: { id: string; kind: string }[];
  readonly events: Reader[];
  readonly rules: Rules;

  constructor(
    private readonly files: ReadonlyMap<string, Uint8Array>,
    readonly folder: string,
  ) {
    this.file = `${folder}round.json`;
    const round = Reader.parse(this.file, this.text('round.json'));
    if (round.at('format').text() !== 'talkoot-record/1') {
      throw new FileError('shape', { file: this.file, figure: 'format' });
    }
    this.id = round.at('id').id();
    const kind = kinds.find((each) => each === round.at('kind').text());
    if (!kind) throw new FileError('shape', { file: this.file, figure: 'kind' });
    this.kind = kind;

    const config = round.at('config');
    this.config = config.json();
    this.method = config.at('method').text();
    if (!methods.includes(this.method) && this.method !== 'objection') {
      throw new FileError('shape', { file: this.file, figure: 'config.method' });
    }
    this.seats = config.at('seats').whole();
    this.quorum = config.at('quorum').whole();
    this.candidates = config.at('candidates').ids();
    this.panel = config.at('panel').ids();
    this.names = Object.fromEntries(
      (config.maybe('names', (names) => names.entries()) ?? []).map(([id, name]) => [id, name.text()]),
    );
    const options = config.maybe('options', (reader) => reader);
    const rules: Rules = {
      method: this.method as Method,
      seats: this.seats,
      candidates: this.candidates,
      quorum: this.quorum,
      dots: options?.maybe('dots', (dots) => dots.whole()) || undefined,
      cap: options?.maybe('cap', (cap) => cap.whole()) || undefined,
      onTie: options?.maybe('on_tie', (onTie) => onTie.text()) === 'expand' ? 'expand' : undefined,
    };
    // A budget is what the round was opened with, also where its ballots are counted for fewer seats.
    this.rules = { ...rules, ...budget(rules) };

    this.stated = {
      config_hash: round.at('config_hash').hex(32),
      commitment: round.at('commitment').hex(32),
      server_seed: round.at('server_seed').hex(32),
      root: round.at('root').hex(32),
      chain_head: round.at('chain_head').hex(32),
    };
    this.beacon = round.maybe('beacon', (beacon) => beacon.hex()) ?? '';
    this.participants = round.at('participants').whole();
    this.children = (round.maybe('rounds', (rounds) => rounds.list()) ?? []).map((child) => ({
      id: child.at('id').id(),
      kind: child.at('kind').text(),
    }));
    this.events = round.at('events').list();
  }

  /** Enough took part for the ballots to be opened. */
  get opened(): boolean {
    return this.participants >= this.quorum;
  }

  has(name: string): boolean {
    return this.files.has(this.folder + name);
  }

  text(name: string): string {
    const file = this.folder + name;
    const bytes = this.files.get(file);
    if (!bytes) throw new FileError('missing', { file });
    return textOf(bytes, file);
  }

  /** A figure of `round.json` that is not as reckoned. */
  differs(figure: string, expected: string, found: string, name = 'round.json'): never {
    throw new Unequal({ file: this.folder + name, figure, expected, found });
  }
}

/** A round with its ballots, read from the file and checked one by one. */
export class CastRound {
  constructor(
    readonly stated: StatedRound,
    readonly cast: readonly CastBallot[],
    readonly ballots: readonly Ballot[],
    private readonly lotteryOrder: readonly string[],
    readonly hashes: { config: string; root: string },
  ) {}

  get candidates() {
    return this.stated.candidates;
  }

  get seats() {
    return this.stated.seats;
  }

  get inquorate() {
    return !this.stated.opened;
  }

  /** Counts the ballots without what is withdrawn. */
  count(withdrawn: readonly string[] = [], seats = this.stated.seats): Result {
    if (this.inquorate) return inquorate(this.stated.participants);
    return count({ ...this.stated.rules, seats, withdrawn, lotteryOrder: this.lotteryOrder }, this.ballots);
  }

  judge(): Judgement {
    const { participants, quorum } = this.stated;
    const judgement = judge('objection', this.ballots, quorum);
    return this.inquorate ? { ...judgement, participants } : judgement;
  }

  /** Seed of the round's lottery. */
  lotterySeed() {
    return lotterySeed(
      this.hashes.config,
      this.stated.stated.server_seed,
      this.hashes.root,
      this.stated.beacon,
    );
  }

  summary(): RoundRecount {
    const { id, kind, method, seats, candidates, names, participants, stated } = this.stated;
    return {
      id,
      kind,
      method,
      seats,
      candidates,
      names,
      participants,
      root: this.hashes.root,
      chainHead: stated.chain_head,
      ballots: [...this.cast],
      counts: [],
      lotteries: [],
    };
  }
}

/** Reads the ballots of a round: each a canonical record, in the order of receipts, valid by the round's rules. */
export async function readBallots(round: StatedRound): Promise<{ cast: CastBallot[]; ballots: Ballot[] }> {
  const file = `${round.folder}ballots.jsonl`;
  const text = round.text('ballots.jsonl');
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  if (!round.opened && lines.length > 0) {
    throw new Unequal({
      file,
      figure: 'ballots',
      expected: '0',
      found: String(lines.length),
      reason: 'ballots',
    });
  }
  const cast: CastBallot[] = [];
  const ballots: Ballot[] = [];
  for (const [index, line] of lines.entries()) {
    const figure = `${index + 1}`;
    const refuse = (reason: Difference['reason'], expected = '', found = '', values = {}): never => {
      throw new Unequal({ file, figure, expected, found, reason, values: { line: index + 1, ...values } });
    };
    let record: Json;
    try {
      record = JSON.parse(line) as Json;
    } catch {
      throw new FileError('json', { file: `${file}:${index + 1}` });
    }
    let written = '';
    try {
      written = canon(record);
    } catch {
      refuse('canon');
    }
    if (written !== line) refuse('canon', written, line);
    const { b, m, n, r, v, ...rest } = record as Record<string, Json>;
    if (Object.keys(rest).length > 0 || v !== 1)
      refuse('unknown', 'b m n r v=1', Object.keys(record as object).join(' '));
    if (r !== round.id) refuse('round', round.id, String(r));
    if (m !== round.method) refuse('round', round.method, String(m));
    if (typeof n !== 'string' || !/^[0-9a-f]{32}$/.test(n)) refuse('hex', '', String(n));
    const ballot = b === undefined ? undefined : ballotOf(round.method, b);
    if (!ballot) return refuse('ballot', '', JSON.stringify(b));
    if (canon(bodyOf(ballot)) !== canon(b!)) refuse('canon', canon(bodyOf(ballot)), canon(b!));
    try {
      if (round.method === 'objection') judge('objection', [ballot]);
      else open(round.rules, [ballot]);
    } catch (error) {
      if (error instanceof BallotError)
        refuse('ballot', '', canon(b!), { cause: error.fault.code, ...error.fault.values });
      throw error;
    }
    const receipt = await receiptOf(line);
    const before = cast.at(-1)?.receipt;
    if (before !== undefined && before >= receipt) refuse('order', `> ${before}`, receipt);
    cast.push({ receipt, record: { b: b!, m: round.method, n: n as string, r: round.id, v: 1 } });
    ballots.push(ballot);
  }
  return { cast, ballots };
}

/** The lots of a count by `stv` are in the order of the round's own lottery. */
export async function lotteryOrderOf(round: StatedRound, config: string, root: string): Promise<string[]> {
  if (round.method !== 'stv') return [];
  const seed = await lotterySeed(config, round.stated.server_seed, root, round.beacon);
  return (await lotteryOf(seed, round.candidates)).order;
}

const bodyText = (ballot: Ballot) => canon(bodyOf(ballot));

/** The table says the same as the records. */
export function checkCsv(round: StatedRound, ballots: readonly Ballot[]): number {
  const file = `${round.folder}ballots.csv`;
  const table = readOther(file, () =>
    readCsv(round.text('ballots.csv'), round.method as Method | 'objection'),
  );
  const columns = [...table.candidates].sort().join();
  const wanted = round.method === 'objection' ? 'choice' : [...round.candidates].sort().join();
  if (columns !== wanted)
    throw new Unequal({ file, figure: '1', expected: wanted, found: columns, reason: 'candidates' });
  if (table.ballots.length !== ballots.length) {
    throw new Unequal({
      file,
      figure: 'ballots',
      expected: String(ballots.length),
      found: String(table.ballots.length),
    });
  }
  for (const [index, ballot] of ballots.entries()) {
    const there = table.ballots[index]!;
    const [expected, found] = [bodyText(ballot), bodyText(there)];
    if (expected !== found || there.weight !== 1) {
      throw new Unequal({
        file,
        figure: `${table.lines[index]}`,
        expected,
        found,
        values: { line: table.lines[index]! },
      });
    }
  }
  return ballots.length;
}

/** The file for other counting programs says the same as the records: every ballot as often, abstentions left out. */
export function checkBlt(round: StatedRound, ballots: readonly Ballot[]): void {
  const file = `${round.folder}ballots.blt`;
  const blt = readOther(file, () => readBlt(round.text('ballots.blt')));
  if (blt.seats !== round.seats) {
    throw new Unequal({ file, figure: 'seats', expected: String(round.seats), found: String(blt.seats) });
  }
  const [named, wanted] = [[...blt.candidates].sort().join(), [...round.candidates].sort().join()];
  if (named !== wanted)
    throw new Unequal({ file, figure: 'names', expected: wanted, found: named, reason: 'candidates' });
  const tallied = (list: readonly Ballot[]) => {
    const sums = new Map<string, number>();
    for (const ballot of list) {
      const text = bodyText(ballot);
      if (text !== '"abstain"') sums.set(text, (sums.get(text) ?? 0) + ballot.weight);
    }
    return sums;
  };
  const [mine, theirs] = [tallied(ballots), tallied(blt.ballots)];
  for (const text of [...new Set([...mine.keys(), ...theirs.keys()])].sort()) {
    const [expected, found] = [mine.get(text) ?? 0, theirs.get(text) ?? 0];
    if (expected !== found) {
      throw new Unequal({ file, figure: text, expected: String(expected), found: String(found) });
    }
  }
}

function readOther<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FileError) throw new FileError(error.reason, { file, ...error.values });
    throw error;
  }
}
