import { open, BallotError } from './ballots';
import { FileError } from './fileError';
import type { Ballot, Method, Rules } from './types';

/** Ballots from a file of another program, with what that file says of the round. */
export type Imported = {
  title?: string;
  seats?: number;
  candidates: string[];
  withdrawn: string[];
  ballots: Ballot[];
  /** Where each ballot stands in the file. */
  lines: number[];
  /** From a BLT file with a tie order: the order of the lots, best first. */
  lotteryOrder?: string[];
};

/** More ballots than this leave the whole numbers a browser reckons with exactly. */
export const most = { weight: 1_000_000_000, candidates: 256 };

export const fail = (line: number, cause: string, values: Record<string, string | number> = {}): never => {
  throw new FileError('line', { ...values, line, cause });
};

type Cells = { line: number; cells: string[] };

/** RFC 4180: quotes round a cell let it hold commas, line ends and, doubled, quotes. */
function cellsOf(text: string): Cells[] {
  const rows: Cells[] = [];
  let cells: string[] = [];
  let cell = '';
  let line = 1;
  let start = 1;
  let quoted = false;
  let closed = false; // a quoted cell has ended: only a comma or a line end may follow
  const endCell = () => {
    cells.push(cell);
    cell = '';
    closed = false;
  };
  const endRow = () => {
    endCell();
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: start, cells });
    cells = [];
    start = line;
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === '\n') line++;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else {
        quoted = false;
        closed = true;
      }
    } else if (sign === ',') endCell();
    else if (sign === '\n') endRow();
    else if (sign === '\r' && (text[at + 1] === '\n' || at + 1 === text.length)) continue;
    else if (closed) fail(line, 'quote');
    else if (sign === '"' && cell === '') quoted = true;
    else if (sign === '"') fail(line, 'quote');
    else cell += sign;
  }
  if (quoted) fail(start, 'quoteOpen');
  if (cell !== '' || closed || cells.length > 0) endRow();
  return rows;
}

function wholeIn(cell: string, line: number, column: string): number {
  const trimmed = cell.trim();
  if (!/^\d{1,10}$/.test(trimmed)) fail(line, 'number', { found: cell.slice(0, 40), column });
  return Number(trimmed);
}

function ballotIn(method: Method, weight: number, marks: [string, number][]): Ballot {
  if (marks.length === 0) return { weight, abstain: true };
  switch (method) {
    case 'pairwise':
    case 'stv': {
      const tiers = new Map<number, string[]>();
      for (const [id, tier] of marks) tiers.set(tier, [...(tiers.get(tier) ?? []), id]);
      return { weight, ranking: [...tiers].sort(([a], [b]) => a - b).map(([, ids]) => ids) };
    }
    case 'approval':
      return { weight, approvals: marks.map(([id]) => id) };
    case 'star':
      return { weight, scores: Object.fromEntries(marks) };
    case 'dots':
      return { weight, dots: Object.fromEntries(marks) };
  }
}

/** Reads a table of ballots: `ballot,weight,<id>,…`, one ballot a line. What a cell means is the method's. */
export function readCsv(text: string, method: Method | 'objection'): Imported {
  const rows = cellsOf(text.replace(/^\uFEFF/, ''));
  const header = rows.shift();
  if (!header) throw new FileError('empty');
  const [first, second, ...candidates] = header.cells.map((cell) => cell.trim());
  if (first !== 'ballot' || second !== 'weight') fail(header.line, 'header');
  const choices = method === 'objection';
  if (choices && candidates.join() !== 'choice') fail(header.line, 'header');
  if (candidates.length === 0) fail(header.line, 'noCandidates');
  if (candidates.length > most.candidates) fail(header.line, 'candidates', { most: most.candidates });
  candidates.forEach((id, index) => {
    if (id === '') fail(header.line, 'noName', { column: index + 3 });
    if (candidates.indexOf(id) !== index) fail(header.line, 'nameTwice', { id });
  });
  let total = 0;
  const ballots = rows.map(({ line, cells }) => {
    if (cells.length !== header.cells.length) {
      fail(line, 'cells', { found: cells.length, expected: header.cells.length });
    }
    const weight = wholeIn(cells[1]!, line, 'weight');
    if (weight === 0) fail(line, 'weight', { found: cells[1]! });
    total += weight;
    if (total > most.weight) fail(line, 'tooMany', { most: most.weight });
    if (choices) {
      const choice = cells[2]!;
      return choice === '' ? { weight, abstain: true as const } : { weight, choice };
    }
    const marks = candidates.flatMap((id, index): [string, number][] => {
      const cell = cells[index + 2]!;
      if (cell.trim() === '') return [];
      const mark = wholeIn(cell, line, id);
      const least = method === 'star' || method === 'dots' ? 0 : 1;
      if (mark < least || (method === 'approval' && mark > 1))
        fail(line, 'mark', { found: cell, column: id });
      return [[id, mark]];
    });
    return ballotIn(method, weight, marks);
  });
  if (ballots.length === 0) throw new FileError('empty');
  return { candidates, withdrawn: [], ballots, lines: rows.map(({ line }) => line) };
}

/** Refuses an import that holds an invalid ballot, naming its line: nothing is ever half imported. */
export function check(imported: Imported, rules: Rules): void {
  try {
    open(rules, imported.ballots);
  } catch (error) {
    if (!(error instanceof BallotError)) throw error;
    fail(imported.lines[error.index]!, error.fault.code, error.fault.values);
  }
}
