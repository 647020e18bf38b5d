import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListKeys } from '../../lib/listKeys';
import { takeIdeaArrivals, useIdeaArrivals } from '../../live';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { MoreRows } from '../../ui/MoreRows';
import { notify } from '../../ui/notices';
import { Pill } from '../../ui/Pill';
import { SkeletonRows } from '../../ui/Skeleton';
import { Choosing } from './Choosing';
import { IdeaFilter } from './IdeaFilter';
import classes from './IdeaList.module.css';
import { IdeaRow } from './IdeaRow';
import { fetchArrivals, ideasQuery, prepend, type Filter, type Idea, type Listed } from './queries';

type Props = {
  challenge: { id: string; themes: readonly { id: string; name: string }[]; can: readonly string[] };
  filter: Filter;
  onFilter: (next: Filter) => void;
  /** Goes on to a new concept that grows from these ideas. */
  onGrow: (ideas: string[]) => void;
};

/** The ideas of a challenge: sorted, searched, voted on in place; new ones wait behind a pill. */
export function IdeaList({ challenge, filter, onFilter, onGrow }: Props) {
  const { t } = useTranslation('idea');
  const query = ideasQuery(challenge.id, filter);
  const ideas = useInfiniteQuery(query);
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list);
  const rows = useMemo(() => ideas.data?.pages.flatMap((page) => page.items), [ideas.data]);

  const [chosen, setChosen] = useState<ReadonlySet<string>>();
  const choose = useCallback(
    (id: string, on: boolean) =>
      setChosen((before) => {
        const next = new Set(before);
        if (on) next.add(id);
        else next.delete(id);
        return next;
      }),
    [],
  );
  const mayGrow = challenge.can.includes('concept.create');
  const narrowed = !!(filter.q || filter.mine || filter.theme);

  return (
    <section aria-labelledby="ideas">
      <h2 id="ideas" className="tk-hidden">
        {t('ideas')}
      </h2>
      <IdeaFilter
        filter={filter}
        onFilter={onFilter}
        themes={challenge.themes}
        extra={
          mayGrow &&
          !chosen &&
          !!rows?.length && <Button onClick={() => setChosen(new Set())}>{t('choose')}</Button>
        }
      />
      {!narrowed && <Arrivals challenge={challenge.id} queryKey={query.queryKey} rows={rows} />}
      {chosen && <p className={classes.note}>{t('chooseHint')}</p>}
      {ideas.isPending && <SkeletonRows rows={5} height={88} />}
      {ideas.isError && !rows && (
        <ErrorNote title={t('loadFailed')} error={ideas.error} onRetry={() => void ideas.refetch()} />
      )}
      {rows?.length === 0 && (
        <EmptyState
          text={
            filter.q
              ? t('emptySearch', { q: filter.q })
              : filter.mine
                ? t('emptyMine')
                : filter.theme
                  ? t('emptyTheme')
                  : t(challenge.can.includes('idea.create') ? 'empty' : 'emptyClosed')
          }
          action={narrowed && <Button onClick={() => onFilter({ sort: filter.sort })}>{t('showAll')}</Button>}
        />
      )}
      {!!rows?.length && (
        <ul ref={list} className={classes.list} aria-busy={ideas.isPlaceholderData}>
          {ideas.data?.pages.map((page, index) => (
            <Rows key={index} ideas={page.items} chosen={chosen} onChoose={chosen ? choose : undefined} />
          ))}
        </ul>
      )}
      <MoreRows query={ideas} />
      {chosen && (
        <Choosing
          count={chosen.size}
          onGrow={() => onGrow([...chosen])}
          onCancel={() => setChosen(undefined)}
        />
      )}
    </section>
  );
}

type RowsProps = {
  ideas: readonly Idea[];
  chosen: ReadonlySet<string> | undefined;
  onChoose: ((id: string, on: boolean) => void) | undefined;
};

/** The rows of one request: a vote among a thousand ideas renders fifty of them again, not all. */
const Rows = memo(function Rows({ ideas, chosen, onChoose }: RowsProps) {
  return ideas.map((idea) => (
    <IdeaRow key={idea.id} idea={idea} chosen={chosen?.has(idea.id)} onChoose={onChoose} />
  ));
});

type ArrivalsProps = {
  challenge: string;
  queryKey: readonly unknown[];
  rows: readonly { id: string }[] | undefined;
};

/** "3 new ideas": puts them on top when it is pressed; the browser keeps the place of a reader further down. */
function Arrivals({ challenge, queryKey, rows }: ArrivalsProps) {
  const { t } = useTranslation('idea');
  const queryClient = useQueryClient();
  const arrived = useIdeaArrivals(challenge);
  const [busy, setBusy] = useState(false);
  const held = useMemo(() => new Set(rows?.map((idea) => idea.id)), [rows]);
  const waiting = rows ? arrived.filter((id) => !held.has(id)) : [];

  const letIn = async () => {
    if (busy) return;
    setBusy(true);
    try {
      const ideas = await fetchArrivals(challenge, waiting);
      takeIdeaArrivals(challenge);
      queryClient.setQueryData<Listed>(queryKey, (data) => prepend(data, ideas));
    } catch {
      notify(t('arrivedFailed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={classes.pill}>
      <Pill
        text={waiting.length > 0 ? t('arrived', { count: waiting.length }) : ''}
        onClick={() => void letIn()}
      />
    </div>
  );
}
