// Records made for tests: consistent ones, from which a test changes one thing. The server writes the real ones.
import { strToU8, zipSync } from 'fflate';
import { ballotOf, bodyOf } from './body';
import { canon } from './canon';
import { count, inquorate } from './count';
import { chainOf, commitmentOf, configHash, lotteryOf, lotterySeed, receiptOf, rootOf } from './hash';
import { judge } from './judgement';
import { inOrder } from './shortlist';
import type { Ballot, Json, Judgement, Method, Result, Rules } from './types';

type Kind = 'main' | 'second' | 'runoff' | 'objection';

type Given = {
  id: string;
  kind?: Kind;
  method: Method | 'objection';
  seats: number;
  candidates: string[];
  panel: string[];
  quorum: number;
  ballots: Ballot[];
  options?: { dots?: number; cap?: number; on_tie?: 'expand' };
};

export type Files = Record<string, string>;

const hexOf = (text: string, bytes: number) =>
  [...text.padEnd(bytes, '.')]
    .slice(0, bytes)
    .map((sign) => sign.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('');

/** One round with its ballots, opened, closed and counted; what follows is put behind it event by event. */
export class RoundFixture {
  readonly events: Json[] = [];
  readonly children: RoundFixture[] = [];
  readonly counts: Json[] = [];
  config!: Json;
  configHash!: string;
  root!: string;
  records: string[] = [];
  seed: string;
  state = 'closed';
  shortlist: string[] = [];
  head = '';

  private constructor(readonly given: Given) {
    this.seed = hexOf(`seed of ${given.id}`, 32);
  }

  static async open(given: Given): Promise<RoundFixture> {
    const round = new RoundFixture(given);
    const { id, method, seats, candidates, panel, quorum, ballots, options = {} } = given;
    const names = Object.fromEntries(candidates.map((each) => [each, `Concept ${each}`]));
    round.config = { v: 1, round: id, method, options, seats, candidates, panel, quorum, names };
    round.configHash = await configHash(round.config);
    const opened = ballots.length >= quorum;
    const records = ballots.map((ballot, index) =>
      canon({ b: bodyOf(ballot), m: method, n: hexOf(`${index} in ${id}`, 16), r: id, v: 1 }),
    );
    const cast = await Promise.all(
      records.map(async (record) => ({ record, receipt: await receiptOf(record) })),
    );
    cast.sort((a, b) => (a.receipt < b.receipt ? -1 : 1));
    round.records = opened ? cast.map(({ record }) => record) : [];
    round.root = await rootOf(cast.map(({ receipt }) => receipt));
    round.events.push(
      { e: 'opened', config: round.configHash, commitment: await commitmentOf(round.seed) },
      { e: 'closed', participants: ballots.length, root: round.root },
      { e: 'seed', server_seed: round.seed },
    );
    return round;
  }

  get ballots(): Ballot[] {
    return this.records.map((record) => ballotOf(this.given.method, (JSON.parse(record) as { b: Json }).b)!);
  }

  lottery = async () =>
    lotteryOf(await lotterySeed(this.configHash, this.seed, this.root, ''), this.given.candidates);

  /** Counts the ballots and writes the event. */
  async count(cycle = 1, withdrawn: string[] = []): Promise<Result> {
    const { method, seats, candidates, quorum, ballots, options } = this.given;
    const rules: Rules = {
      method: method as Method,
      seats,
      candidates,
      quorum,
      withdrawn,
      dots: options?.dots,
      cap: options?.cap,
      onTie: options?.on_tie,
      lotteryOrder: method === 'stv' ? (await this.lottery()).order : undefined,
    };
    const result = ballots.length < quorum ? inquorate(ballots.length) : count(rules, this.ballots);
    this.add(cycle, withdrawn, result, inOrder(result, candidates));
    return result;
  }

  judge(): Judgement {
    // Below the quorum no ballot is opened: only how many took part is known.
    const judged = {
      ...judge('objection', this.ballots, this.given.quorum),
      participants: this.given.ballots.length,
    };
    this.add(1, [], judged, []);
    return judged;
  }

  private add(cycle: number, withdrawn: string[], result: Result | Judgement, shortlist: string[]) {
    const told = result as unknown as Json;
    this.events.push({ e: 'result', cycle, withdrawn, result: told });
    this.counts.push({ cycle, withdrawn, result: told, shortlist });
  }

  async end(): Promise<string> {
    this.head = await chainOf(this.events);
    return this.head;
  }

  files(folder = ''): Files {
    const { id, kind = 'main', method, seats, candidates, ballots } = this.given;
    const opened: Json = this.events[0]!;
    const round: Json = {
      format: 'talkoot-record/1',
      id,
      kind,
      config: this.config,
      config_hash: this.configHash,
      commitment: (opened as Record<string, Json>).commitment!,
      server_seed: this.seed,
      beacon: '',
      participants: ballots.length,
      root: this.root,
      rounds: this.children.map((child) => ({ id: child.given.id, kind: child.given.kind! })),
      events: this.events,
      chain_head: this.head,
    };
    const result: Json = {
      format: 'talkoot-result/1',
      state: this.state,
      shortlist: this.shortlist,
      counts: this.counts,
    };
    const lines = this.ballots.map((ballot, index) => {
      const cell = (concept: string) => {
        const tier = ballot.ranking?.findIndex((ids) => ids.includes(concept)) ?? -1;
        if (tier >= 0) return tier + 1;
        if (ballot.approvals?.includes(concept)) return 1;
        return ballot.scores?.[concept] ?? ballot.dots?.[concept] ?? '';
      };
      return [
        index + 1,
        1,
        ...(method === 'objection' ? [ballot.choice ?? ''] : candidates.map(cell)),
      ].join();
    });
    const header = ['ballot', 'weight', ...(method === 'objection' ? ['choice'] : candidates)].join();
    const number = (concept: string) => candidates.indexOf(concept) + 1;
    const merged = new Map<string, number>();
    for (const { ranking, weight } of this.ballots) {
      if (!ranking) continue;
      const paper = ranking.map((tier) => tier.map(number).sort().join('=')).join(' ');
      merged.set(paper, (merged.get(paper) ?? 0) + weight);
    }
    const papers = [...merged].map(([paper, weight]) => `${weight} ${paper} 0`).sort();
    const files: Files = {
      'round.json': canon(round),
      'ballots.jsonl': this.records.map((record) => `${record}\n`).join(''),
      'ballots.csv': `${[header, ...lines].join('\n')}\n`,
      'result.json': canon(result),
    };
    if (method === 'pairwise' || method === 'stv') {
      const names = candidates.map((id) => `"${id}"`);
      const { tie_order: order } = (this.counts[0] as unknown as { result: Result }).result;
      const rest = candidates.filter((id) => !order?.includes(id));
      const tie = method === 'stv' ? [`[tie ${[...(order ?? []), ...rest].map(number).join(' ')}]`] : [];
      const lines = [`${candidates.length} ${seats}`, ...tie, ...papers, '0', ...names, `"${id}"`];
      files['ballots.blt'] = `${lines.join('\n')}\n`;
    }
    const own = Object.entries(files).map(([name, text]) => [folder + name, text] as const);
    return Object.assign(
      Object.fromEntries(own),
      ...this.children.map((child) => child.files(`rounds/${child.given.id}/`)),
    );
  }
}

export const zipOf = (files: Files): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

const panel = ['aino', 'eero', 'helmi', 'ilmari', 'kerttu', 'lauri', 'martta'];

const rank = (...tiers: string[]): Ballot => ({ weight: 1, ranking: tiers.map((tier) => tier.split('=')) });

const signOff = (cycle: number, person: string, choice: string, concept = '', reason = ''): Json => ({
  e: 'sign_off',
  cycle,
  person,
  choice,
  concept,
  reason,
});

/** Everybody signs; `said` are those who do not simply agree. */
function sign(round: RoundFixture, cycle: number, said: Record<string, [string, string, string]> = {}) {
  const choices = panel.map((person) => {
    const [choice, concept, reason] = said[person] ?? ['agree', '', ''];
    round.events.push(signOff(cycle, person, choice, concept, reason));
    return { weight: 1, choice };
  });
  round.events.push({ e: 'signed', cycle, result: judge('consent', choices, 5) as unknown as Json });
}

/** Closes the round with its outcome and gives its files. */
async function finish(round: RoundFixture, status: string, shortlist: string[]): Promise<Files> {
  round.state = status;
  round.shortlist = shortlist;
  round.events.push({ e: 'outcome', status, shortlist });
  await round.end();
  return round.files();
}

const propose = (round: RoundFixture, cycle: number, shortlist: string[]) => {
  (round.counts.at(-1) as Record<string, Json>).shortlist = shortlist;
  round.events.push({ e: 'proposed', cycle, shortlist });
};

const base = { panel, quorum: 5 };

/** Adopted after a tie that a run-off left open for one seat, which was drawn. */
export async function adopted(): Promise<Files> {
  const main = await RoundFixture.open({
    ...base,
    id: 'r-main',
    method: 'approval',
    seats: 2,
    candidates: ['tools', 'inbox', 'portal', 'desk', 'map'],
    ballots: [
      ...['tools', 'tools', 'tools'].map((id): Ballot => ({ weight: 1, approvals: [id, 'inbox', 'portal'] })),
      { weight: 1, approvals: ['tools', 'desk'] },
      { weight: 1, approvals: ['tools', 'map'] },
      { weight: 1, abstain: true },
    ],
  });
  const { tied, open_seats: seats } = await main.count();
  const runoff = await RoundFixture.open({
    ...base,
    id: 'r-runoff',
    kind: 'runoff',
    method: 'pairwise',
    seats,
    candidates: tied,
    ballots: [
      ...['inbox', 'inbox', 'inbox'].map((id) => rank(id, 'portal')),
      ...['inbox', 'inbox', 'inbox'].map((id) => rank('portal', id)),
    ],
  });
  await runoff.count();
  const { seed, tickets, order } = await lotteryOf(
    await lotterySeed(runoff.configHash, runoff.seed, runoff.root, ''),
    tied,
  );
  const winners = order.slice(0, seats);
  main.children.push(runoff);
  main.events.push(
    { e: 'runoff', round: 'r-runoff', head: await runoff.end() },
    { e: 'lottery', round: 'r-runoff', seed, tickets, seats, winners },
  );
  const shortlist = ['tools', ...winners];
  propose(main, 1, shortlist);
  sign(main, 1, { lauri: ['disagree', '', 'The map would have paid for itself.'] });
  return finish(main, 'adopted', shortlist);
}

/** Too few took part. */
export async function withoutQuorum(): Promise<Files> {
  const main = await RoundFixture.open({
    ...base,
    id: 'r-few',
    method: 'pairwise',
    seats: 1,
    candidates: ['tools', 'inbox', 'portal'],
    ballots: [rank('tools'), rank('inbox', 'tools')],
  });
  await main.count();
  return finish(main, 'inquorate', []);
}

/** An objection was upheld, the ballots counted again without the concept, and the second shortlist adopted. */
export async function objected(): Promise<Files> {
  const main = await RoundFixture.open({
    ...base,
    id: 'r-objected',
    method: 'pairwise',
    seats: 2,
    candidates: ['tools', 'inbox', 'portal', 'desk'],
    ballots: [
      ...['tools', 'tools', 'tools', 'tools'].map((id) => rank(id, 'inbox', 'portal', 'desk')),
      rank('inbox', 'tools=portal'),
      rank('portal', 'inbox', 'desk'),
      { weight: 1, abstain: true },
    ],
  });
  const first = inOrder(await main.count(), main.given.candidates);
  propose(main, 1, first);
  const reason = 'The supplier of the tools leaves the market in March.';
  sign(main, 1, { helmi: ['block', 'tools', reason] });
  const vote = async (id: string, choices: string[]) => {
    const round = await RoundFixture.open({
      ...base,
      id,
      kind: 'objection',
      method: 'objection',
      seats: 0,
      candidates: ['tools'],
      ballots: choices.map((choice): Ballot =>
        choice === 'abstain' ? { weight: 1, abstain: true } : { weight: 1, choice },
      ),
    });
    const { status } = round.judge();
    main.children.push(round);
    const head = await round.end();
    main.events.push({
      e: 'objection',
      cycle: 1,
      round: id,
      head,
      concept: 'tools',
      person: 'helmi',
      reason,
      status,
    });
  };
  await vote('r-vote-1', ['dismiss', 'dismiss', 'dismiss']);
  await vote('r-vote-2', ['uphold', 'uphold', 'uphold', 'dismiss', 'dismiss', 'abstain']);
  const second = inOrder(await main.count(2, ['tools']), main.given.candidates);
  propose(main, 2, second);
  sign(main, 2);
  return finish(main, 'adopted', second);
}

/** A second round over what split the panel, by STV, after a first one by stars. */
export async function twoRounds(): Promise<Files> {
  const points = (...scores: number[]): Ballot => ({
    weight: 1,
    scores: Object.fromEntries(['tools', 'inbox', 'portal', 'desk'].map((id, index) => [id, scores[index]!])),
  });
  const main = await RoundFixture.open({
    ...base,
    id: 'r-split',
    method: 'star',
    seats: 2,
    candidates: ['tools', 'inbox', 'portal', 'desk'],
    ballots: [
      points(5, 4, 0, 1),
      points(5, 0, 4, 0),
      points(4, 5, 1, 0),
      points(5, 0, 3, 2),
      points(3, 2, 2, 0),
    ],
  });
  await main.count();
  const second = await RoundFixture.open({
    ...base,
    id: 'r-second',
    kind: 'second',
    method: 'stv',
    seats: 1,
    candidates: ['inbox', 'portal'],
    ballots: [rank('portal'), rank('portal', 'inbox'), rank('inbox'), rank('portal'), rank('inbox')],
  });
  await second.count();
  main.children.push(second);
  main.events.push({ e: 'second_round', round: 'r-second', head: await second.end() });
  const shortlist = ['tools', 'portal'];
  propose(main, 1, shortlist);
  sign(main, 1);
  return finish(main, 'adopted', shortlist);
}
