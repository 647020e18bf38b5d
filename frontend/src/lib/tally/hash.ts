import { canon } from './canon';
import type { Json } from './types';

const encoder = new TextEncoder();

/** What is hashed begins with one byte that says what it is, so that no hash can pass for another kind. */
const prefix = { leaf: 0, root: 1, config: 2, commitment: 3, lottery: 4, ticket: 5, event: 6 } as const;

export const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The bytes that hexadecimal digits stand for. Throws on anything but pairs of them. */
export function fromHex(hex: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new RangeError('no lower-case hexadecimal digits');
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

async function hash(kind: keyof typeof prefix, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 1));
  whole[0] = prefix[kind];
  let at = 1;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
}

const text = (value: string) => encoder.encode(value);

/** The receipt of a ballot record, from its canonical text. */
export const receiptOf = async (record: string) => toHex(await hash('leaf', text(record)));

/** The root over all receipts of a round, in whatever order they come. Equal length makes text order byte order. */
export const rootOf = async (receipts: readonly string[]) =>
  toHex(await hash('root', ...[...receipts].sort().map(fromHex)));

export const configHash = async (config: Json) => toHex(await hash('config', text(canon(config))));

export const commitmentOf = async (serverSeed: string) =>
  toHex(await hash('commitment', fromHex(serverSeed)));

/** Head of the chain of events. */
export async function chainOf(events: readonly Json[]): Promise<string> {
  let head: Uint8Array = new Uint8Array(32);
  for (const event of events) head = await hash('event', head, text(canon(event)));
  return toHex(head);
}

/** What nobody could know before the close, and everybody can reckon after it. All in hexadecimal. */
export const lotterySeed = async (config: string, serverSeed: string, root: string, beacon: string) =>
  toHex(await hash('lottery', fromHex(config), fromHex(serverSeed), fromHex(root), fromHex(beacon)));

export type Lottery = { seed: string; tickets: Record<string, string>; order: string[] };

/** A ticket for each concept; the lowest is drawn first. */
export async function lotteryOf(seed: string, concepts: readonly string[]): Promise<Lottery> {
  const drawn = await Promise.all(
    concepts.map(async (id) => ({ id, ticket: toHex(await hash('ticket', fromHex(seed), text(id))) })),
  );
  return {
    seed,
    tickets: Object.fromEntries(drawn.map(({ id, ticket }) => [id, ticket])),
    order: drawn.sort((a, b) => (a.ticket < b.ticket ? -1 : 1)).map(({ id }) => id),
  };
}
