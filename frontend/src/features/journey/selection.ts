import type { Column } from './columns';
import type { JourneyMap } from './queries';

/** What of the map is selected: a column, or in it a touchpoint or a sticking point. */
export type Selection = { column: string; touchpoint?: string; stickingPoint?: string };

/** What the bar at the foot says about a selection. */
export type Facts = {
  kind: 'stage' | 'touchpoint' | 'sticking_point';
  title: string;
  /** Where a sticking point is. */
  where?: string;
  mean?: number;
  quote?: string;
  insights: number;
  meToo?: number;
  ideas: number;
  concepts: number;
  /** Where the full picture is; of a stage there is the stage itself. */
  touchpoint?: string;
};

/** The facts of what is selected; undefined when it has left the map. */
export function factsOf(
  map: JourneyMap,
  columns: readonly Column[],
  selection: Selection | undefined,
): Facts | undefined {
  const column = columns.find(({ id }) => id === selection?.column);
  if (!selection || !column) return undefined;
  const point = column.stickingPoints.find(({ id }) => id === selection.stickingPoint);
  const id =
    point?.touchpoint ?? selection.touchpoint ?? (column.kind === 'touchpoint' ? column.id : undefined);
  const touchpoint = column.touchpoints.find((each) => each.id === id);
  const evidence = map.stages.flatMap(({ touchpoints }) => touchpoints).find((each) => each.id === id);
  if (!touchpoint) {
    const { name, mood, quote, ideas, concepts } = column;
    return {
      kind: 'stage',
      title: name,
      mean: mood.count ? mood.sum / mood.count : undefined,
      quote: quote?.quote,
      insights: mood.count,
      ideas: ideas.length,
      concepts: concepts.length,
    };
  }
  const mood = evidence?.mood ?? { count: 0, sum: 0 };
  return {
    kind: point ? 'sticking_point' : 'touchpoint',
    title: point?.title ?? touchpoint.name,
    where: point && touchpoint.name,
    mean: mood.count ? mood.sum / mood.count : undefined,
    quote: evidence?.quote?.quote,
    insights: point?.insights ?? mood.count,
    meToo: point?.me_too,
    ideas: evidence?.ideas.length ?? 0,
    concepts: evidence?.concepts.length ?? 0,
    touchpoint: touchpoint.id,
  };
}
