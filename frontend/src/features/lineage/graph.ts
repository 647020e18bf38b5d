import type { Edge, Graph, Kind, Node } from './queries';

/** The kinds in the order of the line. */
export const kinds = [
  'insight',
  'sticking_point',
  'idea',
  'concept',
  'decision',
  'commitment',
  'effect',
] as const satisfies readonly Kind[];

export const isKind = (kind: string): kind is Kind => (kinds as readonly string[]).includes(kind);

type Ref = { kind: Kind; id: string };

/** One name for a thing: the effect of a commitment has the commitment's id. */
export const keyOf = ({ kind, id }: Ref) => `${kind} ${id}`;

const places: Record<Kind, (id: string) => string> = {
  insight: (id) => `/insights/${id}`,
  sticking_point: (id) => `/sticking-points/${id}`,
  idea: (id) => `/ideas/${id}`,
  concept: (id) => `/concepts/${id}`,
  decision: (id) => `/decisions/${id}`,
  commitment: (id) => `/commitments/${id}`,
  effect: (id) => `/commitments/${id}`,
};

/** The page of a thing; undefined for the node that stands for many insights, whose id is that of the thing they belong to. */
export const placeOf = (node: Ref & { count?: number }): string | undefined =>
  node.count ? undefined : places[node.kind](node.id);

/** What leads to each thing and away from it, by key. */
export type Neighbours = { before: Map<string, string[]>; after: Map<string, string[]> };

export function neighboursOf(edges: readonly Edge[]): Neighbours {
  const before = new Map<string, string[]>();
  const after = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, key: string, value: string) => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  for (const { from, to } of edges) {
    add(after, keyOf(from), keyOf(to));
    add(before, keyOf(to), keyOf(from));
  }
  return { before, after };
}

/**
 * The line through one thing: everything before and after it. As on the server, a line ends at a decision unless it begins
 * there, because a ballot joins many concepts and chooses few.
 */
export function lineThrough(key: string, { before, after }: Neighbours): Set<string> {
  const line = new Set([key]);
  for (const map of [before, after]) {
    const seen = new Set([key]);
    const waiting = [key];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (at.startsWith('decision ') && at !== key) continue;
      for (const next of map.get(at) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        line.add(next);
        waiting.push(next);
      }
    }
  }
  return line;
}

/** The graph of some of its things. */
export function only(graph: Graph, keys: ReadonlySet<string>): Graph {
  return {
    ...graph,
    nodes: graph.nodes.filter((node) => keys.has(keyOf(node))),
    edges: graph.edges.filter(({ from, to }) => keys.has(keyOf(from)) && keys.has(keyOf(to))),
  };
}

/** The things that nothing leads to or away from. */
export function alone(graph: Graph): Node[] {
  const tied = new Set(graph.edges.flatMap(({ from, to }) => [keyOf(from), keyOf(to)]));
  return graph.nodes.filter((node) => !tied.has(keyOf(node)));
}
