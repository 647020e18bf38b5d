import type { JourneyMap, MapItem, MapMetric, MapStickingPoint, Mood, Quote, Touchpoint } from './queries';

/** What is tied to a touchpoint, with where it is. */
export type At<T> = T & { touchpoint: string };

/** One column of the map: a stage, or in a zoomed stage one of its touchpoints. */
export type Column = {
  id: string;
  kind: 'stage' | 'touchpoint';
  name: string;
  mood: Mood;
  quote?: Quote;
  /** The column's touchpoints in their order; of a touchpoint only itself. */
  touchpoints: Touchpoint[];
  /** Heaviest first. */
  stickingPoints: At<MapStickingPoint>[];
  /** Most supported first; an idea that acts at two touchpoints of a stage is there once. */
  ideas: At<MapItem>[];
  concepts: At<MapItem>[];
  commitments: At<MapItem>[];
  metrics: At<MapMetric>[];
};

function once<T extends { id: string }>(rows: readonly T[]): T[] {
  return [...new Map(rows.toReversed().map((row) => [row.id, row])).values()].toReversed();
}

const bySupport = (a: MapItem, b: MapItem) => b.support - a.support;

/** The columns of a map, or of one stage of it. A stage that is not there (any more) gives the whole map. */
export function columnsOf(map: JourneyMap, zoomed?: string): Column[] {
  const stages = map.journey.stages;
  const moods = new Map(map.stages.map((stage) => [stage.id, stage]));
  const evidence = new Map(map.stages.flatMap((stage) => stage.touchpoints.map((each) => [each.id, each])));
  const none = { count: 0, sum: 0 };
  const gather = (touchpoints: Touchpoint[]) => {
    const all = <K extends 'sticking_points' | 'ideas' | 'concepts' | 'commitments' | 'metrics'>(key: K) =>
      once(
        touchpoints.flatMap(({ id }) =>
          (evidence.get(id)?.[key] ?? []).map((row) => ({ ...row, touchpoint: id })),
        ) as At<NonNullable<ReturnType<typeof evidence.get>>[K][number]>[],
      );
    return {
      touchpoints,
      stickingPoints: all('sticking_points').sort((a, b) => b.weight - a.weight || b.insights - a.insights),
      ideas: all('ideas').sort(bySupport),
      concepts: all('concepts').sort(bySupport),
      commitments: all('commitments'),
      metrics: all('metrics'),
    };
  };
  const stage = stages.find(({ id }) => id === zoomed);
  if (stage) {
    return stage.touchpoints.map((touchpoint) => ({
      id: touchpoint.id,
      kind: 'touchpoint' as const,
      name: touchpoint.name,
      mood: evidence.get(touchpoint.id)?.mood ?? none,
      quote: evidence.get(touchpoint.id)?.quote,
      ...gather([touchpoint]),
    }));
  }
  return stages.map(({ id, name, touchpoints }) => ({
    id,
    kind: 'stage' as const,
    name,
    mood: moods.get(id)?.mood ?? none,
    quote: moods.get(id)?.quote,
    ...gather(touchpoints),
  }));
}

/** The column where it goes worst, of those with enough insights to be sure; where the eye should begin. */
export function lowestOf(columns: readonly Column[], least: number): Column | undefined {
  return columns
    .filter(({ mood }) => mood.count >= least)
    .reduce<Column | undefined>(
      (low, column) =>
        !low || column.mood.sum / column.mood.count < low.mood.sum / low.mood.count ? column : low,
      undefined,
    );
}

/** The last value of a metric and how it has changed over what is shown. */
export function latest({ points }: MapMetric): { value: number; since: number } | undefined {
  const last = points.at(-1);
  const begin = points[0];
  return last && begin && { value: last.value, since: last.value - begin.value };
}
