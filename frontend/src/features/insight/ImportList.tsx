import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import { ErrorNote } from '../../ui/ErrorNote';
import { MoreRows } from '../../ui/MoreRows';
import { SkeletonRows } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import classes from './ImportList.module.css';
import { atWork, type ImportList as List } from './importQueries';

type Props = { query: UseInfiniteQueryResult<InfiniteData<List>>; shown: string | undefined };

/** Earlier imports, the newest first; each can be opened, and undone there. */
export function ImportList({ query, shown }: Props) {
  const { t } = useTranslation('insight');
  const rows = query.data?.pages.flatMap((page) => page.items);
  if (query.isPending) return <SkeletonRows rows={3} height={56} />;
  if (!rows) {
    return (
      <ErrorNote title={t('import.listFailed')} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  if (rows.length === 0) return <p className={classes.none}>{t('import.none')}</p>;
  return (
    <>
      <ul className={classes.list}>
        {rows.map((one) => (
          <li key={one.id} className={classes.row} data-here={one.id === shown || undefined}>
            <Link
              to="/insights/import"
              search={{ id: one.id }}
              className={classes.link}
              aria-current={one.id === shown ? 'page' : undefined}
            >
              {one.name}
            </Link>
            <span className={classes.meta}>
              <Tag tone={one.state === 'failed' ? 'bad' : atWork(one) ? 'accent' : 'neutral'}>
                {t(`import.tag.${one.state}`)}
              </Tag>
              {(one.state === 'done' || one.state === 'failed') && (
                <span>{t('import.added', { count: one.added })}</span>
              )}
              <span>
                {one.created_by.name}, {shortDate(new Date(one.created_at))}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <MoreRows query={query} />
    </>
  );
}
