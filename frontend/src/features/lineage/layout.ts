import { keyOf, kinds, neighboursOf, type Neighbours } from './graph';
import type { Edge, Graph, Kind, Node } from './queries';

/** Sizes in px. A column with many things has low rows, an empty column is narrow. */
export const sizes = {
  column: 176,
  empty: 84,
  gap: 44,
  row: 46,
  lowRow: 26,
  between: 8,
  many: 40,
  top: 8,
} as const;

export type Placed = { node: Node; key: string; x: number; y: number; width: number; height: number };
export type Column = { kind: Kind; x: number; width: number; nodes: Placed[] };
export type Curve = { edge: Edge; from: string; to: string; d: string };
export type Layout = { columns: Column[]; curves: Curve[]; width: number; height: number };

/**
 * Places a graph in seven columns, one a kind, earlier things on the left. Within a column things are ordered so that lines cross
 * little (each at the middle of its neighbours, swept to and fro, the best order kept) and stand as near to the height of their
 * neighbours as there is room.
 */
export function layOut(graph: Graph): Layout {
  const neighbours = neighboursOf(graph.edges);
  const order = ordered(graph, neighbours);
  const columns: Column[] = [];
  let x = 0;
  for (const kind of kinds) {
    const keys = order.get(kind) ?? [];
    const width = keys.length > 0 ? sizes.column : sizes.empty;
    const height = keys.length > sizes.many ? sizes.lowRow : sizes.row;
    columns.push({
      kind,
      x,
      width,
      nodes: keys.map((node) => ({ node, key: keyOf(node), x, y: 0, width, height })),
    });
    x += width + sizes.gap;
  }
  raise(columns, neighbours);
  const placed = new Map(columns.flatMap((column) => column.nodes.map((each) => [each.key, each] as const)));
  const curves = graph.edges.flatMap((edge) => {
    const [from, to] = [placed.get(keyOf(edge.from)), placed.get(keyOf(edge.to))];
    return from && to ? [{ edge, from: from.key, to: to.key, d: curve(from, to) }] : [];
  });
  const bottom = Math.max(0, ...columns.flatMap(({ nodes }) => nodes.map((node) => node.y + node.height)));
  return { columns, curves, width: x - sizes.gap, height: bottom + sizes.top };
}

const sweeps = 8;

function ordered(graph: Graph, neighbours: Neighbours): Map<Kind, Node[]> {
  let order = new Map<Kind, Node[]>();
  for (const node of graph.nodes) order.set(node.kind, [...(order.get(node.kind) ?? []), node]);
  let best = order;
  let fewest = crossings(order, graph.edges);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const onward = sweep % 2 === 0;
    order = new Map(order);
    const rank = ranks(order);
    for (const kind of onward ? kinds : kinds.toReversed()) {
      const nodes = order.get(kind);
      if (!nodes) continue;
      const middle = new Map(
        nodes.map((node, index) => {
          const key = keyOf(node);
          const near = (onward ? neighbours.before : neighbours.after).get(key) ?? [];
          const at = near.flatMap((other) => rank.get(other) ?? []);
          return [node, at.length > 0 ? mean(at) : (rank.get(key) ?? index)];
        }),
      );
      const next = nodes.toSorted((a, b) => middle.get(a)! - middle.get(b)!);
      order.set(kind, next);
      next.forEach((node, index) => rank.set(keyOf(node), (index + 0.5) / next.length));
    }
    const count = crossings(order, graph.edges);
    if (count < fewest) [best, fewest] = [order, count];
  }
  return best;
}

/** Where each thing stands in its column, from 0 to 1, so that long and short columns compare. */
function ranks(order: Map<Kind, Node[]>): Map<string, number> {
  const rank = new Map<string, number>();
  for (const nodes of order.values()) {
    nodes.forEach((node, index) => rank.set(keyOf(node), (index + 0.5) / nodes.length));
  }
  return rank;
}

const mean = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;

