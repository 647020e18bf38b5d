import { describe, expect, it } from 'vitest';
import { alone, keyOf, lineThrough, neighboursOf, only, placeOf } from './graph';
import { apart, crossings, layOut, sizes } from './layout';
import type { Edge, Graph, Kind, Node } from './queries';
import { stationsOf } from './stations';

const kindOf: Record<string, Kind> = {
  n: 'insight',
  s: 'sticking_point',
  i: 'idea',
  k: 'concept',
  d: 'decision',
  c: 'commitment',
  e: 'effect',
};
const ref = (id: string) => ({ kind: kindOf[id[0]!]!, id });
const node = (id: string, more: Partial<Node> = {}): Node => ({
  ...ref(id),
  title: id,
  at: '2026-11-01T00:00:00Z',
  people: [],
  ...more,
});

/** A graph of ids, the first letter of which is their kind, and links "a b". */
function graph(ids: string, links: string): Graph {
  const edges = links
    .split(',')
    .filter(Boolean)
    .map((link): Edge => {
      const [from, to] = link.trim().split(' ');
      return { from: ref(from!), to: ref(to!), kind: from![0] === to![0] ? 'merged' : 'grew' };
    });
  return { nodes: ids.split(' ').map((id) => node(id)), edges, credits: [] };
}

const orderOf = (g: Graph, kind: Kind) =>
  layOut(g)
    .columns.find((column) => column.kind === kind)!
    .nodes.map(({ node: { id } }) => id)
    .join(' ');

describe('the layout', () => {
  it('has seven columns from left to right, the empty ones narrow', () => {
    const { columns, width, height } = layOut(graph('n1 i1 k1', 'n1 i1,i1 k1'));
    expect(columns.map((column) => column.kind)).toEqual([
      'insight',
      'sticking_point',
      'idea',
      'concept',
      'decision',
      'commitment',
      'effect',
    ]);
    expect(columns.map((column) => column.width)).toEqual([176, 84, 176, 176, 84, 84, 84]);
    columns
      .slice(1)
      .forEach((column, n) => expect(column.x).toBe(columns[n]!.x + columns[n]!.width + sizes.gap));
    expect(width).toBe(3 * 176 + 4 * 84 + 6 * sizes.gap);
    expect(height).toBeGreaterThan(sizes.row);
  });

  it('uncrosses what can be uncrossed', () => {
    expect(orderOf(graph('i1 i2 i3 k1 k2 k3', 'i1 k3,i2 k2,i3 k1'), 'concept')).toBe('k3 k2 k1');
    const g = graph('n1 n2 n3 n4 i1 i2 k1 k2', 'n1 i2,n2 i1,n3 i2,n4 i1,i1 k2,i2 k1');
    const order = new Map(layOut(g).columns.map(({ kind, nodes }) => [kind, nodes.map((each) => each.node)]));
    expect(crossings(order, g.edges)).toBe(0);
  });

  it('counts crossings', () => {
    const order = new Map([
      ['idea' as const, [node('i1'), node('i2')]],
      ['concept' as const, [node('k1'), node('k2')]],
    ]);
    expect(crossings(order, graph('i1', 'i1 k2,i2 k1').edges)).toBe(1);
    expect(crossings(order, graph('i1', 'i1 k1,i2 k2').edges)).toBe(0);
    expect(crossings(order, graph('i1', 'i1 k1,i1 k2,i2 k1,i2 k2').edges)).toBe(1);
    expect(crossings(order, graph('i1', 'i1 i2').edges)).toBe(0);
  });

  it('never lets two things overlap, however many', () => {
    const ids = Array.from({ length: 500 }, (_, n) => `${'nsikdc'[n % 6]}${n}`);
    const links = ids.slice(6).map((id, n) => `${ids[n]} ${id}`);
    const { columns } = layOut(graph(ids.join(' '), links.join(',')));
    for (const { nodes } of columns) {
      nodes
        .slice(1)
        .forEach((each, n) => expect(each.y).toBeGreaterThanOrEqual(nodes[n]!.y + nodes[n]!.height));
      nodes.forEach((each) => expect(each.y).toBeGreaterThanOrEqual(0));
    }
    expect(columns[0]!.nodes[0]!.height).toBe(sizes.lowRow);
  });

  it('puts a thing beside what it belongs to', () => {
    const { columns } = layOut(graph('n1 n2 n3 i1', 'n1 i1,n2 i1,n3 i1'));
    expect(columns[2]!.nodes[0]!.y).toBeCloseTo(columns[0]!.nodes[1]!.y);
  });

  it('draws each line once, and a merge round the side', () => {
    const { curves } = layOut(graph('i1 i2 k1', 'i1 i2,i2 k1,i2 k9'));
    expect(curves.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'idea i1 > idea i2',
      'idea i2 > concept k1',
    ]);
    expect(curves.every(({ d }) => /^M[\d.]+,[\d.]+ C/.test(d))).toBe(true);
  });

  it('stands an empty graph', () => {
    expect(layOut({ nodes: [], edges: [], credits: [] }).curves).toEqual([]);
  });
});

