import type { Insight } from './queries';

/** For tests: an insight as the server answers it. */
export const insight = (id: string, more: Partial<Insight> = {}): Insight => ({
  id,
  quote: `Words of ${id}`,
  note: '',
  source_kind: 'interview',
  source: 'IT contact of a bakery',
  segment: '',
  said_on: '2026-11-09',
  sentiment: -1,
  author: { id: 'p2', name: 'Väinö Törmänen', department: 'Field Services' },
  masked: false,
  version: 1,
  created_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:00Z',
  can: [],
  ...more,
});
