import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, useCallback } from 'react';
import { MetricsOf } from '../../features/metric/MetricsOf';
import type { TouchpointSearch } from '../../features/touchpoint/search';
import { TouchpointPage } from '../../features/touchpoint/TouchpointPage';
import { Here } from '../Here';

const PostInsight = lazy(() => import('../../features/insight/PostInsight'));
const Raise = lazy(() => import('./Raise'));

/** A touchpoint with the dialogs that put something on it. */
export function TouchpointRoute() {
  const { id } = useParams({ from: '/touchpoints/$id' });
  const filter = useSearch({ from: '/touchpoints/$id' });
  const navigate = useNavigate();
  const onFilter = useCallback(
    (search: TouchpointSearch) =>
      void navigate({ to: '/touchpoints/$id', params: { id }, search, replace: true, resetScroll: false }),
    [navigate, id],
  );
  return (
    <>
      <Here kind="touchpoint" id={id} />
      <TouchpointPage
        key={id}
        id={id}
        filter={filter}
        onFilter={onFilter}
        metrics={({ metrics }) => <MetricsOf touchpoint={{ id }} metrics={metrics} />}
        post={({ touchpoint }, onClose) => (
          <PostInsight opened onClose={onClose} touchpoint={{ id, title: touchpoint.name }} />
        )}
        raise={({ touchpoint }, onClose) => (
          <Raise onClose={onClose} touchpoint={{ id, title: touchpoint.name }} />
        )}
      />
    </>
  );
}
