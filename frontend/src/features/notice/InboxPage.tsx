import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListKeys } from '../../lib/listKeys';
import { linkTo } from '../../lib/places';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { MoreRows } from '../../ui/MoreRows';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { RelativeTime } from '../../ui/RelativeTime';
import { RichText, words } from '../../ui/RichText';
import { SkeletonRows } from '../../ui/Skeleton';
import classes from './InboxPage.module.css';
import { noticesQuery, useRead, type Notice } from './queries';
import { sentenceOf } from './sentence';

/** What became of what the reader said. Looking at it marks it as read; what was new stays marked while the page is open. */
export function InboxPage() {
  const { t } = useTranslation('notice');
  const notices = useInfiniteQuery({ ...noticesQuery, refetchOnMount: 'always' });
  const { mutate: read, isError: notRead } = useRead();
  const items = notices.data?.pages.flatMap((page) => page.items);
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const unread = items?.filter((item) => !item.read && !fresh.has(item.seq)) ?? [];
  if (unread.length > 0) setFresh(new Set([...fresh, ...unread.map((item) => item.seq)]));

  // Only what the server has just told counts as seen, and each number once.
  const newest = notices.isFetching
    ? 0
    : Math.max(0, ...(items ?? []).filter((item) => !item.read).map((item) => item.seq));
  const told = useRef(0);
  useEffect(() => {
    if (newest <= told.current) return;
    told.current = newest;
    read(newest);
  }, [newest, read]);

  const list = useRef<HTMLUListElement>(null);
  useListKeys(list);
  return (
    <Page>
      <PageHeader title={t('title')} meta={t('hint')} />
      {notices.isPending && <SkeletonRows rows={5} height={72} />}
      {notices.isError && !items && (
        <ErrorNote title={t('failed')} error={notices.error} onRetry={() => void notices.refetch()} />
      )}
      {notRead && (
        <p role="status" className={classes.when}>
          {t('reading')}
        </p>
      )}
      {items?.length === 0 && <EmptyState text={t('empty')} />}
      {!!items?.length && (
        <ul ref={list} className={classes.list}>
          {items.map((item) => (
            <Row key={item.seq} item={item} fresh={fresh.has(item.seq)} />
          ))}
        </ul>
      )}
      <MoreRows query={notices} />
    </Page>
  );
}

function Row({ item, fresh }: { item: Notice; fresh: boolean }) {
  const { t } = useTranslation('notice');
  const { key, source, to } = sentenceOf(item);
  const led = t(`source.${source}`, words({ title: item.source?.title ?? '' }));
  return (
    <li className={classes.row} data-fresh={fresh || undefined}>
      <span className={classes.mark} aria-hidden="true" />
      <div className={classes.words}>
        <p className={classes.what}>
          {fresh && <span className="tk-hidden">{t('unread')}: </span>}
          <RichText
            text={t(`notice.${key}`, words({ title: item.title, source: led }))}
            b={(title) =>
              to ? (
                <Link {...linkTo(to)} className={classes.link} data-row>
                  {title}
                </Link>
              ) : (
                <strong>{title}</strong>
              )
            }
          />
        </p>
        <p className={classes.when}>
          <RelativeTime at={item.at} />
        </p>
      </div>
    </li>
  );
}
