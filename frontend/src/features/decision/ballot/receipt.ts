// The browser's own reckoning of a receipt: the same bytes as internal/decision/tally/{canon,record,hash}.go.

import type { components } from '../../../api/schema';

export type Method = components['schemas']['Method'];

/** A voice on an objection. */
export type Choice = 'uphold' | 'dismiss';

/** What a ballot says: tiers best first, ticks, points, dots, a voice on an objection, or nothing. */
export type Marks =
  | { ranking: string[][] }
  | { approvals: string[] }
  | { scores: Record<string, number> }
  | { dots: Record<string, number> }
  | { choice: Choice }
  | { abstain: true };

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Canonical JSON: keys sorted by code point, no whitespace, integers only. Throws on what has no canonical form. */
export function canon(value: Json): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`${value} is not an integer a browser holds exactly`);
  }
  if (Array.isArray(value)) return `[${value.map(canon).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.keys(value)
      .sort(byCodePoint)
      .map((key) => `${JSON.stringify(key)}:${canon(value[key] as Json)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Points or dots as they are recorded: without the zeros. */
function points(given: Record<string, number>): Json {
  const marked = Object.entries(given).filter(([, value]) => value !== 0);
  return marked.length > 0 ? Object.fromEntries(marked) : 'abstain';
}

/** What a record carries of the marks: sorted ids, and "abstain" for every ballot without a mark. */
function recordBody(marks: Marks): Json {
  if ('ranking' in marks) {
    const tiers = marks.ranking.filter((tier) => tier.length > 0).map((tier) => [...tier].sort());
    return tiers.length > 0 ? tiers : 'abstain';
  }
  if ('approvals' in marks && marks.approvals.length > 0) return [...marks.approvals].sort();
  if ('scores' in marks) return points(marks.scores);
  if ('dots' in marks) return points(marks.dots);
  if ('choice' in marks) return marks.choice;
  return 'abstain';
}

/** The ballot's record in canonical JSON, as the server stores and later publishes it. */
export function ballotRecord(round: string, method: Method, marks: Marks, nonce: string): string {
  return canon({ b: recordBody(marks), m: method, n: nonce, r: round, v: 1 });
}

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The receipt of a record: SHA-256 over the byte 00 and the record, in lower-case hexadecimal. */
export async function receiptOf(record: string): Promise<string> {
  const text = new TextEncoder().encode(record);
  const leaf = new Uint8Array(text.length + 1); // the first byte, 00, says that this is a ballot's leaf
  leaf.set(text, 1);
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', leaf)));
}

/** Random lower-case hexadecimal digits from the browser's own source: 16 bytes for a nonce, 32 for an edit key. */
export function randomHex(bytes: 16 | 32): string {
  return hex(crypto.getRandomValues(new Uint8Array(bytes)));
}
