/** Where customers' words come from. */
export const sourceKinds = ['interview', 'review', 'ticket', 'survey', 'observation', 'social'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What the address of a map says about what of it is shown. */
export type JourneySearch = {
  /** The stage whose touchpoints are the columns; absent, the stages are. */
  stage?: string;
  source?: SourceKind;
  segment?: string;
  /** Said on this day (YYYY-MM-DD) or later. */
  from?: string;
  to?: string;
  table?: true;
  /** Also what the customer does and feels, our people and our systems. */
  lanes?: true;
};

const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 100) : undefined;
const dayOf = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;

/** Reads the address of a map; what it does not understand is left out. */
export function journeySearch(search: Record<string, unknown>): JourneySearch {
  const source = sourceKinds.find((kind) => kind === search.source);
  const stage = text(search.stage);
  const segment = text(search.segment);
  const from = dayOf(search.from);
  const to = dayOf(search.to);
  return {
    ...(stage && { stage }),
    ...(source && { source }),
    ...(segment && { segment }),
    ...(from && { from }),
    ...(to && { to }),
    ...(search.table === true && { table: true }),
    ...(search.lanes === true && { lanes: true }),
  };
}

/** The part of the address that the server filters by. */
export function filterOf({ source, segment, from, to }: JourneySearch) {
  return { source_kind: source, segment, from, to };
}

export const filtered = ({ source, segment, from, to }: JourneySearch) =>
  Boolean(source ?? segment ?? from ?? to);