/** How often lines between the same two columns cross; edges within a column do not count. */
export function crossings(order: Map<Kind, readonly Node[]>, edges: readonly Edge[]): number {
  const at = new Map<string, number>();
  for (const nodes of order.values()) nodes.forEach((node, index) => at.set(keyOf(node), index));
  const between = new Map<string, [number, number][]>();
  for (const { from, to } of edges) {
    const [a, b] = [at.get(keyOf(from)), at.get(keyOf(to))];
    if (a === undefined || b === undefined || from.kind === to.kind) continue;
    const pair = `${from.kind} ${to.kind}`;
    const list = between.get(pair);
    if (list) list.push([a, b]);
    else between.set(pair, [[a, b]]);
  }
  let count = 0;
  for (const list of between.values())
    count += inversions(list.toSorted((p, q) => p[0] - q[0] || p[1] - q[1]).map((p) => p[1]));
  return count;
}

/** Pairs that stand the wrong way round, counted while sorting: thousands of edges are no matter. */
function inversions(list: readonly number[]): number {
  if (list.length < 2) return 0;
  const half = list.length >> 1;
  const [left, right] = [list.slice(0, half), list.slice(half)];
  let count = inversions(left) + inversions(right);
  const a = left.toSorted((p, q) => p - q);
  const b = right.toSorted((p, q) => p - q);
  let i = 0;
  for (const value of b) {
    while (i < a.length && a[i]! <= value) i++;
    count += a.length - i;
  }
  return count;
}

/** Gives each thing its height: the fullest column from the top, the others beside what they belong to. */
function raise(columns: Column[], { before, after }: Neighbours): void {
  const y = new Map<string, number>();
  const place = (column: Column, wanted: (key: string, index: number) => number) => {
    const step = (column.nodes[0]?.height ?? 0) + sizes.between;
    const tops = apart(
      column.nodes.map(({ key }, index) => wanted(key, index)),
      step,
    );
    column.nodes.forEach((node, index) => {
      node.y = sizes.top + tops[index]!;
      y.set(node.key, node.y + node.height / 2);
    });
  };
  const heights = columns.map(({ nodes }) => nodes.length * ((nodes[0]?.height ?? 0) + sizes.between));
  const fullest = heights.indexOf(Math.max(...heights));
  place(columns[fullest]!, (_, index) => index * ((columns[fullest]!.nodes[0]?.height ?? 0) + sizes.between));
  const outward = columns
    .map((column, index) => ({ column, far: Math.abs(index - fullest) }))
    .filter(({ far }) => far > 0)
    .toSorted((a, b) => a.far - b.far);
  for (const { column } of outward) {
    let last = 0;
    place(column, (key) => {
      const near = [...(before.get(key) ?? []), ...(after.get(key) ?? [])].flatMap(
        (other) => y.get(other) ?? [],
      );
      const height = column.nodes[0]!.height;
      if (near.length > 0) last = mean(near) - height / 2 - sizes.top;
      else last += height + sizes.between;
      return last;
    });
  }
}

/**
 * The places nearest to those wanted that keep the order, are `step` apart and not above 0: least squares, by pooling
 * neighbours that would overlap.
 */
export function apart(wanted: readonly number[], step: number): number[] {
  const blocks: { sum: number; count: number }[] = [];
  wanted.forEach((each, index) => {
    blocks.push({ sum: each - index * step, count: 1 });
    for (let last = blocks.length - 1; last > 0; last--) {
      const [a, b] = [blocks[last - 1]!, blocks[last]!];
      if (a.sum / a.count <= b.sum / b.count) break;
      blocks.splice(last - 1, 2, { sum: a.sum + b.sum, count: a.count + b.count });
    }
  });
  const tops: number[] = [];
  for (const { sum, count } of blocks) {
    for (let n = 0; n < count; n++) tops.push(Math.max(0, sum / count) + tops.length * step);
  }
  return tops;
}

/** A smooth line from the right edge of one thing to the left edge of another; within a column it goes round on the left. */
function curve(from: Placed, to: Placed): string {
  const [fromY, toY] = [from.y + from.height / 2, to.y + to.height / 2];
  if (from.x === to.x) {
    const out = from.x - Math.min(28, 10 + Math.abs(fromY - toY) / 8);
    return `M${from.x},${r(fromY)} C${r(out)},${r(fromY)} ${r(out)},${r(toY)} ${to.x},${r(toY)}`;
  }
  const start = from.x + from.width;
  const bend = Math.max(24, (to.x - start) / 2);
  return `M${start},${r(fromY)} C${r(start + bend)},${r(fromY)} ${r(to.x - bend)},${r(toY)} ${to.x},${r(toY)}`;
}

const r = (value: number) => Math.round(value * 10) / 10;
