import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ballotRecord, canon, randomHex, receiptOf, type Choice, type Marks, type Method } from './receipt';

// The vectors that the server's count is held to.
const file = resolve(import.meta.dirname, '../../../../../internal/decision/tally/testdata/decisions.json');
type Body = string | string[] | string[][] | Record<string, number>;
type Case = {
  id: string;
  ballot_records?: { r: string; m: Method; n: string; b: Body }[];
  expected: { receipts?: string[] };
};
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };
const verify = cases.filter((each) => each.ballot_records && each.expected.receipts);

test('the vectors are there', () => expect(verify.length).toBeGreaterThan(0));

test.each(verify)('$id: a record of any method has the receipt of the vectors', async (vector) => {
  const receipts = await Promise.all((vector.ballot_records ?? []).map((record) => receiptOf(canon(record))));
  expect(receipts).toEqual(vector.expected.receipts);
});

/** A ballot that says what a record's body says, filled in as untidily as hands can. */
function untidy(method: Method, body: Body): Marks {
  if (body === 'abstain') return { abstain: true };
  switch (method) {
    case 'pairwise':
    case 'stv':
      // Neither the order within a tier nor an empty tier is part of what was said.
      return { ranking: [[], ...(body as string[][]).map((tier) => [...tier].reverse())] };
    case 'approval':
      return { approvals: [...(body as string[])].reverse() };
    case 'star':
      return { scores: { nothing: 0, ...reversed(body as Record<string, number>) } };
    case 'dots':
      return { dots: { nothing: 0, ...reversed(body as Record<string, number>) } };
    case 'objection':
      return { choice: body as Choice };
  }
}
const reversed = (points: Record<string, number>) => Object.fromEntries(Object.entries(points).reverse());

test.each(verify)('$id: a ballot as it is cast here makes the same record', async (vector) => {
  const receipts = await Promise.all(
    (vector.ballot_records ?? []).map(({ r, m, n, b }) => receiptOf(ballotRecord(r, m, untidy(m, b), n))),
  );
  expect(receipts).toEqual(vector.expected.receipts);
});

// The methods the vectors have no records of: the record as decisions.md 3.1 writes it, hashed by another library.
test.each<[Method, Body, string]>([
  ['approval', ['c1', 'c2'], '["c1","c2"]'],
  ['dots', { c2: 1, c1: 3 }, '{"c1":3,"c2":1}'],
  ['stv', [['c2'], ['c1']], '[["c2"],["c1"]]'],
  ['objection', 'uphold', '"uphold"'],
  ['objection', 'dismiss', '"dismiss"'],
  ['objection', 'abstain', '"abstain"'],
])('%s: %j is recorded as it is written down', async (method, body, written) => {
  const nonce = '0123456789abcdef'.repeat(2);
  const record = ballotRecord('r1', method, untidy(method, body), nonce);
  expect(record).toBe(`{"b":${written},"m":"${method}","n":"${nonce}","r":"r1","v":1}`);
  const hash = createHash('sha256')
    .update(Buffer.from([0]))
    .update(record)
    .digest('hex');
  expect(await receiptOf(record)).toBe(hash);
});

test('a ballot without a mark is an abstention, however it was made', () => {
  const nonce = '0'.repeat(32);
  const abstained = ballotRecord('r', 'pairwise', { abstain: true }, nonce);
  expect(abstained).toBe(`{"b":"abstain","m":"pairwise","n":"${nonce}","r":"r","v":1}`);
  expect(ballotRecord('r', 'pairwise', { ranking: [[], []] }, nonce)).toBe(abstained);
  const stars = ballotRecord('r', 'star', { abstain: true }, nonce);
  expect(ballotRecord('r', 'star', { scores: { a: 0 } }, nonce)).toBe(stars);
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
