import { Button, Textarea } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { PersonLine } from '../../ui/PersonLine';
import { RelativeTime } from '../../ui/RelativeTime';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { suggestionsQuery, useSuggestions, type Concept, type Suggestion } from './queries';
import classes from './Suggestions.module.css';
import WordDiff from './WordDiff';

/** What people would rather have the canvas say: the difference word by word, and for its authors the answer. */
export default function Suggestions({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const [ended, setEnded] = useState(false);
  const list = useInfiniteQuery(suggestionsQuery(concept.id, ended ? undefined : 'open'));
  const rows = list.data?.pages.flatMap((page) => page.items);
  return (
    <div className={classes.suggestions}>
      <Section
        title={t('suggest.list')}
        hint={t('suggest.open', { count: concept.open_suggestions })}
        action={
          <button type="button" className="tk-link" onClick={() => setEnded(!ended)}>
            {t(ended ? 'suggest.hideEnded' : 'suggest.showEnded')}
          </button>
        }
      >
        {list.isPending && <SkeletonRows rows={2} height={72} />}
        {list.isError && !rows && (
          <ErrorNote title={t('suggest.listFailed')} error={list.error} onRetry={() => void list.refetch()} />
        )}
        {rows?.length === 0 && <p className={classes.label}>{t('suggest.none')}</p>}
        <ul>
          {rows?.map((suggestion) => (
            <Row key={suggestion.id} concept={concept} suggestion={suggestion} />
          ))}
        </ul>
        {list.hasNextPage && (
          <button type="button" className="tk-link" onClick={() => void list.fetchNextPage()}>
            {t('suggest.more')}
          </button>
        )}
      </Section>
    </div>
  );
}

function Row({ concept, suggestion }: { concept: Concept; suggestion: Suggestion }) {
  const { t } = useTranslation(['concept', 'ui']);
  const { accept, decline } = useSuggestions(concept.id);
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState('');
  const { id, author, field, was, words, note, state, can } = suggestion;
  const names = { name: author.name, field: t(`field.${field}`) };
  const mine = can.includes('suggestion.withdraw');
  const may = can.includes('suggestion.decide');
  const stale = state === 'open' && concept[field] !== was;
  const error = accept.error ?? decline.error;
  const outdated = stale || (error instanceof Problem && error.status === 412);
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <PersonLine person={author}>
          <RelativeTime at={suggestion.created_at} />
        </PersonLine>
        <Tag>{t('suggest.for', names)}</Tag>
        {state !== 'open' && <Tag>{t(`suggest.state.${state}`, { name: suggestion.ended_by?.name })}</Tag>}
      </div>
      <WordDiff older={was} newer={words} />
      {note && <p className={classes.note}>{note}</p>}
      {suggestion.reason && (
        <p className={classes.note}>{t('suggest.because', { reason: suggestion.reason })}</p>
      )}
      {outdated && state === 'open' && (
        <div className={classes.stale} role="note">
          <p>{t('suggest.stale')}</p>
          <p className={classes.label}>{t('suggest.now')}</p>
          <WordDiff older={concept[field]} newer={words} />
        </div>
      )}
      {error && !outdated && <ErrorNote title={t('suggest.actFailed')} error={error} />}
      {declining && (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() === '') return;
            decline.mutate({ id, reason: reason.trim() }, { onSuccess: () => notify(t('suggest.declined')) });
          }}
        >
          <Textarea
            label={t('suggest.reason')}
            description={t('suggest.reasonHint')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
            // eslint-disable-next-line jsx-a11y/no-autofocus -- the reader has just asked to write here
            autoFocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setDeclining(false)}
          />
          <div className={classes.acts}>
            <Button onClick={() => setDeclining(false)}>{t('ui:cancel')}</Button>
            <Button type="submit" disabled={reason.trim() === ''} loading={decline.isPending}>
              {t('suggest.declineAct')}
            </Button>
          </div>
        </form>
      )}
      {(mine || may) && !declining && (
        <div className={classes.acts} data-left>
          {may && !mine && !outdated && (
            <Button
              variant="filled"
              size="compact-md"
              aria-label={t('suggest.acceptOf', names)}
              loading={accept.isPending}
              onClick={() => accept.mutate(id, { onSuccess: () => notify(t('suggest.accepted')) })}
            >
              {t('suggest.accept')}
            </Button>
          )}
          {mine ? (
            <Button
              size="compact-md"
              loading={decline.isPending}
              onClick={() => decline.mutate({ id }, { onSuccess: () => notify(t('suggest.withdrawn')) })}
            >
              {t('suggest.take')}
            </Button>
          ) : (
            <Button
              size="compact-md"
              aria-label={t('suggest.declineOf', names)}
              onClick={() => setDeclining(true)}
            >
              {t('suggest.decline')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
