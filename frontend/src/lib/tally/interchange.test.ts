import { describe, expect, it } from 'vitest';
import { readBlt } from './blt';
import { count } from './count';
import { check, readCsv } from './csv';
import { FileError } from './fileError';

function refusal(read: () => unknown): Record<string, unknown> {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(FileError);
    const { reason, values } = error as FileError;
    return { reason, ...values };
  }
  throw new Error('it was read');
}

const food = `# an election of dishes
5 3
/* nobody
   is withdrawn */
[tie 2 5 1 4 3]
4 1 0
2 2 1 0
8 3 4 0
4 3 5 0
(a) 4 0
1 5 0
0
"Orange"
"Pear"
"Chocolate"
"Strawberry"
"Burger #1"
"Food"
`;

describe('BLT', () => {
  it('is read with comments, ballot ids and a tie order', () => {
    const blt = readBlt(food);
    expect(blt).toMatchObject({
      title: 'Food',
      seats: 3,
      candidates: ['Orange', 'Pear', 'Chocolate', 'Strawberry', 'Burger #1'],
      withdrawn: [],
      lines: [6, 7, 8, 9, 10, 11],
      lotteryOrder: ['Chocolate', 'Strawberry', 'Orange', 'Burger #1', 'Pear'],
    });
    expect(blt.ballots[4]).toEqual({ weight: 1, ranking: [['Strawberry']] });
    const result = count({ method: 'stv', seats: 3, ...blt }, blt.ballots);
    expect(result.winners).toEqual(['Orange', 'Chocolate', 'Strawberry']);
    expect(result.counted).toBe(20);
  });

  it('is read with equals, withdrawals and abstentions', () => {
    const blt = readBlt('3 1\n-2 -3\n2 1=2 3 0\n1 0\n0\n"A"\n"B"\n"C"');
    expect(blt).toMatchObject({ withdrawn: ['B', 'C'], title: undefined });
    expect(blt.ballots).toEqual([
      { weight: 2, ranking: [['A', 'B'], ['C']] },
      { weight: 1, abstain: true },
    ]);
    expect(refusal(() => check(blt, { method: 'stv', seats: 1, candidates: blt.candidates }))).toMatchObject({
      reason: 'line',
      line: 3,
      cause: 'equal',
    });
  });

  it.each([
    ['', { reason: 'empty' }],
    ['x 1', { line: 1, cause: 'numberHere' }],
    ['0 1', { line: 1, cause: 'candidates' }],
    ['2 0', { line: 1, cause: 'seats' }],
    ['2 1\n1 3 0\n0\n"A"\n"B"', { line: 2, cause: 'unknown', id: '3' }],
    ['2 1\n1 1 0\n0\n"A"', { line: 4, cause: 'ends' }],
    ['2 1\n1 1', { line: 2, cause: 'ends' }],
    ['2 1\n0\n"A"\n"A"', { cause: 'nameTwice' }],
    ['2 1\n0\n"A"\nB', { line: 4, cause: 'nameHere' }],
    ['2 1\n0\n"A"\n"B', { line: 4, cause: 'quoteOpen' }],
    ['2 1\n[nicknames a b]\n0\n"A"\n"B"', { line: 2, cause: 'option' }],
    ['2 1\n[tie 1 1]\n0\n"A"\n"B"', { line: 2, cause: 'tie' }],
    ['2 1\n/* \n0', { line: 2, cause: 'comment' }],
    ['2 1\n0\n"A"\n"B"\n"T"\n7', { line: 6, cause: 'after' }],
    ['2 1\n1.5 1 0\n0\n"A"\n"B"', { line: 2, cause: 'numberHere' }],
    ['2 1\n2000000000 1 0\n0\n"A"\n"B"', { line: 2, cause: 'tooMany' }],
  ])('%j names line and reason', (text, expected) => {
    expect(refusal(() => readBlt(text))).toMatchObject(expected);
  });
});

describe('CSV', () => {
  it('is read for every method', () => {
    const text = '\uFEFFballot,weight,A,B,"C, the third"\r\n1,2,7,3,3\r\n2,1,,,\r\n';
    const ranks = readCsv(text, 'pairwise');
    expect(ranks.candidates).toEqual(['A', 'B', 'C, the third']);
    expect(ranks.ballots).toEqual([
      { weight: 2, ranking: [['B', 'C, the third'], ['A']] },
      { weight: 1, abstain: true },
    ]);
    expect(readCsv('ballot,weight,A,B\n1,1,1,\n', 'approval').ballots).toEqual([
      { weight: 1, approvals: ['A'] },
    ]);
    expect(readCsv('ballot,weight,A,B\n1,1,5,0\n', 'star').ballots).toEqual([
      { weight: 1, scores: { A: 5, B: 0 } },
    ]);
    expect(readCsv('ballot,weight,A,B\n1,1,3,2', 'dots').ballots).toEqual([
      { weight: 1, dots: { A: 3, B: 2 } },
    ]);
    expect(readCsv('ballot,weight,choice\n1,1,uphold\n2,1,\n', 'objection').ballots).toEqual([
      { weight: 1, choice: 'uphold' },
      { weight: 1, abstain: true },
    ]);
  });

  it.each([
    ['', 'pairwise', { reason: 'empty' }],
    ['ballot,weight,A\n', 'pairwise', { reason: 'empty' }],
    ['voter,weight,A\n1,1,1', 'pairwise', { line: 1, cause: 'header' }],
    ['ballot,weight\n1,1', 'pairwise', { line: 1, cause: 'noCandidates' }],
    ['ballot,weight,A,A\n1,1,1,1', 'pairwise', { line: 1, cause: 'nameTwice' }],
    ['ballot,weight,A,\n1,1,1,1', 'pairwise', { line: 1, cause: 'noName' }],
    ['ballot,weight,A,B\n1,1,1,2\n2,1,1', 'pairwise', { line: 3, cause: 'cells', found: 3, expected: 4 }],
    ['ballot,weight,A,B\n1,x,1,2', 'pairwise', { line: 2, cause: 'number', column: 'weight' }],
    ['ballot,weight,A,B\n1,0,1,2', 'pairwise', { line: 2, cause: 'weight' }],
    ['ballot,weight,A,B\n1,1,1.5,2', 'pairwise', { line: 2, cause: 'number', column: 'A' }],
    ['ballot,weight,A,B\n1,1,0,2', 'pairwise', { line: 2, cause: 'mark' }],
    ['ballot,weight,A,B\n1,1,2,', 'approval', { line: 2, cause: 'mark' }],
    ['ballot,weight,A,B\n"1,1,2,', 'approval', { line: 2, cause: 'quoteOpen' }],
    ['ballot,weight,A,B\n"1"x,1,2,', 'approval', { line: 2, cause: 'quote' }],
  ] as const)('%j names line and reason', (text, method, expected) => {
    expect(refusal(() => readCsv(text, method))).toMatchObject(expected);
  });

  it('refuses what nobody can have cast, by line', () => {
    const six = readCsv('ballot,weight,A,B\n1,1,5,\n\n2,1,6,1\n', 'star');
    expect(refusal(() => check(six, { method: 'star', seats: 1, candidates: six.candidates }))).toMatchObject(
      {
        line: 4,
        cause: 'range',
        id: 'A',
      },
    );
    const dots = readCsv('ballot,weight,A,B\n1,1,1,1\n2,1,1,2\n', 'dots');
    expect(
      refusal(() => check(dots, { method: 'dots', seats: 1, candidates: dots.candidates })),
    ).toMatchObject({
      line: 3,
      cause: 'range',
    });
  });
});
