const places: Record<string, (id: string) => string> = {
  challenge: (id) => `/challenges/${id}`,
  journey: (id) => `/journeys/${id}`,
  touchpoint: (id) => `/touchpoints/${id}`,
  insight: (id) => `/insights/${id}`,
  insight_import: (id) => `/insights?import=${id}`,
  sticking_point: (id) => `/sticking-points/${id}`,
  // A metric is shown on its touchpoint, which the feed names as its target.
  metric: () => '/journeys',
  idea: (id) => `/ideas/${id}`,
  concept: (id) => `/concepts/${id}`,
  decision: (id) => `/decisions/${id}`,
  commitment: (id) => `/commitments/${id}`,
  effect: (id) => `/commitments/${id}`,
};

/** The page of a thing; undefined for one without a page of its own. */
export function placeOf(kind: string, id: string): string | undefined {
  return places[kind]?.(id);
}

/** An address with what stands behind its "?", as links want it. */
export function linkTo(address: string): { to: string; search?: Record<string, string> } {
  const [to = '/', query] = address.split('?');
  return query ? { to, search: Object.fromEntries(new URLSearchParams(query)) } : { to };
}
