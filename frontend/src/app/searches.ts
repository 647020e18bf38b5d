/** What the address of a challenge says about what is shown below it. */
export type ChallengeSearch = {
  /** Which half of the page; left out, the one that fits the phase. */
  show?: 'ideas' | 'concepts';
  sort?: 'new' | 'top' | 'hot';
  theme?: string;
  mine?: boolean;
  q?: string;
};

/** Reads the address of a challenge; what it does not understand, and what is so anyway, is left out. */
export function challengeSearch(search: Record<string, unknown>): ChallengeSearch {
  const { show, sort, theme, mine, q } = search;
  return {
    ...((show === 'ideas' || show === 'concepts') && { show }),
    ...((sort === 'top' || sort === 'hot') && { sort }),
    ...(theme !== undefined && theme !== '' && { theme: String(theme) }),
    ...(mine === true && { mine: true }),
    ...(q !== undefined && q !== '' && { q: String(q).slice(0, 200) }),
  };
}

/** Reads what is looked for from the address of the search page. */
export function searchSearch(search: Record<string, unknown>): { q?: string } {
  return search.q === undefined || search.q === '' ? {} : { q: String(search.q).slice(0, 200) };
}

/** One text of an address; a list becomes its members with commas between them. */
function text(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Reads what the way to a new concept has chosen: the challenge, and its sources by kind with commas between them. */
export function newConceptSearch(search: Record<string, unknown>): {
  challenge?: string;
  ideas?: string;
  insights?: string;
  sticking_points?: string;
} {
  return {
    challenge: text(search.challenge),
    ideas: text(search.ideas),
    insights: text(search.insights),
    sticking_points: text(search.sticking_points),
  };
}

/** Reads the challenge that a new decision is prepared in. */
export function newDecisionSearch(search: Record<string, unknown>): { challenge?: string } {
  return { challenge: text(search.challenge) };
}
