import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from './ErrorNote';
import { SkeletonRows } from './Skeleton';

type Props = {
  /** An infinite query, as its hook returns it. */
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: unknown;
    fetchNextPage: () => unknown;
  };
};

/** The end of a list that goes on: fetches the next page before the reader arrives there, and says when that failed. */
export function MoreRows({ query }: Props) {
  const { t } = useTranslation();
  const mark = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = query;
  const wanted = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  const fetchRef = useRef(fetchNextPage);
  useEffect(() => {
    fetchRef.current = fetchNextPage;
  });
  useEffect(() => {
    if (!wanted || !mark.current || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void fetchRef.current();
      },
      { rootMargin: '3000px 0px' },
    );
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [wanted]);
  if (!hasNextPage) return null;
  return (
    <div ref={mark}>
      {isFetchNextPageError ? (
        <ErrorNote title={t('moreFailed')} error={error} onRetry={() => void fetchNextPage()} />
      ) : (
        <SkeletonRows rows={2} />
      )}
    </div>
  );
}
