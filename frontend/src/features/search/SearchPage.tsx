import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useListKeys } from '../../lib/listKeys';
import { ErrorNote } from '../../ui/ErrorNote';
import {
  IconChallenge,
  IconConcept,
  IconDecision,
  IconIdea,
  IconInsight,
  IconJourney,
  IconSearch,
  IconStickingPoint,
} from '../../ui/icons';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { SkeletonRows } from '../../ui/Skeleton';
import { pageOf, searchQuery, type Hit } from './queries';
import classes from './SearchPage.module.css';

const icons: Record<string, ComponentType<{ size?: number }>> = {
  challenge: IconChallenge,
  idea: IconIdea,
  concept: IconConcept,
  decision: IconDecision,
  insight: IconInsight,
  journey: IconJourney,
  sticking_point: IconStickingPoint,
};

const pause = 250; // ms after the last key

/** Looks through everything the reader may see. What is looked for stands in the address. */
export function SearchPage({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const { t } = useTranslation('search');
  const [typed, setTyped] = useState(q);
  const [shown, setShown] = useState(q);
  if (shown !== q) {
    setShown(q);
    setTyped(q);
  }
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === q) return;
    const timer = setTimeout(() => onSearch(wanted), pause);
    return () => clearTimeout(timer);
  }, [typed, q, onSearch]);
  const hits = useQuery(searchQuery(q));
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list);
  const rows = q === '' ? undefined : hits.data?.items;
  return (
    <Page>
      <PageHeader title={t('title')} />
      <TextInput
        className={classes.field}
        size="md"
        type="search"
        aria-label={t('label')}
        placeholder={t('placeholder')}
        leftSection={<IconSearch size={18} />}
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <p role="status" className={classes.status}>
        {q === ''
          ? t('prompt')
          : rows && (rows.length === 0 ? t('none', { q }) : t('found', { count: rows.length }))}
      </p>
      {q !== '' && hits.isPending && <SkeletonRows rows={4} height={64} />}
      {hits.isError && !rows && (
        <ErrorNote title={t('failed')} error={hits.error} onRetry={() => void hits.refetch()} />
      )}
      {!!rows?.length && (
        <ul ref={list} className={classes.list}>
          {rows.map((hit) => (
            <Row key={`${hit.kind}-${hit.id}`} hit={hit} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function Row({ hit }: { hit: Hit }) {
  const { t } = useTranslation('search');
  const Icon = icons[hit.kind] ?? IconIdea;
  return (
    <li className={classes.row}>
      <span className={classes.icon}>
        <Icon size={18} />
      </span>
      <div className={classes.words}>
        <h2 className={classes.title}>
          <Link to={pageOf(hit)} className={classes.link} data-row>
            {hit.title}
          </Link>
        </h2>
        {hit.excerpt && <p className={classes.excerpt}>{hit.excerpt}</p>}
        <p className={classes.meta}>
          {t(`kind.${hit.kind}`)}
          {hit.kind !== 'challenge' && hit.challenge && ` · ${hit.challenge.title}`}
        </p>
      </div>
    </li>
  );
}
