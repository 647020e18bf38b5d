/** What the address of the insights says about which are shown; the names are the specification's. */
export type InsightsSearch = {
  q?: string;
  source_kind?: 'interview' | 'review' | 'ticket' | 'survey' | 'observation' | 'social';
  segment?: string;
  /** Said on this day (YYYY-MM-DD) or later. */
  from?: string;
  to?: string;
  sentiment?: number;
  journey?: string;
  stage?: string;
  touchpoint?: string;
  unplaced?: true;
  mine?: true;
  import?: string;
};

const kinds = ['interview', 'review', 'ticket', 'survey', 'observation', 'social'] as const;
const words = ['q', 'segment', 'journey', 'stage', 'touchpoint', 'import'] as const;

/** Reads the address of the insights; what it does not understand is left out. */
export function insightsSearch(search: Record<string, unknown>): InsightsSearch {
  const found: InsightsSearch = {};
  for (const name of words) {
    const value = search[name];
    if ((typeof value === 'string' || typeof value === 'number') && value !== '') {
      found[name] = String(value).slice(0, name === 'q' ? 200 : 100);
    }
  }
  const kind = kinds.find((each) => each === search.source_kind);
  if (kind) found.source_kind = kind;
  for (const name of ['from', 'to'] as const) {
    const value = search[name];
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) found[name] = value;
  }
  const { sentiment } = search;
  if (typeof sentiment === 'number' && [-2, -1, 0, 1, 2].includes(sentiment)) found.sentiment = sentiment;
  if (search.unplaced === true) found.unplaced = true;
  if (search.mine === true) found.mine = true;
  return found;
}

/** Reads which import is shown. */
export function importSearch(search: Record<string, unknown>): { id?: string } {
  return typeof search.id === 'string' && search.id !== '' ? { id: search.id } : {};
}
