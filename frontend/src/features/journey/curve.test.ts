import { describe, expect, test } from 'vitest';
import { areaOf, monotone, pathOf, runsOf, type Piece } from './curve';

/** The height of a piece at a share of its way. */
function height({ from, c1, c2, to }: Piece, t: number): number {
  const u = 1 - t;
  return u ** 3 * from.y + 3 * u * u * t * c1.y + 3 * u * t * t * c2.y + t ** 3 * to.y;
}

const points = [0.4, -0.5, 0.7, -1.6, -0.8, 0.2].map((y, x) => ({ x, y }));

describe('monotone', () => {
  test('goes through every point', () => {
    const pieces = monotone(points);
    expect(pieces).toHaveLength(5);
    expect(pieces.map(({ from }) => from)).toEqual(points.slice(0, -1));
    expect(pieces.at(-1)?.to).toEqual(points.at(-1));
  });

  test('never leaves the range between two neighbours, so no low is drawn that nobody measured', () => {
    const wild = [0, 2, 2, -2, -1.9, -2, 1.99, 2, 0].map((y, x) => ({ x: x * 1.7, y }));
    for (const piece of monotone(wild)) {
      const low = Math.min(piece.from.y, piece.to.y) - 1e-9;
      const high = Math.max(piece.from.y, piece.to.y) + 1e-9;
      for (let t = 0; t <= 1; t += 0.05) {
        expect(height(piece, t)).toBeGreaterThanOrEqual(low);
        expect(height(piece, t)).toBeLessThanOrEqual(high);
      }
    }
  });

  test('is smooth: the handles at a point lie on one line', () => {
    const pieces = monotone(points);
    pieces.slice(1).forEach((piece, index) => {
      const before = pieces[index] as Piece;
      const into = (before.to.y - before.c2.y) / (before.to.x - before.c2.x);
      const out = (piece.c1.y - piece.from.y) / (piece.c1.x - piece.from.x);
      expect(out).toBeCloseTo(into, 9);
    });
  });

  test('is flat at a low', () => {
    const low = monotone(points)[3] as Piece;
    expect(low.c1.y).toBe(-1.6);
  });

  test('one point or none make no curve', () => {
    expect(monotone([])).toEqual([]);
    expect(monotone([{ x: 0, y: 1 }])).toEqual([]);
  });
});

describe('runsOf', () => {
  test('a column without insights breaks the curve', () => {
    const runs = runsOf([
      { mean: 1, count: 9 },
      { mean: 0, count: 9 },
      { mean: undefined, count: 0 },
      { mean: -1, count: 9 },
      { mean: -2, count: 9 },
    ]);
    expect(runs).toHaveLength(2);
    expect(runs[1]?.pieces[0]?.from).toMatchObject({ x: 3.5, y: -1 });
  });

  test('fewer than five insights at one end make a piece unsure', () => {
    const [run] = runsOf([
      { mean: 1, count: 5 },
      { mean: 0, count: 12 },
      { mean: -1, count: 4 },
    ]);
    expect(run?.pieces.map(({ sure }) => sure)).toEqual([true, false]);
  });

  test('a lonely column makes no curve', () => {
    expect(runsOf([{ mean: 1, count: 5 }])).toEqual([]);
  });
});

test('a path begins anew where pieces are left out, and the area closes on the zero line', () => {
  const [run] = runsOf([1, 0, -1, 0].map((mean) => ({ mean, count: 9 })));
  const pieces = run?.pieces ?? [];
  const same = (point: { x: number; y: number }) => point;
  expect(pathOf(pieces, same).match(/M/g)).toHaveLength(1);
  expect(pathOf([pieces[0] as Piece, pieces[2] as Piece], same).match(/M/g)).toHaveLength(2);
  expect(run && areaOf(run, same)).toMatch(/L3\.5 0L0\.5 0Z$/);
});
