import { vi } from 'vitest';
import type { JourneyMap, Stage, Touchpoint } from './queries';

const person = { id: 'p9', name: 'Elina Kärkkälä', department: 'Product & Design' };

export function touchpoint(
  id: string,
  stage: string,
  position: number,
  name = `Touchpoint ${id}`,
): Touchpoint {
  return {
    id,
    journey: { kind: 'journey', id: 'j1', title: 'Matka' },
    stage: { kind: 'stage' as never, id: stage, title: stage },
    name,
    position,
    does: '',
    feels: '',
    people: '',
    systems: '',
    version: 1,
    can: ['journey.edit'],
  };
}

/** A map of three stages: a good one, a bad one with a sticking point, and one that nobody has spoken of. */
export function mapOf(can: string[] = ['journey.edit']): JourneyMap {
  const stages: Stage[] = [
    {
      id: 's1',
      name: 'Choose us',
      position: 0,
      version: 1,
      touchpoints: [touchpoint('t1', 's1', 0, 'Website'), touchpoint('t2', 's1', 1, 'Tender')],
    },
    {
      id: 's2',
      name: 'Something breaks',
      position: 1,
      version: 1,
      touchpoints: [touchpoint('t3', 's2', 0, 'Käynti paikalla')],
    },
    { id: 's3', name: 'Renew or leave', position: 2, version: 1, touchpoints: [] },
  ];
  const empty = {
    mood: { count: 0, sum: 0 },
    sticking_points: [],
    ideas: [],
    concepts: [],
    commitments: [],
    metrics: [],
  };
  return {
    journey: {
      id: 'j1',
      title: 'How it is to be our customer',
      about: '',
      version: 6,
      edited_by: person,
      stages,
      created_at: '2026-08-01T00:00:00Z',
      updated_at: '2026-11-01T00:00:00Z',
      can,
    },
    mood: { count: 30, sum: -12 },
    sources: 4,
    since: '2026-08-03',
    seq: 9,
    stages: [
      {
        id: 's1',
        mood: { count: 10, sum: 5 },
        quote: { insight: 'q1', quote: 'The site is quick.', sentiment: 1 },
        touchpoints: [
          { id: 't1', ...empty, mood: { count: 10, sum: 5 } },
          { id: 't2', ...empty },
        ],
      },
      {
        id: 's2',
        mood: { count: 20, sum: -17 },
        quote: { insight: 'q2', quote: 'Odotin kahdeksasta.', sentiment: -2 },
        touchpoints: [
          {
            id: 't3',
            ...empty,
            mood: { count: 20, sum: -17 },
            quote: { insight: 'q2', quote: 'Odotin kahdeksasta.', sentiment: -2 },
            sticking_points: [
              {
                id: 'x1',
                title: 'Waiting for the visit',
                status: 'confirmed',
                insights: 9,
                weight: 4.5,
                me_too: 2,
              },
            ],
            ideas: [{ id: 'i1', title: 'Arrival time by text', support: 61 }],
            metrics: [
              {
                id: 'm1',
                name: 'CSAT',
                kind: 'csat',
                unit: '',
                better: 'higher',
                points: [
                  { on: '2026-05-01', value: 3.3 },
                  { on: '2026-10-01', value: 3.1 },
                ],
              },
            ],
          },
        ],
      },
      { id: 's3', mood: { count: 0, sum: 0 }, touchpoints: [] },
    ],
  };
}

export const json = (value: unknown, status = 200) =>
  new Response(status === 204 ? null : JSON.stringify(value), {
    status,
    headers: { 'Content-Type': 'application/json' },
  });

export const refusal = (status: number, code: string, detail = 'Refused.') =>
  json({ type: 'about:blank', title: 'Refused', status, code, detail }, status);

export type Seen = {
  method: string;
  path: string;
  query: URLSearchParams;
  version: string | null;
  body: unknown;
};

/** A server that shows one map; `answer` may answer a request before it does. What was asked is kept in order. */
export function serve(state: { map: JourneyMap }, answer?: (seen: Seen) => Response | undefined) {
  const seen: Seen[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request;
    const url = new URL(request.url);
    const one: Seen = {
      method: request.method,
      path: url.pathname.replace('/api/v1', ''),
      query: url.searchParams,
      version: request.headers.get('If-Match'),
      body: request.method === 'GET' ? undefined : await request.json().catch(() => undefined),
    };
    seen.push(one);
    const own = answer?.(one);
    if (own) return own;
    if (one.path === '/journeys/j1/map') return json(state.map);
    if (one.path === '/insights/facets') {
      return json({
        source_kinds: [
          { value: 'interview', count: 4 },
          { value: 'review', count: 26 },
        ],
        segments: [{ value: 'Kunnat', count: 12 }],
        total: 30,
      });
    }
    if (one.path === '/journeys') return json({ items: [state.map.journey] });
    return json({ items: [] });
  });
  return seen;
}

/** A window as wide as a desk's; the tests' own is as narrow as a phone's. */
export function wideWindow(): void {
  const narrow = globalThis.matchMedia;
  vi.spyOn(globalThis, 'matchMedia').mockImplementation((query) => ({
    ...narrow(query),
    media: query,
    matches: query.includes('min-width'),
  }));
}
