import { expect, test } from 'vitest';
import { withFigures } from '../outcome/fixture';
import { flowOf } from './flow';

const count = withFigures({
  method: 'stv',
  electable: ['a', 'b', 'c', 'd'],
  quota: 3,
  counted: 7,
  stages: [
    { action: 'first', totals: { a: '4.00000', b: '1.00000', c: '1.00000', d: '1.00000' } },
    { action: 'surplus', candidate: 'a', totals: { a: '3.00000', b: '1.33333', c: '1.00000', d: '1.66666' } },
    { action: 'exclude', candidate: 'c', totals: { a: '3.00000', b: '1.33333', c: '0.00000', d: '2.66666' } },
    { action: 'exclude', candidate: 'b', totals: { a: '3.00000', b: '0.00000', c: '0.00000', d: '2.66666' } },
  ],
  winners: ['a', 'd'],
});

test('what moved is what the totals say, and nothing is lost on the way', () => {
  const columns = flowOf(count);
  expect(columns[1]!.moves).toEqual([
    { from: 'a', to: 'b', votes: 0.33333 },
    { from: 'a', to: 'd', votes: 0.66666 },
    { from: 'a', to: null, votes: 0.00001 },
  ]);
  expect(columns[2]!.moves).toEqual([{ from: 'c', to: 'd', votes: 1 }]);
  expect(columns[3]!.moves).toEqual([{ from: 'b', to: null, votes: 1.33333 }]);
  for (const column of columns) {
    const held = Object.values(column.blocks).reduce((sum, { votes }) => sum + votes, column.spent);
    expect(held).toBeCloseTo(7, 5);
  }
});

test('who is elected is so from the stage on that reached the quota, or from the last', () => {
  const columns = flowOf(count);
  expect(columns.map(({ elected }) => elected)).toEqual([['a'], [], [], ['d']]);
  expect(columns.map(({ blocks }) => blocks.c!.standing)).toEqual([
    'continuing',
    'continuing',
    'excluded',
    'excluded',
  ]);
  expect(columns[3]!.blocks.d!.standing).toBe('elected');
});
