import type { components } from '../api/schema';

type Concept = components['schemas']['Concept'];
type Item = Concept['readiness'][number]['item'];

const needed: readonly Item[] = ['measure', 'insight', 'sticking_point'];
const items: readonly Item[] = [
  'problem',
  'solution',
  'customer_value',
  'company_value',
  'first_step',
  'rating',
  ...needed,
];

/** The readiness list with these items done; all of them when none are named. */
export const readiness = (done: readonly Item[] = items): Concept['readiness'] =>
  items.map((item) => ({ item, done: done.includes(item), needed: needed.includes(item) }));

/** One customer's words behind a concept. */
export const quote = (change: Partial<Concept['evidence'][number]> = {}): Concept['evidence'][number] => ({
  insight: 'n1',
  quote: 'I told it four times.',
  source: 'Owner of a bakery',
  source_kind: 'interview',
  sentiment: -2,
  said_on: '2026-11-02',
  ...change,
});

const author = { id: 'p2', name: 'Jyrki Hämäläinen', department: 'Cloud & Networks' };

/** A concept as the server writes one, for tests. */
export const aConcept = (change: Partial<Concept> = {}): Concept => ({
  id: 'k1',
  challenge: { kind: 'challenge', id: 'c1', title: 'Our promises' },
  title: 'Kerromme ensin',
  problem: '',
  who_suffers: '',
  solution: '',
  customer_value: '',
  company_value: '',
  first_step: '',
  measure: '',
  effort: 0,
  impact: 0,
  owner: { id: 'p3', name: 'Åsa Sjöblom', department: 'Sales' },
  authors: [author],
  coauthors: [],
  sources: [{ kind: 'idea', id: 'i1', title: 'An outage in plain Finnish', author }],
  evidence: [],
  insights: 0,
  sticking_points: [],
  themes: [],
  readiness: readiness([]),
  open_suggestions: 0,
  vote_mode: 'support',
  counts: { agree: 3, disagree: 0, pass: 0, comments: 0 },
  version: 4,
  created_at: '',
  updated_at: '',
  can: [],
  ...change,
});
