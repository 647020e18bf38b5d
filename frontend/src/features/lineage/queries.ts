import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import type { components } from '../../api/schema';

export type Graph = components['schemas']['LineageGraph'];
export type Node = components['schemas']['LineageNode'];
export type Edge = components['schemas']['LineageEdge'];
export type Kind = components['schemas']['LineageKind'];

export const lineageQuery = (kind: Kind, id: string) =>
  queryOptions({
    queryKey: ['lineage', kind, id],
    queryFn: ({ signal }) =>
      body(client.GET('/lineage/{kind}/{id}', { params: { path: { kind, id } }, signal })),
  });

export const challengeLineageQuery = (id: string) =>
  queryOptions({
    queryKey: ['lineage', 'challenge', id],
    queryFn: ({ signal }) =>
      body(client.GET('/challenges/{id}/lineage', { params: { path: { id } }, signal })),
  });
