import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ballotRecord, canon, randomHex, receiptOf, type Marks, type Method } from './receipt';

// The vectors that the server's count is held to.
const file = resolve(import.meta.dirname, '../../../../../internal/decision/tally/testdata/decisions.json');
type Case = {
  id: string;
  ballot_records?: { r: string; m: string; n: string; b: string | string[] | string[][] }[];
  expected: { receipts?: string[] };
};
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };
const verify = cases.filter((each) => each.ballot_records && each.expected.receipts);

test('the vectors are there', () => expect(verify.length).toBeGreaterThan(0));

test.each(verify)('$id: a record of any method has the receipt of the vectors', async (vector) => {
  const receipts = await Promise.all((vector.ballot_records ?? []).map((record) => receiptOf(canon(record))));
  expect(receipts).toEqual(vector.expected.receipts);
});

const mine = verify.filter((each) =>
  each.ballot_records?.every(({ m }) => m === 'pairwise' || m === 'approval'),
);

test.each(mine)('$id: a ballot as it is cast here makes the same record', async (vector) => {
  expect(mine.length).toBeGreaterThan(0);
  const receipts = await Promise.all(
    (vector.ballot_records ?? []).map(({ r, m, n, b }) => {
      const marks: Marks =
        b === 'abstain'
          ? { abstain: true }
          : m === 'pairwise'
            ? // Neither the order within a tier nor an empty tier is part of what was said.
              { ranking: [[], ...(b as string[][]).map((tier) => [...tier].reverse())] }
            : { approvals: [...(b as string[])].reverse() };
      return receiptOf(ballotRecord(r, m as Method, marks, n));
    }),
  );
  expect(receipts).toEqual(vector.expected.receipts);
});

test('a ballot without a mark is an abstention, however it was made', () => {
  const nonce = '0'.repeat(32);
  const abstained = ballotRecord('r', 'pairwise', { abstain: true }, nonce);
  expect(abstained).toBe(`{"b":"abstain","m":"pairwise","n":"${nonce}","r":"r","v":1}`);
  expect(ballotRecord('r', 'pairwise', { ranking: [[], []] }, nonce)).toBe(abstained);
});

test('canonical JSON sorts keys by code point and refuses what is not an integer', () => {
  expect(canon({ ä: 1, 'a b': [true, null], '\u{1F9F6}': '"\n', '\uFFFD': -0 })).toBe(
    '{"a b":[true,null],"ä":1,"\uFFFD":0,"\u{1F9F6}":"\\"\\n"}',
  );
  expect(() => canon([0.5])).toThrow();
  expect(() => canon([2 ** 53])).toThrow();
});

test('nonce and edit key have their length and are not the same twice', () => {
  expect(randomHex(16)).toMatch(/^[0-9a-f]{32}$/);
  expect(randomHex(32)).toMatch(/^[0-9a-f]{64}$/);
  expect(randomHex(32)).not.toBe(randomHex(32));
});
