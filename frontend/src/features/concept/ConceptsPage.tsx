import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListKeys } from '../../lib/listKeys';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconPlus } from '../../ui/icons';
import { MoreRows } from '../../ui/MoreRows';
import { PageHeader } from '../../ui/PageHeader';
import { SkeletonRows } from '../../ui/Skeleton';
import { SortTabs } from '../../ui/SortTabs';
import { ConceptRow } from './ConceptRow';
import classes from './ConceptsPage.module.css';
import { challengeChoicesQuery, conceptsQuery, type Sort } from './queries';

/** Every concept of every challenge the reader may see. */
export function ConceptsPage() {
  const { t } = useTranslation('concept');
  const [sort, setSort] = useState<Sort>('new');
  const concepts = useInfiniteQuery(conceptsQuery(sort));
  const challenges = useInfiniteQuery(challengeChoicesQuery);
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list);
  const rows = concepts.data?.pages.flatMap((page) => page.items);
  const mayGrow = challenges.data?.pages.some((page) =>
    page.items.some((challenge) => challenge.can.includes('concept.create')),
  );
  const grow = mayGrow && (
    <Button component={Link} to="/concepts/new" leftSection={<IconPlus size={16} />}>
      {t('grow')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('concepts')} meta={t('intro')} actions={grow} />
      <SortTabs
        label={t('sort.label')}
        value={sort}
        onChange={setSort}
        options={[
          { value: 'new', label: t('sort.new') },
          { value: 'top', label: t('sort.top') },
        ]}
      />
      {rows?.length === 0 && <EmptyState text={t('empty')} />}
      {rows && rows.length > 0 && (
        <>
          <ul ref={list} className={classes.list}>
            {rows.map((concept) => (
              <ConceptRow key={concept.id} concept={concept} challenge />
            ))}
          </ul>
          <MoreRows query={concepts} />
        </>
      )}
      {concepts.isPending && <SkeletonRows rows={6} height={84} />}
      {concepts.isError && !rows && (
        <ErrorNote title={t('listFailed')} error={concepts.error} onRetry={() => void concepts.refetch()} />
      )}
    </>
  );
}
