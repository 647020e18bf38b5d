import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, memo, Suspense, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/session';
import { useListKeys } from '../../lib/listKeys';
import { useKey } from '../../lib/useKey';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconPlus, IconUpload } from '../../ui/icons';
import { MoreRows } from '../../ui/MoreRows';
import { PageHeader } from '../../ui/PageHeader';
import { Pill } from '../../ui/Pill';
import { SkeletonRows } from '../../ui/Skeleton';
import { InsightFacets } from './InsightFacets';
import { InsightFilters } from './InsightFilters';
import { InsightRow } from './InsightRow';
import classes from './InsightsPage.module.css';
import { facetsQuery, insightsQuery, type Insight, type InsightList } from './queries';
import type { InsightsSearch } from './search';

const PostInsight = lazy(() => import('./PostInsight'));

type Props = {
  filter: InsightsSearch;
  onFilter: (next: InsightsSearch) => void;
};

/** What customers say: found by their words, where they come from, when, how they felt and where on the journey. */
export function InsightsPage({ filter, onFilter }: Props) {
  const { t } = useTranslation('insight');
  const { can } = useMe();
  const [posting, setPosting] = useState(false);
  const post = () => setPosting(true);
  useKey('i', post);
  const facets = useQuery(facetsQuery);
  const insights = useInfiniteQuery(insightsQuery(filter));
  const rows = useMemo(() => insights.data?.pages.flatMap((page) => page.items), [insights.data]);
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list);
  const narrowed = Object.keys(filter).length > 0;
  const mayImport = can.includes('insight.import');
  return (
    <div className={classes.page}>
      <PageHeader
        title={t('title')}
        meta={
          <span className={classes.total}>
            {facets.data ? t('total', { count: facets.data.total }) : '\u00a0'}
          </span>
        }
        actions={
          <span className={classes.acts}>
            {mayImport && (
              <Button component={Link} to="/insights/import" leftSection={<IconUpload size={16} />}>
                {t('import.go')}
              </Button>
            )}
            <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={post}>
              {t('post.title')}
            </Button>
          </span>
        }
      />
      <div className={classes.columns}>
        <div className={classes.centre}>
          <InsightFilters filter={filter} onFilter={onFilter} importTitle={rows?.[0]?.import?.title} />
          <InsightFacets className={classes.facets} facets={facets} filter={filter} onFilter={onFilter} />
          <section aria-labelledby="insights" className={classes.found}>
            <h2 id="insights" className="tk-hidden">
              {t('title')}
            </h2>
            {!narrowed && <Arrived list={insights} facets={facets} />}
            {insights.isPending && <SkeletonRows rows={6} height={72} />}
            {insights.isError && !rows && (
              <ErrorNote
                title={t('listFailed')}
                error={insights.error}
                onRetry={() => void insights.refetch()}
              />
            )}
            {rows?.length === 0 && (
              <EmptyState
                text={t(
                  !narrowed
                    ? 'empty'
                    : filter.unplaced
                      ? 'emptyUnplaced'
                      : filter.mine
                        ? 'emptyMine'
                        : 'emptyFiltered',
                )}
                action={
                  narrowed ? (
                    <Button onClick={() => onFilter({})}>{t('showAll')}</Button>
                  ) : (
                    <Button onClick={post}>{t('post.title')}</Button>
                  )
                }
              />
            )}
            {!!rows?.length && (
              // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- p on a row opens its picker of touchpoints
              <ul
                ref={list}
                className={classes.list}
                aria-busy={insights.isPlaceholderData}
                onKeyDown={placeByKey}
              >
                {insights.data?.pages.map((page, index) => (
                  <Rows key={index} insights={page.items} />
                ))}
              </ul>
            )}
            <MoreRows query={insights} />
          </section>
        </div>
      </div>
      {posting && (
        <Suspense fallback={null}>
          <PostInsight opened onClose={() => setPosting(false)} />
        </Suspense>
      )}
    </div>
  );
}

type ArrivedProps = {
  list: { data?: { pages: readonly InsightList[] } };
  facets: { data?: { total: number }; isFetching: boolean };
};

/** "3 new insights": they come in when it is pressed, never by themselves. */
function Arrived({ list, facets }: ArrivedProps) {
  const { t } = useTranslation('insight');
  const queryClient = useQueryClient();
  const first = list.data?.pages[0];
  const total = facets.data?.total;
  // How many there were when the list was read.
  const [seen, setSeen] = useState<{ first: InsightList; total: number }>();
  if (first && total !== undefined && !facets.isFetching && seen?.first !== first) setSeen({ first, total });
  const more = seen && total !== undefined ? total - seen.total : 0;
  return (
    <Pill
      text={more > 0 ? t('arrived', { count: more }) : ''}
      onClick={() => void queryClient.resetQueries({ queryKey: ['insight-list'] })}
    />
  );
}

/** The rows of one request: placing one among thousands renders its fifty again, not all. */
const Rows = memo(function Rows({ insights }: { insights: readonly Insight[] }) {
  return insights.map((insight) => <InsightRow key={insight.id} insight={insight} />);
});

function placeByKey(event: KeyboardEvent) {
  if (event.key !== 'p' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(event.target instanceof Element) || event.target.matches('input')) return;
  const button = event.target.closest('li')?.querySelector<HTMLElement>('[data-place]');
  if (!button) return;
  event.preventDefault();
  button.click();
}
