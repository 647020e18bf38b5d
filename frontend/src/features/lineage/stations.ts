import type { LineageKind, LineageStation } from '../../ui/LineageLine';
import { keyOf, kinds, placeOf } from './graph';
import type { Graph, Kind, Node } from './queries';

type Stations = Partial<Record<LineageKind, LineageStation>>;

/** The station of the line at which a kind stands. */
export const stationOf: Record<Kind, LineageKind> = {
  insight: 'insight',
  sticking_point: 'stickingPoint',
  idea: 'idea',
  concept: 'concept',
  decision: 'decision',
  commitment: 'roadmap',
  effect: 'effect',
};

type Words = {
  /** "3 from customers" */
  customers: (count: number) => string;
  /** At a station the line went past without. */
  none: string;
  /** On the roadmap, when every ballot it stood on is over and none put it there. */
  notChosen: string;
};

/** States of a decision that nothing on the roadmap follows from any more. */
const over: ReadonlySet<string | undefined> = new Set([
  'not_adopted',
  'no_consensus',
  'inquorate',
  'adopted',
]);

/** Each station with the things at it, the reader standing at one of them. */
export function stationsOf(graph: Graph, here: { kind: Kind; id: string }, words: Words): Stations {
  const stations: Stations = {};
  const at = (kind: Kind) => graph.nodes.filter((node) => node.kind === kind && keyOf(node) !== keyOf(here));
  const link = (node: Node) => ({ title: node.title, to: placeOf(node) ?? '' });
  for (const kind of kinds) {
    const nodes = at(kind);
    const things = nodes.filter((node) => !node.count).map(link);
    const station = stationOf[kind];
    if (kind === here.kind) {
      stations[station] = { state: 'here', others: things };
      continue;
    }
    const count = things.length + nodes.reduce((sum, node) => sum + (node.count ?? 0), 0);
    if (count === 0) continue;
    const [first, ...others] = things;
    stations[station] =
      count > 1 && kind === 'insight'
        ? { state: 'done', detail: words.customers(count), others: things }
        : { state: 'done', detail: first?.title, to: first?.to, others };
  }
  const order = kinds.map((kind) => stationOf[kind]);
  const last = order.findLastIndex((station) => stations[station]);
  for (const station of order.slice(0, last)) {
    stations[station] ??= { state: 'ahead', detail: words.none };
  }
  const decisions = graph.nodes.filter((node) => node.kind === 'decision');
  if (!stations.roadmap && decisions.length > 0 && decisions.every((node) => over.has(node.status))) {
    stations.roadmap = { state: 'ahead', detail: words.notChosen };
  }
  return stations;
}
