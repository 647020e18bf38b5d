import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client, ifMatch, once } from '../../api/client';
import type { components } from '../../api/schema';

type Schemas = components['schemas'];
export type Metric = Schemas['Metric'];
export type Point = Schemas['MetricPoint'];
export type PointWrite = Schemas['MetricPointWrite'];
export type MetricImport = Schemas['MetricImport'];
export type Kind = Metric['kind'];

export const kinds = ['nps', 'csat', 'ces', 'own'] as const satisfies readonly Kind[];

export const metricQuery = (id: string) =>
  queryOptions({
    queryKey: ['metric', id],
    queryFn: ({ signal }) => body(client.GET('/metrics/{id}', { params: { path: { id } }, signal })),
  });

/** Holds a metric as the server answered it and marks what shows it elsewhere as old. */
function useHold() {
  const cache = useQueryClient();
  return (metric: Metric) => {
    cache.setQueryData(['metric', metric.id], metric);
    for (const key of ['metrics', 'touchpoint', 'journey']) void cache.invalidateQueries({ queryKey: [key] });
  };
}

export function useCreateMetric() {
  const hold = useHold();
  return useMutation({
    mutationFn: ({ key, metric }: { key: string; metric: Schemas['MetricCreate'] }) =>
      body(client.POST('/metrics', { params: { header: once(key) }, body: metric })),
    onSuccess: hold,
  });
}

export function useUpdateMetric({ id, version }: Metric) {
  const hold = useHold();
  return useMutation({
    mutationFn: (change: Schemas['MetricUpdate']) =>
      body(
        client.PATCH('/metrics/{id}', { params: { path: { id }, header: ifMatch(version) }, body: change }),
      ),
    onSuccess: hold,
  });
}

export function useDeleteMetric(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => body(client.DELETE('/metrics/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      for (const key of ['metrics', 'touchpoint', 'journey'])
        void cache.invalidateQueries({ queryKey: [key] });
    },
  });
}

export function usePutPoint(id: string) {
  const hold = useHold();
  return useMutation({
    mutationFn: (point: PointWrite) =>
      body(client.PUT('/metrics/{id}/points', { params: { path: { id } }, body: { points: [point] } })),
    onSuccess: hold,
  });
}

export function useDeletePoint(id: string) {
  const hold = useHold();
  return useMutation({
    mutationFn: (day: string) =>
      body(client.DELETE('/metrics/{id}/points/{day}', { params: { path: { id, day } } })),
    onSuccess: hold,
  });
}

export function useImportPoints(id: string) {
  const hold = useHold();
  return useMutation({
    mutationFn: (file: File) =>
      body(
        client.POST('/metrics/{id}/points', {
          params: { path: { id } },
          headers: { 'Content-Type': 'text/csv' },
          // The specification calls a file a string; it is sent as it is.
          body: file as unknown as string,
          bodySerializer: (sent) => sent as unknown as Blob,
        }),
      ),
    onSuccess: ({ metric }) => metric && hold(metric),
  });
}
