const kinds = ['interview', 'review', 'ticket', 'survey', 'observation', 'social'] as const;

/** What the address of a touchpoint says about whose words are shown; the names are the specification's. */
export type TouchpointSearch = {
  source_kind?: (typeof kinds)[number];
  segment?: string;
  /** Said on this day (YYYY-MM-DD) or later. */
  from?: string;
  to?: string;
};

/** Reads the address of a touchpoint; what it does not understand is left out. */
export function touchpointSearch(search: Record<string, unknown>): TouchpointSearch {
  const kind = kinds.find((each) => each === search.source_kind);
  const { segment } = search;
  const found: TouchpointSearch = {
    ...(kind && { source_kind: kind }),
    ...((typeof segment === 'string' || typeof segment === 'number') && {
      segment: String(segment).slice(0, 100),
    }),
  };
  for (const name of ['from', 'to'] as const) {
    const value = search[name];
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) found[name] = value;
  }
  return found;
}
