import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import type { components } from '../../api/schema';
import { upload } from '../../api/upload';

export type Import = components['schemas']['InsightImport'];
export type ImportList = components['schemas']['InsightImportList'];
export type ImportRow = components['schemas']['ImportRow'];
export type Settings = components['schemas']['ImportSettings'];
export type Field = components['schemas']['ImportField'];

/** What a column of a file can be, the one that must be there first. */
export const fields: readonly Field[] = [
  'quote',
  'said_on',
  'sentiment',
  'rating',
  'source_kind',
  'source',
  'segment',
  'touchpoint',
  'note',
];

/** The largest file that is taken, in bytes. */
export const largest = 200 * 2 ** 20;

/** The server works on it now. */
export const atWork = (one: Pick<Import, 'state'>) => one.state === 'running' || one.state === 'undoing';

const pace = 1_000; // ms between two looks at an import at work

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['insight-import', id],
    queryFn: ({ signal }) => body(client.GET('/insight-imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data && atWork(query.state.data) ? pace : false),
  });

export const importsQuery = infiniteQueryOptions({
  queryKey: ['insight-imports'],
  queryFn: ({ signal, pageParam }) =>
    body(client.GET('/insight-imports', { params: { query: { limit: 20, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: ImportList) => page.next,
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.items.some(atWork)) ? 3 * pace : false,
});

export function uploadFile(
  file: File,
  source: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Import> {
  const query = new URLSearchParams({ name: file.name.slice(0, 200), ...(source && { source }) });
  return upload<Import>(`/insight-imports?${query}`, file, 'text/csv', onProgress, signal);
}

export const configure = (id: string, settings: Settings): Promise<Import> =>
  body(client.PATCH('/insight-imports/{id}', { params: { path: { id } }, body: settings }));

export const start = (id: string): Promise<Import> =>
  body(client.POST('/insight-imports/{id}/start', { params: { path: { id } } }));

/** Drops an upload, or undoes a whole import. */
export const undo = (id: string): Promise<Import> =>
  body(client.DELETE('/insight-imports/{id}', { params: { path: { id } } }));

export const rejectsAddress = (id: string) => `/api/v1/insight-imports/${encodeURIComponent(id)}/rejects`;
