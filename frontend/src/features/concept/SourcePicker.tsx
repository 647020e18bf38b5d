import { ActionIcon, Checkbox, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Suspense, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconClose } from '../../ui/icons';
import { SkeletonRows } from '../../ui/Skeleton';
import { SortTabs } from '../../ui/SortTabs';
import { kindIcon, sourceKinds, type SourceKind } from './kinds';
import { sourceChoicesQuery, stickingChoicesQuery, type Source } from './queries';
import classes from './SourcePicker.module.css';

/** Chooses insights; it comes from the feature that has them. */
export type InsightSlot = ComponentType<{
  /** Ids that are chosen. */
  chosen: readonly string[];
  onToggle: (source: Source) => void;
}>;

type Props = {
  challenge: string;
  chosen: readonly Source[];
  onChange: (chosen: Source[]) => void;
  insights?: InsightSlot;
};

/** What a concept grows from: chosen things above, below them the challenge's ideas, sticking points and insights to choose from. */
export function SourcePicker({ challenge, chosen, onChange, insights: Insights }: Props) {
  const { t } = useTranslation('concept');
  const [kind, setKind] = useState<SourceKind>('idea');
  const toggle = (source: Source) =>
    onChange(
      chosen.some(({ id }) => id === source.id)
        ? chosen.filter(({ id }) => id !== source.id)
        : [...chosen, source],
    );
  const ids = chosen.map(({ id }) => id);
  return (
    <div className={classes.picker}>
      {chosen.length > 0 && (
        <ul className={classes.chosen}>
          {chosen.map((source) => {
            const Icon = kindIcon[source.kind];
            return (
              <li key={source.id} className={classes.row}>
                <Icon size={16} className={classes.icon} />
                <span className={classes.words}>
                  <span className={classes.title}>
                    <span className="tk-hidden">{t(`sources.one.${source.kind}`)}: </span>
                    {source.title}
                  </span>
                  <span className={classes.author}>
                    {source.author.name} <DepartmentTag name={source.author.department} />
                  </span>
                </span>
                <ActionIcon
                  aria-label={t('new.take', { title: source.title })}
                  onClick={() => toggle(source)}
                >
                  <IconClose size={16} />
                </ActionIcon>
              </li>
            );
          })}
        </ul>
      )}
      <p role="status" className={classes.count}>
        {t('sources.chosen', { count: chosen.length })}
      </p>
      <SortTabs
        label={t('sources.title')}
        value={kind}
        onChange={setKind}
        options={sourceKinds
          .filter((each) => each !== 'insight' || Insights)
          .map((value) => ({ value, label: t(`sources.kind.${value}`) }))}
      />
      {kind === 'idea' && <Ideas challenge={challenge} chosen={ids} onToggle={toggle} />}
      {kind === 'sticking_point' && <StickingPoints chosen={ids} onToggle={toggle} />}
      {kind === 'insight' && Insights && (
        <Suspense fallback={<SkeletonRows rows={4} height={56} />}>
          <Insights chosen={ids} onToggle={toggle} />
        </Suspense>
      )}
    </div>
  );
}

type ChoiceProps = { chosen: readonly string[]; onToggle: (source: Source) => void };

function Ideas({ challenge, ...rest }: ChoiceProps & { challenge: string }) {
  const { t } = useTranslation('concept');
  const [q, setQ] = useState('');
  const [words] = useDebouncedValue(q.trim(), 250);
  const ideas = useInfiniteQuery(sourceChoicesQuery(challenge, words));
  if (challenge === '') return <p className={classes.none}>{t('new.challengeAsk')}</p>;
  return (
    <Choices
      {...rest}
      q={q}
      onSearch={setQ}
      query={ideas}
      rows={ideas.data?.pages
        .flatMap((page) => page.items)
        .map(({ id, title, author }) => ({ source: { kind: 'idea', id, title, author } }))}
      texts={{
        search: t('new.search'),
        found: t('new.found'),
        failed: t('new.ideasFailed'),
        more: t('new.more'),
        none: t(words ? 'new.none' : 'new.noIdeas'),
      }}
    />
  );
}

function StickingPoints(props: ChoiceProps) {
  const { t } = useTranslation('concept');
  const [q, setQ] = useState('');
  const [words] = useDebouncedValue(q.trim(), 250);
  const points = useInfiniteQuery(stickingChoicesQuery(words));
  return (
    <Choices
      {...props}
      q={q}
      onSearch={setQ}
      query={points}
      rows={points.data?.pages
        .flatMap((page) => page.items)
        .filter(({ status }) => status === 'raised' || status === 'confirmed')
        .map(({ id, title, author, touchpoint, insights }) => ({
          source: { kind: 'sticking_point', id, title, author },
          detail: t('sources.weight', { touchpoint: touchpoint.title, insights }),
        }))}
      texts={{
        search: t('sources.searchSticking'),
        found: t('sources.kind.sticking_point'),
        failed: t('sources.stickingFailed'),
        more: t('sources.moreSticking'),
        none: t(words ? 'sources.noneSticking' : 'sources.noSticking'),
      }}
    />
  );
}

type ChoicesProps = ChoiceProps & {
  q: string;
  onSearch: (q: string) => void;
  query: {
    isPending: boolean;
    isError: boolean;
    error: unknown;
    hasNextPage: boolean;
    refetch: () => unknown;
    fetchNextPage: () => unknown;
  };
  rows: { source: Source; detail?: string }[] | undefined;
  texts: { search: string; found: string; failed: string; more: string; none: string };
};

/** A search and a list to tick. */
function Choices({ q, onSearch, query, rows, texts, chosen, onToggle }: ChoicesProps) {
  return (
    <>
      <TextInput
        type="search"
        aria-label={texts.search}
        placeholder={texts.search}
        maxLength={200}
        value={q}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      {query.isPending && <SkeletonRows rows={4} height={40} />}
      {query.isError && !rows && (
        <ErrorNote title={texts.failed} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {rows && (
        <ul className={classes.found} aria-label={texts.found}>
          {rows.map(({ source, detail }) => (
            <li key={source.id} className={classes.row}>
              <Checkbox
                className={classes.words}
                label={source.title}
                description={
                  <span className={classes.author}>
                    {detail ?? (
                      <>
                        {source.author.name} <DepartmentTag name={source.author.department} />
                      </>
                    )}
                  </span>
                }
                checked={chosen.includes(source.id)}
                onChange={() => onToggle(source)}
              />
            </li>
          ))}
          {rows.length === 0 && <li className={classes.none}>{texts.none}</li>}
          {query.hasNextPage && (
            <li className={classes.row}>
              <button type="button" className="tk-link" onClick={() => void query.fetchNextPage()}>
                {texts.more}
              </button>
            </li>
          )}
        </ul>
      )}
    </>
  );
}
