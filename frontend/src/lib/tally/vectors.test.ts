import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BallotError } from './ballots';
import { canon } from './canon';
import { count } from './count';
import { chainOf, commitmentOf, configHash, lotteryOf, lotterySeed, receiptOf, rootOf } from './hash';
import { judge } from './judgement';
import { verifyRecord } from './record';
import type { Ballot, Json, Judging, Method } from './types';

type Case = {
  id: string;
  method: Method | Judging | 'verify';
  seats: number;
  candidates: string[];
  withdrawn?: string[];
  quorum?: number;
  dots_per_person?: number;
  dots_cap?: number;
  lottery_order?: string[];
  ballots: Ballot[];
  config: Json;
  server_seed: string;
  beacon?: string;
  ballot_records: Json[];
  events: Json[];
  expected: Record<string, unknown>;
};

/** Lists that the vectors compare as sets. */
const sets = new Set(['winners', 'tied', 'electable', 'known_undefeated']);

function comparable(figures: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [
      key,
      sets.has(key)
        ? [...(value as string[])].sort()
        : key === 'elected_groups'
          ? (value as string[][]).map((group) => [...group].sort())
          : value,
    ]),
  );
}

async function result(given: Case): Promise<Record<string, unknown>> {
  try {
    return await counted(given);
  } catch (error) {
    if (error instanceof BallotError) return { error: 'invalid_ballot' };
    throw error;
  }
}

async function counted(given: Case): Promise<Record<string, unknown>> {
  switch (given.method) {
    case 'consent':
    case 'objection':
      return judge(given.method, given.ballots, given.quorum);
    case 'verify': {
      const receipts = await Promise.all(given.ballot_records.map((record) => receiptOf(canon(record))));
      const [root, config] = [await rootOf(receipts), await configHash(given.config)];
      const seed = await lotterySeed(config, given.server_seed, root, given.beacon ?? '');
      const { tickets, order } = await lotteryOf(seed, given.candidates);
      return {
        receipts,
        root,
        config_hash: config,
        server_commitment: await commitmentOf(given.server_seed),
        lottery_seed: seed,
        tickets,
        lottery_order: order,
        chain_head: await chainOf(given.events),
      };
    }
    default:
      return count(
        {
          method: given.method,
          seats: given.seats,
          candidates: given.candidates,
          withdrawn: given.withdrawn,
          quorum: given.quorum,
          dots: given.dots_per_person,
          cap: given.dots_cap,
          lotteryOrder: given.lottery_order,
        },
        given.ballots,
      );
  }
}

const read = (path: string) => (JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] }).cases;
const tallied = (cases: readonly Case[]) =>
  cases.reduce<Record<string, number>>(
    (sum, { method }) => ({ ...sum, [method]: (sum[method] ?? 0) + 1 }),
    {},
  );

function run(cases: readonly Case[]) {
  it.each(cases.map((each) => [each.id, each] as const))('%s', async (_, each) => {
    const { participants, ...found } = await result(each);
    // Every figure that the vectors have, and none beside; of most they leave out the number of participants.
    expect(comparable('participants' in each.expected ? { ...found, participants } : found)).toEqual(
      comparable(each.expected),
    );
  });
}

describe('vectors of this repository', () => {
  const cases = read('../internal/decision/tally/testdata/decisions.json');
  it('are all seventy', () => {
    expect(tallied(cases)).toEqual({
      pairwise: 22,
      stv: 17,
      star: 10,
      approval: 8,
      dots: 5,
      consent: 4,
      objection: 2,
      verify: 2,
    });
  });
  run(cases);
});

const collected = '../../shared/vectors/decisions-collected.json';
const there = existsSync(collected);
if (!there) console.warn(`${collected} is not here: the eight collected vectors are skipped`);
describe.skipIf(!there)('collected vectors', () => {
  const cases = there ? read(collected) : [];
  it('are all eight', () => expect(tallied(cases)).toEqual({ stv: 4, star: 4 }));
  run(cases);
});

// Cases and records that the server's own tests made by chance; .ci/recount brings them. The server, the script inside each
// record and this code were written apart and must agree on every figure.
const made = process.env.TALKOOT_RECOUNT;
if (made) {
  describe('vectors made by the server', () => run(read(`${made}/vectors.json`)));
  describe('records made by the server', () => {
    it.each(readdirSync(`${made}/zips`))('%s', async (name) => {
      const { ok, difference } = await verifyRecord(new Uint8Array(readFileSync(`${made}/zips/${name}`)));
      expect({ ok, difference }).toEqual({ ok: true, difference: undefined });
    });
  });
}