describe('apart', () => {
  it('keeps what has room and shares out what has not', () => {
    expect(apart([0, 100, 300], 50)).toEqual([0, 100, 300]);
    expect(apart([100, 100, 100], 50)).toEqual([50, 100, 150]);
    expect(apart([-100, 10], 50)).toEqual([0, 50]);
    expect(apart([], 50)).toEqual([]);
  });
});

describe('a line through the graph', () => {
  const g = graph('n1 i1 i2 i3 k1 k2 d1 c1', 'n1 i1,i1 k1,i2 i1,i3 k2,k1 d1,k2 d1,d1 c1,k1 c1');
  const line = (id: string) =>
    [...lineThrough(keyOf(ref(id)), neighboursOf(g.edges))].map((key) => key.split(' ')[1]).sort();

  it('goes both ways and ends at a decision', () => {
    expect(line('i1')).toEqual(['c1', 'd1', 'i1', 'i2', 'k1', 'n1']);
    expect(line('i3')).toEqual(['d1', 'i3', 'k2']);
    expect(line('d1')).toEqual(['c1', 'd1', 'i1', 'i2', 'i3', 'k1', 'k2', 'n1']);
  });

  it('stands circles', () => {
    const circle = graph('i1 i2', 'i1 i2,i2 i1');
    expect(lineThrough('idea i1', neighboursOf(circle.edges)).size).toBe(2);
  });

  it('can be shown alone, with the edges inside it', () => {
    const part = only(g, lineThrough('idea i3', neighboursOf(g.edges)));
    expect(part.nodes.map(({ id }) => id)).toEqual(['i3', 'k2', 'd1']);
    expect(part.edges).toHaveLength(2);
    expect(alone(graph('i1 i2 k1', 'i1 k1')).map(({ id }) => id)).toEqual(['i2']);
  });

  it('knows the page of each thing, and none of a bundle', () => {
    expect(placeOf(ref('s1'))).toBe('/sticking-points/s1');
    expect(placeOf({ kind: 'effect', id: 'c1' })).toBe('/commitments/c1');
    expect(placeOf({ kind: 'insight', id: 'i1', count: 4 })).toBeUndefined();
  });
});

describe('stations', () => {
  const words = {
    customers: (count: number) => `${count} from customers`,
    none: 'none',
    notChosen: 'not chosen',
  };

  it('are solid up to what has been reached', () => {
    const g = graph('n1 n2 i1 i2 k1', 'n1 i1,n2 i1,i2 i1,i1 k1');
    g.nodes.push(node('i1', { kind: 'insight', count: 7 }));
    const stations = stationsOf(g, ref('i1'), words);
    expect(stations.insight).toMatchObject({
      state: 'done',
      detail: '9 from customers',
      others: [{ to: '/insights/n1' }, {}],
    });
    expect(stations.stickingPoint).toEqual({ state: 'ahead', detail: 'none' });
    expect(stations.idea).toEqual({ state: 'here', others: [{ title: 'i2', to: '/ideas/i2' }] });
    expect(stations.concept).toEqual({ state: 'done', detail: 'k1', to: '/concepts/k1', others: [] });
    expect(stations.decision).toBeUndefined();
    expect(stations.effect).toBeUndefined();
  });

  it('say when the ballots are over and nothing came of them', () => {
    const g = graph('k1 d1', 'k1 d1');
    g.nodes[1]!.status = 'open';
    expect(stationsOf(g, ref('k1'), words).roadmap).toBeUndefined();
    g.nodes[1]!.status = 'adopted';
    expect(stationsOf(g, ref('k1'), words).roadmap).toEqual({ state: 'ahead', detail: 'not chosen' });
  });
});
