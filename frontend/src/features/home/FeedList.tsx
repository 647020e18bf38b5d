import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { takeFeedArrivals, useFeedArrivals } from '../../live';
import { ErrorNote } from '../../ui/ErrorNote';
import { MoreRows } from '../../ui/MoreRows';
import { Pill } from '../../ui/Pill';
import { SkeletonRows } from '../../ui/Skeleton';
import classes from './Feed.module.css';
import { FeedItem } from './FeedItem';
import { feedQuery, withArrivals, type FeedShown } from './queries';

/** What has happened, newest first; what happens while it is looked at waits behind "2 new". */
export function FeedList({ few, rest }: { few?: number; rest?: ReactNode }) {
  const { t } = useTranslation('home');
  const queryClient = useQueryClient();
  const feed = useInfiniteQuery(feedQuery);
  const arrived = useFeedArrivals();
  const loaded = feed.isSuccess;

  const letIn = () => {
    const taken = takeFeedArrivals();
    queryClient.setQueryData<FeedShown>(feedQuery.queryKey, (data) => withArrivals(data, taken));
  };
  useEffect(() => {
    // What came while nobody looked moves nobody's list.
    if (!loaded) return;
    const taken = takeFeedArrivals();
    queryClient.setQueryData<FeedShown>(feedQuery.queryKey, (data) => withArrivals(data, taken));
  }, [loaded, queryClient]);

  const items = useMemo(() => feed.data?.pages.flatMap((page) => page.items), [feed.data]);
  const held = useMemo(() => new Set(items?.map((item) => item.seq)), [items]);
  const waiting = items ? arrived.filter((item) => !held.has(item.seq)).length : 0;
  const shown = items?.slice(0, few);
  return (
    <>
      <div className={classes.pill}>
        <Pill text={waiting > 0 ? t('new', { count: waiting }) : ''} onClick={letIn} />
      </div>
      {feed.isPending && <SkeletonRows rows={5} height={78} />}
      {feed.isError && !items && (
        <ErrorNote title={t('feedFailed')} error={feed.error} onRetry={() => void feed.refetch()} />
      )}
      {shown?.length === 0 && <p className={classes.empty}>{t('feedEmpty')}</p>}
      {!!shown?.length && (
        <ul className={classes.list}>
          {shown.map((item) => (
            <FeedItem key={item.seq} item={item} />
          ))}
        </ul>
      )}
      {/* Not before the rows, which would push it down. */}
      {!feed.isPending && rest}
      {few === undefined && <MoreRows query={feed} />}
    </>
  );
}
