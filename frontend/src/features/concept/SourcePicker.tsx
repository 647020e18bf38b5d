import { ActionIcon, Checkbox, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconClose } from '../../ui/icons';
import { SkeletonRows } from '../../ui/Skeleton';
import { sourceChoicesQuery, type Idea } from './queries';
import classes from './SourcePicker.module.css';

/** A source as it is chosen: the idea's title and its author. */
export type Source = Pick<Idea, 'id' | 'title' | 'author'>;

type Props = { challenge: string; chosen: readonly Source[]; onChange: (chosen: Source[]) => void };

/** The ideas a concept grows from: chosen ones above, a search over the challenge's ideas below. */
export function SourcePicker({ challenge, chosen, onChange }: Props) {
  const { t } = useTranslation('concept');
  const [q, setQ] = useState('');
  const [words] = useDebouncedValue(q.trim(), 250);
  const ideas = useInfiniteQuery(sourceChoicesQuery(challenge, words));
  const rows = ideas.data?.pages.flatMap((page) => page.items);
  const has = (id: string) => chosen.some((each) => each.id === id);
  const toggle = ({ id, title, author }: Source) =>
    onChange(has(id) ? chosen.filter((each) => each.id !== id) : [...chosen, { id, title, author }]);
  return (
    <div className={classes.picker}>
      {chosen.length > 0 && (
        <ul className={classes.chosen}>
          {chosen.map((source) => (
            <li key={source.id} className={classes.row}>
              <span className={classes.words}>
                <span className={classes.title}>{source.title}</span>
                <span className={classes.author}>
                  {source.author.name} <DepartmentTag name={source.author.department} />
                </span>
              </span>
              <ActionIcon aria-label={t('new.take', { title: source.title })} onClick={() => toggle(source)}>
                <IconClose size={16} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className={classes.count}>
        {t('new.chosen', { count: chosen.length })}
      </p>
      {challenge === '' ? (
        <p className={classes.none}>{t('new.challengeAsk')}</p>
      ) : (
        <>
          <TextInput
            type="search"
            aria-label={t('new.search')}
            placeholder={t('new.search')}
            value={q}
            onChange={(event) => setQ(event.currentTarget.value)}
          />
          {ideas.isPending && <SkeletonRows rows={4} height={40} />}
          {ideas.isError && !rows && (
            <ErrorNote
              title={t('new.ideasFailed')}
              error={ideas.error}
              onRetry={() => void ideas.refetch()}
            />
          )}
          {rows && (
            <ul className={classes.found} aria-label={t('new.found')}>
              {rows.map((idea) => (
                <li key={idea.id} className={classes.row}>
                  <Checkbox
                    className={classes.words}
                    label={idea.title}
                    description={
                      <span className={classes.author}>
                        {idea.author.name} <DepartmentTag name={idea.author.department} />
                      </span>
                    }
                    checked={has(idea.id)}
                    onChange={() => toggle(idea)}
                  />
                </li>
              ))}
              {rows.length === 0 && (
                <li className={classes.none}>{words ? t('new.none') : t('new.noIdeas')}</li>
              )}
              {ideas.hasNextPage && (
                <li className={classes.row}>
                  <button type="button" className="tk-link" onClick={() => void ideas.fetchNextPage()}>
                    {t('new.more')}
                  </button>
                </li>
              )}
            </ul>
          )}
        </>
      )}
    </div>
  );
}
