// A decision after its close, for tests: seven on the panel, two of four concepts chosen.
import type { components } from '../../../api/schema';
import type { Decision, Result } from '../queries';

export const names = { a: 'Kerromme ensin', b: 'Arrival by text', c: 'Readable invoices', d: 'The chat' };

export const panel: Decision['panel'] = [
  { id: 'p1', name: 'Aino Väisänen', department: 'Service Desk' },
  { id: 'p2', name: 'Helmi Yrjölä', department: '' },
  { id: 'p3', name: 'Pertti Kääriäinen', department: 'Field Services' },
  { id: 'p4', name: 'Åsa Sjöblom', department: 'Cloud & Networks' },
  { id: 'p5', name: 'Björn Ekström', department: 'Sales' },
  { id: 'p6', name: 'Onni Räikkönen', department: 'Finance & HR' },
  { id: 'p7', name: 'Sini Päätalo', department: 'Product & Design' },
];

const link = (id: string, title: string) => ({ kind: 'concept', id, title });
export const candidates = Object.entries(names).map(([id, title]) => link(id, title));

export const decision: Decision = {
  id: 'd1',
  kind: 'main',
  challenge: { kind: 'challenge', id: 'c1', title: 'Our promises' },
  title: 'Two promises',
  question: '',
  seats: 2,
  method: 'pairwise',
  options: {},
  follow_up: 2880,
  second_round: false,
  candidates,
  panel,
  quorum: 5,
  closes_at: '2026-11-26T14:00:00Z',
  opens_at: '2026-11-20T08:00:00Z',
  state: 'adopted',
  turnout: { voted: 7, panel: 7 },
  voted: true,
  cycle: 1,
  rounds: [],
  sign_offs: [],
  proxies: [],
  version: 3,
  created_at: '',
  updated_at: '',
  can: ['result.read', 'record.read'],
};

export const result: Result = {
  decision: 'd1',
  kind: 'main',
  state: 'adopted',
  method: 'pairwise',
  options: {},
  cycle: 1,
  withdrawn: [],
  closed_at: '2026-11-26T14:00:00Z',
  seats: 2,
  shortlist: ['a', 'b'],
  winners: ['a', 'b'],
  tied: [],
  open_seats: 0,
  path: [{ kind: 'count', winners: ['a', 'b'], tied: [], open_seats: 0 }],
  participants: 7,
  took_part: panel.map((person) => ({ person })),
  panel: 7,
  quorum: 5,
  counted: 7,
  few: false,
  names,
  electable: ['c', 'b', 'a'],
  ranking: [['a'], ['b'], ['c']],
  pairwise: [
    [0, 1, 1],
    [5, 0, 2],
    [6, 4, 0],
  ],
  paths: [
    [0, 0, 0],
    [5, 0, 0],
    [6, 4, 0],
  ],
  wins: { a: 2, b: 1, c: 0 },
  losses: { a: 0, b: 1, c: 2 },
  net: { a: 7, b: 2, c: -9 },
  disagreement: { a: 120, b: 640, c: 300 },
  split: ['b'],
  config_hash: '00',
  commitment: '11',
  server_seed: '22',
  root: '33',
  chain_head: '9f3a70b2aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac41e',
};

/** The figures of a method in the place of the pairwise ones. */
export function withFigures(figures: Partial<Result>): Result {
  const { pairwise: _, paths: __, wins: ___, losses: ____, net: _____, ranking: ______, ...rest } = result;
  return { ...rest, ...figures };
}

export const sign = (
  person: number,
  choice: components['schemas']['Consent'],
  reason = '',
  concept?: keyof typeof names,
  cycle = 1,
): Decision['sign_offs'][number] => ({
  cycle,
  person: panel[person - 1]!,
  choice,
  reason,
  ...(concept && { concept: link(concept, names[concept]) }),
  signed_at: '2026-11-27T08:00:00Z',
});

export const round = (more: Partial<Decision['rounds'][number]>): Decision['rounds'][number] => ({
  id: 'r1',
  kind: 'runoff',
  state: 'open',
  cycle: 1,
  seats: 1,
  candidates: candidates.slice(1, 3),
  quorum: 5,
  opens_at: '2026-11-26T14:00:00Z',
  closes_at: '2026-11-28T14:00:00Z',
  turnout: { voted: 2, panel: 7 },
  voted: false,
  ...more,
});
