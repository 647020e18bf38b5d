import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { MarkdownView } from '../../ui/MarkdownView';
import { MoreRows } from '../../ui/MoreRows';
import { PersonLine } from '../../ui/PersonLine';
import { RelativeTime } from '../../ui/RelativeTime';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import classes from './News.module.css';
import { newsQuery, type Commitment } from './queries';
import { TellForm } from './TellForm';

/** What its owner and the facilitators told of a commitment, newest first, with pictures. */
export function News({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation('roadmap');
  const news = useInfiniteQuery(newsQuery(commitment.id));
  const items = news.data?.pages.flatMap((page) => page.items);
  const may = commitment.can.includes('commitment.edit');
  return (
    <Section title={t('news.title')}>
      {may && <TellForm commitment={commitment} />}
      {news.isPending && <SkeletonRows rows={2} height={72} />}
      {news.isError && !items && (
        <ErrorNote title={t('news.failed')} error={news.error} onRetry={() => void news.refetch()} />
      )}
      {items?.length === 0 && <EmptyState text={t(may ? 'news.emptyOwn' : 'news.empty')} />}
      {items && items.length > 0 && (
        <ol className={classes.list}>
          {items.map(({ id, author, created_at, body_html, picture, picture_alt }) => (
            <li key={id} className={classes.item}>
              <PersonLine person={author}>
                <RelativeTime at={created_at} />
              </PersonLine>
              <MarkdownView html={body_html} size="body" />
              {picture && (
                <figure className={classes.figure}>
                  <a href={picture.url} target="_blank" rel="noreferrer" className={classes.frame}>
                    <img
                      src={picture.url}
                      alt={picture_alt}
                      width={picture.width}
                      height={picture.height}
                      loading="lazy"
                      className={classes.image}
                    />
                  </a>
                  <figcaption className={classes.caption} aria-hidden="true">
                    {picture_alt}
                  </figcaption>
                </figure>
              )}
            </li>
          ))}
        </ol>
      )}
      <MoreRows query={news} />
    </Section>
  );
}
