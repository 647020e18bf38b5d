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

/** Every way to change a map. What the server refuses is thrown; the map is read again after each change. */
export function useMapEdits(id: string) {
  const cache = useQueryClient();
  const done = () => refreshMap(cache, id);
  const renameMap = useMutation({
    mutationFn: ({ version, title }: { version: number; title: string }) =>
      body(
        client.PATCH('/journeys/{id}', {
          params: { path: { id }, header: ifMatch(version) },
          body: { title },
        }),
      ),
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
    mutationFn: ({ stage, change }: { stage: Stage; change: StageUpdate }) =>
      body(
        client.PATCH('/stages/{id}', {
          params: { path: { id: stage.id }, header: ifMatch(stage.version) },
          body: change,
        }),
      ),
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
    mutationFn: ({ touchpoint, change }: { touchpoint: Touchpoint; change: TouchpointUpdate }) =>
      body(
        client.PATCH('/touchpoints/{id}', {
          params: { path: { id: touchpoint.id }, header: ifMatch(touchpoint.version) },
          body: change,
        }),
      ),
    onMutate: ({ touchpoint, change: { stage, position } }) => {
      if (position === undefined) return;
      const to = stage ?? touchpoint.stage.id;
      patchMaps(cache, id, (stages) => moveTouchpoint(stages, touchpoint.id, to, position));
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
    reload: done,
  };
}

export type MapEdits = ReturnType<typeof useMapEdits>;
