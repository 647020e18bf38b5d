import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { body, client, ifMatch, once } from '../../api/client';
import type { components } from '../../api/schema';
import { moveStage, moveTouchpoint } from './moves';
import { filterOf, type JourneySearch } from './search';

type Schemas = components['schemas'];
export type JourneyMap = Schemas['JourneyMap'];
export type Journey = Schemas['Journey'];
export type JourneyVersion = Schemas['JourneyVersion'];
export type Stage = Schemas['Stage'];
export type Touchpoint = Schemas['Touchpoint'];
export type TouchpointUpdate = Schemas['TouchpointUpdate'];
export type StageUpdate = Schemas['StageUpdate'];
export type MapTouchpoint = Schemas['MapTouchpoint'];
export type MapStickingPoint = Schemas['MapStickingPoint'];
export type MapItem = Schemas['MapItem'];
export type MapMetric = Schemas['MapMetric'];
export type Mood = Schemas['Mood'];
export type Quote = Schemas['Quote'];

const first: string | undefined = undefined;
const following = (page: { next?: string }) => page.next;

export const journeysQuery = infiniteQueryOptions({
  queryKey: ['journeys'],
  queryFn: ({ signal, pageParam }) =>
    body(client.GET('/journeys', { params: { query: { cursor: pageParam } }, signal })),
  initialPageParam: first,
  getNextPageParam: following,
});

/** A map with its evidence. While another filter is fetched the last answer stays, so that the curve can move to it. */
export const mapQuery = (id: string, search: JourneySearch) => {
  const query = filterOf(search);
  return queryOptions({
    queryKey: ['journey-map', id, query],
    queryFn: ({ signal }) =>
      body(client.GET('/journeys/{id}/map', { params: { path: { id }, query }, signal })),
    placeholderData: keepPreviousData,
  });
};

export const facetsQuery = (journey: string) =>
  queryOptions({
    queryKey: ['insight-facets', journey],
    queryFn: ({ signal }) => body(client.GET('/insights/facets', { params: { query: { journey } }, signal })),
  });

export const versionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['journey-versions', id],
    queryFn: ({ signal, pageParam }) =>
      body(
        client.GET('/journeys/{id}/versions', {
          params: { path: { id }, query: { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: first,
    getNextPageParam: following,
  });

/** Reads a map and the list of its versions again, after one change to it. */
export function refreshMap(cache: QueryClient, id: string): Promise<unknown> {
  void cache.invalidateQueries({ queryKey: ['journey-versions', id] });
  void cache.invalidateQueries({ queryKey: ['journeys'] });
  return cache.invalidateQueries({ queryKey: ['journey-map', id] });
}

/**
 * The versions that this reader's own saves have made: a second change that was begun before the first was answered is
 * no conflict with somebody else.
 */
const own = new Map<string, number>();
function newest(id: string, version: number): number {
  for (let next = own.get(`${id} ${version}`); next !== undefined; next = own.get(`${id} ${version}`)) {
    version = next;
  }
  return version;
}
async function saved<T extends { id: string; version: number }>(
  from: number,
  answer: Promise<T>,
): Promise<T> {
  const row = await answer;
  if (row.version > from) own.set(`${row.id} ${from}`, row.version);
  return row;
}

/** Changes the structure of a map wherever it is held. */
function patchMaps(cache: QueryClient, id: string, change: (stages: Stage[]) => Stage[]): void {
  cache.setQueriesData<JourneyMap>(
    { queryKey: ['journey-map', id] },
    (map) => map && { ...map, journey: { ...map.journey, stages: change(map.journey.stages) } },
  );
}

export function useDrawMap() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ key, ...map }: Schemas['JourneyCreate'] & { key: string }) =>
      body(client.POST('/journeys', { params: { header: once(key) }, body: map })),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['journeys'] }),
  });
}

type Versioned = { id: string; version: number };

/** Every way to change a map. What the server refuses is thrown; the map is read again after each change. */
export function useMapEdits(id: string) {
  const cache = useQueryClient();
  const done = () => refreshMap(cache, id);
  // One after the other, in the order in which they were made.
  const scope = { id: `journey ${id}` };
  const renameMap = useMutation({
    scope,
    mutationFn: ({ version, title }: { version: number; title: string }) => {
      const params = { path: { id }, header: ifMatch(newest(id, version)) };
      return saved(version, body(client.PATCH('/journeys/{id}', { params, body: { title } })));
    },
    onSuccess: done,
  });
  const addStage = useMutation({
    mutationFn: ({ key, name }: { key: string; name: string }) =>
      body(
        client.POST('/journeys/{id}/stages', { params: { path: { id }, header: once(key) }, body: { name } }),
      ),
    onSuccess: done,
  });
  const changeStage = useMutation({
    scope,
    mutationFn: ({ stage, change }: { stage: Versioned; change: StageUpdate }) => {
      const version = newest(stage.id, stage.version);
      const params = { path: { id: stage.id }, header: ifMatch(version) };
      return saved(version, body(client.PATCH('/stages/{id}', { params, body: change })));
    },
    onMutate: ({ stage, change }) => {
      const { position } = change;
      if (position !== undefined) patchMaps(cache, id, (stages) => moveStage(stages, stage.id, position));
    },
    onSettled: done,
  });
  const removeStage = useMutation({
    mutationFn: ({ stage, to }: { stage: string; to?: string }) =>
      client.DELETE('/stages/{id}', { params: { path: { id: stage }, query: { to } } }),
    onSuccess: done,
  });
  const addTouchpoint = useMutation({
    mutationFn: ({ key, stage, name }: { key: string; stage: string; name: string }) =>
      body(client.POST('/touchpoints', { params: { header: once(key) }, body: { stage, name } })),
    onSuccess: done,
  });
  const changeTouchpoint = useMutation({
    scope,
    mutationFn: ({ touchpoint, change }: { touchpoint: Versioned; change: TouchpointUpdate }) => {
      const version = newest(touchpoint.id, touchpoint.version);
      const params = { path: { id: touchpoint.id }, header: ifMatch(version) };
      return saved(version, body(client.PATCH('/touchpoints/{id}', { params, body: change })));
    },
    onMutate: ({ touchpoint, change: { stage, position } }) => {
      if (stage === undefined || position === undefined) return;
      patchMaps(cache, id, (stages) => moveTouchpoint(stages, touchpoint.id, stage, position));
    },
    onSettled: done,
  });
  const removeTouchpoint = useMutation({
    mutationFn: ({ touchpoint, to }: { touchpoint: string; to?: string }) =>
      client.DELETE('/touchpoints/{id}', { params: { path: { id: touchpoint }, query: { to } } }),
    onSuccess: done,
  });
  return {
    renameMap,
    addStage,
    changeStage,
    removeStage,
    addTouchpoint,
    changeTouchpoint,
    removeTouchpoint,
    /** The structure as the server has it now. */
    reload: async () => {
      await done();
      return cache
        .getQueriesData<JourneyMap>({ queryKey: ['journey-map', id], type: 'active' })
        .map(([, map]) => map?.journey)
        .find(Boolean);
    },
  };
}

export type MapEdits = ReturnType<typeof useMapEdits>;
