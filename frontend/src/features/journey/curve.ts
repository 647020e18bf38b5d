/** A point of the emotion curve in the units of the drawing. */
export type Point = { x: number; y: number };

/** One cubic Bézier piece: from `from` with two handles to `to`. */
export type Piece = { from: Point; c1: Point; c2: Point; to: Point };

/** Fewer insights than this are too few to be sure of: the curve is dashed there and the dot hollow. */
export const sureFrom = 5;

/**
 * Monotone cubic interpolation (Fritsch–Carlson) through points with rising x, as Bézier pieces. Between two points the
 * curve never leaves the range of their values, so it shows no high or low that nobody measured.
 */
export function monotone(points: readonly Point[]): Piece[] {
  const n = points.length;
  if (n < 2) return [];
  const at = (index: number) => points[index] as Point;
  const slopes = Array.from({ length: n - 1 }, (_, i) => (at(i + 1).y - at(i).y) / (at(i + 1).x - at(i).x));
  const slope = (index: number) => slopes[index] as number;
  const tangents = points.map((_, i) => {
    if (i === 0) return slope(0);
    if (i === n - 1) return slope(n - 2);
    // A high or a low is flat.
    if (slope(i - 1) * slope(i) <= 0) return 0;
    return (slope(i - 1) + slope(i)) / 2;
  });
  // The ends lie flat too: nothing is known of what comes before and after.
  tangents[0] = 0;
  tangents[n - 1] = 0;
  for (let i = 0; i < n - 1; i++) {
    const s = slope(i);
    if (s === 0) {
      tangents[i] = tangents[i + 1] = 0;
      continue;
    }
    const a = (tangents[i] as number) / s;
    const b = (tangents[i + 1] as number) / s;
    const length = Math.hypot(a, b);
    if (length > 3) {
      tangents[i] = (3 / length) * a * s;
      tangents[i + 1] = (3 / length) * b * s;
    }
  }
  return slopes.map((_, i) => {
    const from = at(i);
    const to = at(i + 1);
    const third = (to.x - from.x) / 3;
    return {
      from,
      c1: { x: from.x + third, y: from.y + (tangents[i] as number) * third },
      c2: { x: to.x - third, y: to.y - (tangents[i + 1] as number) * third },
      to,
    };
  });
}

/** What a column contributes to the curve; `mean` is absent without an insight. */
export type Sample = { mean: number | undefined; count: number };

export type Run = {
  /** The pieces of one unbroken stretch, each with whether it stands on enough insights at both ends. */
  pieces: (Piece & { sure: boolean })[];
};

/**
 * The curve of a map: a column without insights breaks it, since nothing is known there. x is the column's index plus a
 * half, y the mean (up is glad).
 */
export function runsOf(samples: readonly Sample[]): Run[] {
  const stretches: (Point & { count: number })[][] = [[]];
  samples.forEach(({ mean, count }, index) => {
    if (mean === undefined || count === 0) stretches.push([]);
    else stretches.at(-1)?.push({ x: index + 0.5, y: mean, count });
  });
  return stretches
    .filter((stretch) => stretch.length > 1)
    .map((stretch) => ({
      pieces: monotone(stretch).map((piece, index) => ({
        ...piece,
        sure: [stretch[index], stretch[index + 1]].every((end) => (end?.count ?? 0) >= sureFrom),
      })),
    }));
}

const round = (value: number) => Math.round(value * 100) / 100;

/** The `d` of an SVG path through pieces, each drawn from its own start when the one before it is not its neighbour. */
export function pathOf(pieces: readonly Piece[], place: (point: Point) => Point): string {
  let end: Point | undefined;
  return pieces
    .map((piece) => {
      const [from, c1, c2, to] = [piece.from, piece.c1, piece.c2, piece.to].map(place) as [
        Point,
        Point,
        Point,
        Point,
      ];
      const move = end === piece.from ? '' : `M${round(from.x)} ${round(from.y)}`;
      end = piece.to;
      return `${move}C${round(c1.x)} ${round(c1.y)} ${round(c2.x)} ${round(c2.y)} ${round(to.x)} ${round(to.y)}`;
    })
    .join('');
}

/** The area between one stretch and the zero line. */
export function areaOf({ pieces }: Run, place: (point: Point) => Point): string {
  const first = pieces[0];
  const last = pieces.at(-1);
  if (!first || !last) return '';
  const left = place({ x: first.from.x, y: 0 });
  const right = place({ x: last.to.x, y: 0 });
  return `${pathOf(pieces, place)}L${round(right.x)} ${round(right.y)}L${round(left.x)} ${round(left.y)}Z`;
}
