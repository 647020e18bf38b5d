import { fail, most, type Imported } from './csv';
import { FileError } from './fileError';
import type { Ballot } from './types';

type Token = { line: number; text: string; quoted?: true };

/** Words, quoted texts and [options]; comments run from # to the end of the line, or between the signs of C. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const until = (end: string, cause: string): string => {
    const stop = text.indexOf(end, at);
    if (stop < 0) return fail(line, cause);
    const inside = text.slice(at, stop);
    at = stop + end.length;
    return inside;
  };
  const lines = (inside: string) => inside.split('\n').length - 1;
  while (at < text.length) {
    const sign = text[at]!;
    if (sign === '\n') line++;
    if (/\s/.test(sign)) at++;
    else if (sign === '#') {
      const stop = text.indexOf('\n', at);
      at = stop < 0 ? text.length : stop;
    } else if (text.startsWith('/*', at)) {
      at += 2;
      line += lines(until('*/', 'comment'));
    } else if (sign === '"') {
      at++;
      const from = line;
      const inside = until('"', 'quoteOpen');
      if (inside.includes('\n')) fail(from, 'quoteOpen');
      tokens.push({ line, text: inside, quoted: true });
    } else if (sign === '[') {
      at++;
      const inside = until(']', 'option');
      tokens.push({ line, text: `[${inside}]` });
      line += lines(inside);
    } else {
      const word = /^[^\s#"[]+/.exec(text.slice(at, at + 4096))![0];
      tokens.push({ line, text: word });
      at += word.length;
    }
  }
  return tokens;
}

/** Reads ranked ballots in BLT. What names a number is its place in the list of names at the end. */
export function readBlt(text: string): Imported {
  const tokens = tokensOf(text);
  if (tokens.length === 0) throw new FileError('empty');
  let at = 0;
  const end = () => tokens.at(-1)!.line;
  const take = (): Token => tokens[at++] ?? fail(end(), 'ends');
  const whole = (token: Token, cause = 'numberHere'): number => {
    if (token.quoted || !/^\d{1,10}$/.test(token.text))
      fail(token.line, cause, { found: token.text.slice(0, 40) });
    return Number(token.text);
  };

  const head = take();
  const n = whole(head);
  const seats = whole(take());
  if (n < 1 || n > most.candidates) fail(head.line, 'candidates', { most: most.candidates });
  if (seats < 1) fail(head.line, 'seats', { found: seats });
  const numbered = (token: Token, word = token.text): number => {
    const number = /^\d{1,4}$/.test(word) ? Number(word) : 0;
    if (number < 1 || number > n) fail(token.line, 'unknown', { id: word.slice(0, 40) });
    return number - 1;
  };

  const withdrawn: number[] = [];
  let tie: number[] | undefined;
  for (;;) {
    const token = tokens[at];
    if (!token || token.quoted) break;
    if (token.text.startsWith('[')) {
      const [name, ...rest] = token.text.slice(1, -1).trim().split(/\s+/);
      if (name !== 'tie' || tie) fail(token.line, 'option', { found: token.text.slice(0, 40) });
      tie = rest.map((word) => numbered(token, word));
      if (new Set(tie).size !== n || tie.length !== n) fail(token.line, 'tie');
    } else if (/^-\d+$/.test(token.text)) withdrawn.push(numbered(token, token.text.slice(1)));
    else break;
    at++;
  }

  const papers: { line: number; weight: number; ranking: number[][] }[] = [];
  let total = 0;
  for (;;) {
    const first = take();
    if (first.quoted) fail(first.line, 'numberHere', { found: first.text.slice(0, 40) });
    if (first.text === '0') break;
    const weight = /^\([^()]*\)$/.test(first.text) ? 1 : whole(first);
    total += weight;
    if (weight === 0) fail(first.line, 'weight', { found: first.text });
    if (total > most.weight) fail(first.line, 'tooMany', { most: most.weight });
    const ranking: number[][] = [];
    for (;;) {
      const token = take();
      if (token.quoted) fail(token.line, 'numberHere', { found: token.text.slice(0, 40) });
      if (token.text === '0') break;
      ranking.push(token.text.split('=').map((word) => numbered(token, word)));
    }
    papers.push({ line: first.line, weight, ranking });
  }

  const candidates = Array.from({ length: n }, () => {
    const token = take();
    if (!token.quoted) fail(token.line, 'nameHere', { found: token.text.slice(0, 40) });
    return token.text;
  });
  candidates.forEach((id, index) => {
    if (id === '') fail(end(), 'noName', { column: index + 1 });
    if (candidates.indexOf(id) !== index) fail(end(), 'nameTwice', { id });
  });
  const title = tokens[at];
  if (title) {
    if (!title.quoted) fail(title.line, 'nameHere', { found: title.text.slice(0, 40) });
    at++;
  }
  if (tokens[at]) fail(tokens[at]!.line, 'after', { found: tokens[at]!.text.slice(0, 40) });

  const named = (numbers: readonly number[]) => numbers.map((number) => candidates[number]!);
  return {
    title: title?.text,
    seats,
    candidates,
    withdrawn: named([...new Set(withdrawn)]),
    ballots: papers.map(({ weight, ranking }): Ballot =>
      ranking.length === 0 ? { weight, abstain: true } : { weight, ranking: ranking.map(named) },
    ),
    lines: papers.map(({ line }) => line),
    // A tie order is who is taken first, so its other end is best.
    ...(tie ? { lotteryOrder: named(tie).reverse() } : {}),
  };
}
