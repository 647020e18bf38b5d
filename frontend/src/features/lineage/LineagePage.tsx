import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { Skeleton } from '../../ui/Skeleton';
import { isKind, keyOf, placeOf } from './graph';
import { lineageQuery } from './queries';
import { Whole } from './Whole';

/** The line of one thing as a picture. */
export function LineagePage() {
  const { t } = useTranslation('lineage');
  const params = useParams({ strict: false }) as { kind: string; id: string };
  const kind = isKind(params.kind) ? params.kind : 'idea';
  const { id } = params;
  const graph = useQuery(lineageQuery(kind, id));
  const here = keyOf({ kind, id });
  const node = graph.data?.nodes.find((each) => keyOf(each) === here);
  return (
    <Page wide>
      <PageHeader
        title={node ? t('of', { title: node.title }) : t('title')}
        short={t('title')}
        crumbs={[{ label: t(`kind.${kind}`), to: placeOf({ kind, id }) }, { label: t('title') }]}
      />
      {graph.isPending && <Skeleton heights={[32, 480]} />}
      {graph.isError && !graph.data && (
        <ErrorNote title={t('loadFailed')} error={graph.error} onRetry={() => void graph.refetch()} />
      )}
      {graph.data &&
        (graph.data.edges.length === 0 ? (
          <EmptyState text={t('emptyOne')} />
        ) : (
          <Whole key={here} graph={graph.data} here={here} />
        ))}
    </Page>
  );
}
