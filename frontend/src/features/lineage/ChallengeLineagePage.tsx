import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { Skeleton } from '../../ui/Skeleton';
import { challengeLineageQuery } from './queries';
import { Whole } from './Whole';

/** Everything of a challenge, from the customers' words to the effects. */
export function ChallengeLineagePage() {
  const { t } = useTranslation('lineage');
  const { id } = useParams({ strict: false }) as { id: string };
  const graph = useQuery(challengeLineageQuery(id));
  return (
    <Page wide>
      <PageHeader
        title={t('ofChallenge')}
        short={t('title')}
        crumbs={[{ label: t('challenge'), to: `/challenges/${id}` }, { label: t('title') }]}
      />
      {graph.isPending && <Skeleton heights={[32, 480]} />}
      {graph.isError && !graph.data && (
        <ErrorNote title={t('loadFailed')} error={graph.error} onRetry={() => void graph.refetch()} />
      )}
      {graph.data &&
        (graph.data.edges.length === 0 ? (
          <EmptyState text={t('empty')} />
        ) : (
          <Whole key={id} graph={graph.data} />
        ))}
    </Page>
  );
}
