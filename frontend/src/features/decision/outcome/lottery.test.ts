import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { draw, type Checked } from './lottery';

const hash = (kind: number, ...parts: Buffer[]) =>
  createHash('sha256')
    .update(Buffer.concat([Buffer.from([kind]), ...parts]))
    .digest('hex');
const hex = (text: string) => Buffer.from(text, 'hex');

const server_seed = 'ab'.repeat(32);
const config_hash = 'cd'.repeat(32);
const root = 'ef'.repeat(32);
const seed = hash(4, hex(config_hash), hex(server_seed), hex(root));
const tickets = Object.fromEntries(['ä', 'b', 'c'].map((id) => [id, hash(5, hex(seed), Buffer.from(id))]));
const winners = Object.keys(tickets)
  .sort((a, b) => (tickets[a]! < tickets[b]! ? -1 : 1))
  .slice(0, 1);
const published = {
  commitment: hash(3, hex(server_seed)),
  config_hash,
  server_seed,
  root,
  seed,
  tickets,
  winners,
};

async function all(from: AsyncGenerator<Checked>) {
  const found: Checked[] = [];
  for await (const one of from) found.push(one);
  return found;
}

test('an honest drawing comes out the same, step by step', async () => {
  expect(await all(draw(published))).toEqual([
    { what: 'sealed', ok: true },
    { what: 'seed', ok: true },
    { what: 'tickets', ok: true, count: 3 },
    { what: 'winners', ok: true, drawn: winners },
  ]);
});

test.each([
  ['another number than the one that was sealed', { server_seed: '00'.repeat(32) }, 'sealed'],
  ['another seed', { seed: '00'.repeat(32) }, 'seed'],
  ['another ticket', { tickets: { ...tickets, b: '00'.repeat(32) } }, 'tickets'],
  ['another winner', { winners: [Object.keys(tickets).find((id) => !winners.includes(id))!] }, 'winners'],
] as const)('%s is noticed', async (_, change, what) => {
  const found = await all(draw({ ...published, ...change }));
  expect(found.find((one) => !one.ok)?.what).toBe(what);
});
