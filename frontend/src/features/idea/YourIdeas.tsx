import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import { useListKeys } from '../../lib/listKeys';
import { ErrorNote } from '../../ui/ErrorNote';
import { LineageLine } from '../../ui/LineageLine';
import { MoreRows } from '../../ui/MoreRows';
import { RichText, words } from '../../ui/RichText';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import { stationsOf } from './lineage';
import { myIdeasQuery, type Idea } from './mine';
import classes from './YourIdeas.module.css';

/** The reader's own ideas, each with how far it has come: the newest few, or all. */
export function YourIdeas({ few, count }: { few?: number; count?: number }) {
  const { t } = useTranslation('yourIdeas');
  const mine = useInfiniteQuery(myIdeasQuery);
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list);
  const all = mine.data?.pages.flatMap((page) => page.items);
  const rows = all?.slice(0, few);
  const hasMore = few !== undefined && (all?.length ?? 0) > few;
  return (
    <Section
      title={t('yourIdeas')}
      action={hasMore && <Link to="/me">{t('all', { count: Math.max(count ?? 0, all?.length ?? 0) })}</Link>}
    >
      {mine.isPending ? (
        <SkeletonRows rows={2} height={54} />
      ) : !rows ? (
        <ErrorNote title={t('loadFailed')} error={mine.error} onRetry={() => void mine.refetch()} />
      ) : rows.length === 0 ? (
        <p className={classes.empty}>{t('yourEmpty')}</p>
      ) : (
        <ul ref={list} className={classes.list}>
          {rows.map((idea) => (
            <Row key={idea.id} idea={idea} />
          ))}
        </ul>
      )}
      {few === undefined && <MoreRows query={mine} />}
    </Section>
  );
}

function Row({ idea }: { idea: Idea }) {
  const { t } = useTranslation('yourIdeas');
  const concept = idea.lineage?.concepts[0];
  const stance = idea.vote_mode === 'stance';
  return (
    <li className={classes.row}>
      <span className={classes.dots}>
        <LineageLine label={t('line')} stations={stationsOf(idea, 'done')} compact />
      </span>
      <div className={classes.words}>
        <h3>
          <Link to="/ideas/$id" params={{ id: idea.id }} className={classes.link} data-row>
            {idea.title}
          </Link>
        </h3>
        <p className={classes.became}>
          {concept ? (
            <RichText text={t('grewInto', words({ concept: concept.title }))} />
          ) : (
            <>
              {t(stance ? 'agreeIt' : 'supportIt', { count: idea.counts.agree })}
              {idea.counts.comments > 0 && ` · ${t('comments', { count: idea.counts.comments })}`}
            </>
          )}
        </p>
      </div>
      <time className={classes.date} dateTime={idea.created_at}>
        {shortDate(new Date(idea.created_at))}
      </time>
    </li>
  );
}
