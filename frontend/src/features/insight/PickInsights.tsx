import { Button, Checkbox, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CustomerQuote } from '../../ui/CustomerQuote';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconPlus } from '../../ui/icons';
import { SkeletonRows } from '../../ui/Skeleton';
import classes from './PickInsights.module.css';
import { insightsQuery, type Insight } from './queries';
import type { Place } from './TouchpointPicker';

const PostInsight = lazy(() => import('./PostInsight'));

type Props = {
  chosen: readonly Insight[];
  onChange: (next: Insight[]) => void;
  /** Ids that are tied already: shown as such, not offered. */
  held?: readonly string[];
  /** Its insights come first, and a new one is posted there. */
  touchpoint?: Place;
};

/** Finds and chooses insights; one that is missing is posted from here and chosen at once. */
export function PickInsights({ chosen, onChange, held = [], touchpoint }: Props) {
  const { t } = useTranslation('insight');
  const [q, setQ] = useState('');
  const [words] = useDebouncedValue(q.trim(), 250);
  const [everywhere, setEverywhere] = useState(!touchpoint);
  const [posting, setPosting] = useState(false);
  const found = useInfiniteQuery(
    insightsQuery({ q: words || undefined, touchpoint: everywhere ? undefined : touchpoint?.id }),
  );
  const rows = found.data?.pages.flatMap((page) => page.items).filter((each) => !held.includes(each.id));
  const has = (id: string) => chosen.some((each) => each.id === id);
  const toggle = (insight: Insight) =>
    onChange(has(insight.id) ? chosen.filter((each) => each.id !== insight.id) : [...chosen, insight]);
  // What is chosen stays in sight whatever is searched next.
  const shown = [...chosen, ...(rows ?? []).filter((each) => !has(each.id))];
  return (
    <div className={classes.picker}>
      <div className={classes.head}>
        <TextInput
          className={classes.search}
          type="search"
          aria-label={t('pick.search')}
          placeholder={t('pick.search')}
          maxLength={200}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <Button leftSection={<IconPlus size={16} />} onClick={() => setPosting(true)}>
          {t('pick.post')}
        </Button>
      </div>
      {touchpoint && (
        <Checkbox
          label={t('pick.here', { place: touchpoint.title })}
          checked={!everywhere}
          onChange={(event) => setEverywhere(!event.currentTarget.checked)}
        />
      )}
      <p role="status" className={classes.count}>
        {t('pick.chosen', { count: chosen.length })}
      </p>
      {found.isPending && <SkeletonRows rows={3} height={56} />}
      {found.isError && !rows && (
        <ErrorNote title={t('listFailed')} error={found.error} onRetry={() => void found.refetch()} />
      )}
      {rows && (
        <ul className={classes.list} aria-label={t('pick.found')} aria-busy={found.isPlaceholderData}>
          {shown.map((insight) => (
            <li key={insight.id} className={classes.row}>
              <label className={classes.choice}>
                <input
                  type="checkbox"
                  className={classes.box}
                  checked={has(insight.id)}
                  onChange={() => toggle(insight)}
                />
                <CustomerQuote said={insight} lines={3} />
              </label>
            </li>
          ))}
          {shown.length === 0 && <li className={classes.none}>{t(words ? 'pick.none' : 'pick.empty')}</li>}
          {found.hasNextPage && (
            <li className={classes.more}>
              <button type="button" className="tk-link" onClick={() => void found.fetchNextPage()}>
                {t('pick.more')}
              </button>
            </li>
          )}
        </ul>
      )}
      {posting && (
        <Suspense fallback={null}>
          <PostInsight
            opened
            onClose={() => setPosting(false)}
            touchpoint={touchpoint}
            onPosted={(insight) => onChange([...chosen, insight])}
          />
        </Suspense>
      )}
    </div>
  );
}

export default PickInsights;
