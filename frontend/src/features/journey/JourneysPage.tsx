import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, Navigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../api/session';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconForward, IconPlus } from '../../ui/icons';
import { MoreRows } from '../../ui/MoreRows';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { RelativeTime } from '../../ui/RelativeTime';
import { SkeletonRows } from '../../ui/Skeleton';
import classes from './JourneysPage.module.css';
import { journeysQuery } from './queries';

const DrawMap = lazy(() => import('./DrawMap'));

/** The maps. Where there is only one, it is the page; `?all=true` shows the list all the same. */
export function JourneysPage() {
  const { t } = useTranslation('journey');
  const journeys = useInfiniteQuery(journeysQuery);
  const all = (useSearch({ strict: false }) as { all?: unknown }).all !== undefined;
  const may = useQuery({ ...meQuery, enabled: false }).data?.roles.includes('facilitator') === true;
  const [drawing, setDrawing] = useState(false);
  const rows = journeys.data?.pages.flatMap((page) => page.items);
  const only = rows?.length === 1 && !journeys.hasNextPage ? rows[0] : undefined;
  if (only && !all && !drawing) return <Navigate to="/journeys/$id" params={{ id: only.id }} replace />;

  const stages = t('draw.stages', { returnObjects: true }) as string[];
  const draw = (
    <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setDrawing(true)}>
      {t('draw.act')}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t('journeys')}
        meta={t('intro')}
        actions={may && rows && rows.length > 0 ? draw : undefined}
      />
      {journeys.isPending && <SkeletonRows rows={3} />}
      {journeys.isError && !rows && (
        <ErrorNote title={t('failedList')} error={journeys.error} onRetry={() => void journeys.refetch()} />
      )}
      {rows?.length === 0 &&
        (may ? (
          <>
            <ol className={classes.template}>
              {stages.map((name) => (
                <li key={name}>{name}</li>
              ))}
            </ol>
            <EmptyState text={t('draw.first')} action={draw} />
          </>
        ) : (
          <EmptyState text={t('empty')} />
        ))}
      {rows && rows.length > 0 && (
        <ul className={classes.list}>
          {rows.map((journey) => (
            <li key={journey.id}>
              <Link to="/journeys/$id" params={{ id: journey.id }} className={classes.row} data-row>
                <span className={classes.words}>
                  <span className={classes.title}>{journey.title}</span>
                  <span className={classes.meta}>
                    {t('stages', { count: journey.stages.length })} ·{' '}
                    {t('touchpointCount', {
                      count: journey.stages.reduce((sum, stage) => sum + stage.touchpoints.length, 0),
                    })}{' '}
                    · {t('version', { version: journey.version })} · <RelativeTime at={journey.updated_at} />
                  </span>
                </span>
                <IconForward size={18} className={classes.chevron} />
              </Link>
            </li>
          ))}
        </ul>
      )}
      <MoreRows query={journeys} />
      <Suspense fallback={null}>{drawing && <DrawMap onClose={() => setDrawing(false)} />}</Suspense>
    </Page>
  );
}
