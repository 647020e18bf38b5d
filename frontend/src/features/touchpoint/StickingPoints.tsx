import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { MeToo } from './MeToo';
import classes from './StickingPoints.module.css';
import { stickingPointsQuery } from './queries';
import { weightInWords } from './weight';

/** The sticking points of a touchpoint, the heaviest first, each with "I meet this too". */
export function StickingPoints({ touchpoint, onRaise }: { touchpoint: string; onRaise: () => void }) {
  const { t } = useTranslation('touchpoint');
  const points = useInfiniteQuery(stickingPointsQuery({ touchpoint }));
  const rows = points.data?.pages
    .flatMap((page) => page.items)
    .filter((each) => each.status !== 'merged' && each.status !== 'dismissed');
  const heaviest = Math.max(1, ...(rows?.map((each) => each.weight) ?? []));
  return (
    <Section title={t('points.title')} hint={rows?.length ? t('points.hint') : undefined}>
      {points.isPending && <SkeletonRows rows={2} height={64} />}
      {points.isError && !rows && (
        <ErrorNote title={t('points.failed')} error={points.error} onRetry={() => void points.refetch()} />
      )}
      {rows?.length === 0 && (
        <EmptyState text={t('points.none')} action={<Button onClick={onRaise}>{t('raise.title')}</Button>} />
      )}
      {!!rows?.length && (
        <ul className={classes.list}>
          {rows.map((point) => (
            <li key={point.id} className={classes.row}>
              <div className={classes.words}>
                <h3 className={classes.title}>
                  <Link to="/sticking-points/$id" params={{ id: point.id }} className={classes.link} data-row>
                    {point.title}
                  </Link>
                </h3>
                <span className={classes.track}>
                  <span style={{ width: `${(point.weight / heaviest) * 100}%` }} />
                </span>
                <p className={classes.meta}>
                  <span>{weightInWords(t, point)}</span>
                  {point.status === 'confirmed' && <Tag tone="accent">{t('point.status.confirmed')}</Tag>}
                </p>
              </div>
              <MeToo point={point} />
            </li>
          ))}
        </ul>
      )}
      {points.hasNextPage && (
        <Button
          variant="subtle"
          loading={points.isFetchingNextPage}
          onClick={() => void points.fetchNextPage()}
        >
          {t('points.more')}
        </Button>
      )}
    </Section>
  );
}
