import type { LineageKind, LineageStation } from '../../ui/LineageLine';
import type { Idea } from './queries';

type Stations = Partial<Record<LineageKind, LineageStation>>;

/** The stations an idea has reached, for its line: `here` on its own page, `done` in a list. */
export function stationsOf(
  idea: Pick<Idea, 'lineage' | 'insights' | 'sticking_points'>,
  own: 'here' | 'done',
  customers?: (count: number) => string,
): Stations {
  const { concepts = [], decisions = [], commitments = [] } = idea.lineage ?? {};
  const station = (links: readonly { id: string; title: string }[], to: (id: string) => string) => {
    const [first, ...rest] = links;
    if (!first) return undefined;
    const more = rest.length > 0 ? ` +${rest.length}` : '';
    return { state: 'done' as const, detail: `${first.title}${more}`, to: to(first.id) };
  };
  const stations: Stations = { idea: { state: own } };
  if (idea.insights) {
    stations.insight = { state: 'done', ...(customers && { detail: customers(idea.insights) }) };
  }
  const point = station(idea.sticking_points ?? [], (id) => `/sticking-points/${id}`);
  if (point) stations.stickingPoint = point;
  const concept = station(concepts, (id) => `/concepts/${id}`);
  const decision = station(decisions, (id) => `/decisions/${id}`);
  const roadmap = station(commitments, () => '/roadmap');
  if (concept) stations.concept = concept;
  if (decision) stations.decision = decision;
  if (roadmap) stations.roadmap = roadmap;
  return stations;
}
