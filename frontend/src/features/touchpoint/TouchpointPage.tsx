import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useKey } from '../../lib/useKey';
import { CustomerQuote } from '../../ui/CustomerQuote';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconPlus, IconStickingPoint } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { Section } from '../../ui/Section';
import { Skeleton } from '../../ui/Skeleton';
import { Mood } from './Mood';
import { Lanes, Sources } from './Side';
import { StickingPoints } from './StickingPoints';
import { Things } from './Things';
import { TouchpointFilters } from './TouchpointFilters';
import classes from './TouchpointPage.module.css';
import { overviewQuery, type Overview } from './queries';
import type { TouchpointSearch } from './search';

type Props = {
  id: string;
  filter: TouchpointSearch;
  onFilter: (next: TouchpointSearch) => void;
  /** The metrics measured here, joined in src/app. */
  metrics?: (overview: Overview) => ReactNode;
  /** The dialogs, joined in src/app. */
  post: (overview: Overview, onClose: () => void) => ReactNode;
  raise: (overview: Overview, onClose: () => void) => ReactNode;
};

/** Everything known of one touchpoint: how customers feel here, what they say, where they stick, what is done about it. */
export function TouchpointPage({ id, filter, onFilter, metrics, post, raise }: Props) {
  const { t } = useTranslation('touchpoint');
  const query = useQuery(overviewQuery(id, filter));
  const [doing, setDoing] = useState<'post' | 'raise'>();
  const overview = query.data;
  useKey('i', overview && (() => setDoing('post')));
  if (query.isPending) return <Skeleton heights={[18, 34, 36, 220, 180, 120]} />;
  if (query.error instanceof Problem && query.error.status === 404) return <Gone />;
  if (!overview) {
    return <ErrorNote title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { touchpoint, mood, quotes } = overview;
  const { journey, stage } = touchpoint;
  const filtered = Object.keys(filter).length > 0;
  const stop = () => setDoing(undefined);
  return (
    <>
      <Page
        aside={
          <>
            <Lanes touchpoint={touchpoint} />
            <Sources sources={overview.sources} total={mood.count} />
          </>
        }
      >
        <PageHeader
          title={touchpoint.name}
          crumbs={[
            { label: journey.title, to: `/journeys/${journey.id}` },
            { label: stage.title },
            { label: t('title') },
          ]}
          actions={
            <span className={classes.acts}>
              <Button leftSection={<IconStickingPoint size={16} />} onClick={() => setDoing('raise')}>
                {t('raise.title')}
              </Button>
              <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setDoing('post')}>
                {t('post')}
              </Button>
            </span>
          }
        />
        <TouchpointFilters journey={journey.id} filter={filter} onFilter={onFilter} />
        <div className={classes.body} aria-busy={query.isPlaceholderData}>
          {query.isError && (
            <ErrorNote title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />
          )}
          <Section title={t('mood.title')}>
            <Mood mood={mood} months={overview.months} filtered={filtered} />
          </Section>
          <Section
            title={t('quotes.title')}
            hint={mood.count > 0 ? t('evidence.of', { shown: quotes.length, total: mood.count }) : undefined}
            action={
              mood.count > quotes.length && (
                <Link to="/insights" search={{ ...filter, touchpoint: id }} className="tk-link">
                  {t('quotes.all', { count: mood.count })}
                </Link>
              )
            }
          >
            {quotes.length === 0 ? (
              <EmptyState
                text={t(filtered ? 'quotes.noneFiltered' : 'quotes.none')}
                action={
                  filtered ? (
                    <Button onClick={() => onFilter({})}>{t('showAll')}</Button>
                  ) : (
                    <Button onClick={() => setDoing('post')}>{t('post')}</Button>
                  )
                }
              />
            ) : (
              <ul className={classes.quotes}>
                {quotes.map((quote) => (
                  <li key={quote.insight}>
                    <CustomerQuote said={quote} to={`/insights/${quote.insight}`} lines={5} />
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <StickingPoints touchpoint={id} onRaise={() => setDoing('raise')} />
          <Things overview={overview} />
          {metrics && <Section title={t('metrics')}>{metrics(overview)}</Section>}
        </div>
      </Page>
      <Suspense fallback={null}>
        {doing === 'post' && post(overview, stop)}
        {doing === 'raise' && raise(overview, stop)}
      </Suspense>
    </>
  );
}

function Gone() {
  const { t } = useTranslation('touchpoint');
  return (
    <>
      <PageHeader title={t('goneTitle')} />
      <EmptyState
        text={t('goneText')}
        action={
          <Button component={Link} to="/journeys">
            {t('toJourneys')}
          </Button>
        }
      />
    </>
  );
}
