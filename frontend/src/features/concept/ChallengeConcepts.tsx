import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListKeys } from '../../lib/listKeys';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { MoreRows } from '../../ui/MoreRows';
import { SkeletonRows } from '../../ui/Skeleton';
import { SortTabs } from '../../ui/SortTabs';
import { ConceptRow } from './ConceptRow';
import classes from './ConceptsPage.module.css';
import { challengeConceptsQuery, type Sort } from './queries';

/** The concepts of one challenge, for the challenge's page. */
export function ChallengeConcepts({ challenge }: { challenge: string }) {
  const { t } = useTranslation('concept');
  const [sort, setSort] = useState<Sort>('top');
  const concepts = useInfiniteQuery(challengeConceptsQuery(challenge, sort));
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list);
  const rows = concepts.data?.pages.flatMap((page) => page.items);
  if (concepts.isPending) return <SkeletonRows rows={4} height={84} />;
  if (!rows) {
    return (
      <ErrorNote title={t('listFailed')} error={concepts.error} onRetry={() => void concepts.refetch()} />
    );
  }
  if (rows.length === 0) return <EmptyState text={t('emptyHere')} />;
  return (
    <>
      <SortTabs
        label={t('sort.label')}
        value={sort}
        onChange={setSort}
        options={[
          { value: 'top', label: t('sort.top') },
          { value: 'new', label: t('sort.new') },
        ]}
      />
      <ul ref={list} className={classes.list}>
        {rows.map((concept) => (
          <ConceptRow key={concept.id} concept={concept} />
        ))}
      </ul>
      <MoreRows query={concepts} />
    </>
  );
}
