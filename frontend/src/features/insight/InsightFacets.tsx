import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { locale } from '../../i18n';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconDown, IconUp } from '../../ui/icons';
import { sentimentColour, sentiments, signed } from '../../ui/sentiment';
import { SkeletonRows } from '../../ui/Skeleton';
import classes from './InsightFacets.module.css';
import { without } from './InsightFilters';
import type { Facets } from './queries';
import type { InsightsSearch } from './search';

type Props = {
  className?: string;
  facets: UseQueryResult<Facets>;
  filter: InsightsSearch;
  onFilter: (next: InsightsSearch) => void;
};

const few = 8;

/** Where insights come from, how they felt and whose they are, each with how many there are. */
export function InsightFacets({ className, facets, filter, onFilter }: Props) {
  const { t } = useTranslation('insight');
  const { t: ui } = useTranslation();
  const [open, setOpen] = useState(false);
  const [all, setAll] = useState(false);
  const set = (part: { [name in keyof InsightsSearch]: InsightsSearch[name] | undefined }) =>
    onFilter(without({ ...filter, ...part }));
  const segments = facets.data?.segments.filter((each) => each.value !== '') ?? [];
  const active = [filter.source_kind, filter.segment, filter.sentiment].filter(
    (each) => each !== undefined,
  ).length;
  return (
    <aside className={className} aria-label={t('facet.label')}>
      <div className={classes.opener}>
        <Button
          aria-expanded={open}
          rightSection={open ? <IconUp size={16} /> : <IconDown size={16} />}
          onClick={() => setOpen(!open)}
        >
          {active > 0 ? t('facet.active', { count: active }) : t('facet.label')}
        </Button>
      </div>
      <div className={classes.groups} data-open={open || undefined}>
        {facets.isPending && <SkeletonRows rows={8} height={30} />}
        {facets.isError && !facets.data && (
          <ErrorNote title={t('facet.failed')} error={facets.error} onRetry={() => void facets.refetch()} />
        )}
        {facets.data && (
          <>
            <Group title={t('facet.source')}>
              {facets.data.source_kinds.map(({ value, count }) => {
                const kind = value as NonNullable<InsightsSearch['source_kind']>;
                const on = filter.source_kind === kind;
                return (
                  <Choice
                    key={value}
                    on={on}
                    count={count}
                    onClick={() => set({ source_kind: on ? undefined : kind })}
                  >
                    {ui(`sourceKind.${kind}`)}
                  </Choice>
                );
              })}
            </Group>
            <Group title={t('facet.sentiment')}>
              {sentiments.map((step) => {
                const on = filter.sentiment === step;
                return (
                  <Choice key={step} on={on} onClick={() => set({ sentiment: on ? undefined : step })}>
                    <span className={classes.bar} style={{ background: sentimentColour(step) }} />
                    <span className={classes.step}>{signed(step)}</span> {ui(`sentiment.${step}`)}
                  </Choice>
                );
              })}
            </Group>
            {segments.length > 0 && (
              <Group title={t('facet.segment')}>
                {segments.slice(0, all ? undefined : few).map(({ value, count }) => {
                  const on = filter.segment === value;
                  return (
                    <Choice
                      key={value}
                      on={on}
                      count={count}
                      onClick={() => set({ segment: on ? undefined : value })}
                    >
                      {value}
                    </Choice>
                  );
                })}
                {segments.length > few && !all && (
                  <li>
                    <button type="button" className="tk-link" onClick={() => setAll(true)}>
                      {t('facet.all', { count: segments.length })}
                    </button>
                  </li>
                )}
              </Group>
            )}
          </>
        )}
      </div>
    </aside>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className={classes.group}>
      <h2 className={classes.title}>{title}</h2>
      <ul className={classes.choices}>{children}</ul>
    </div>
  );
}

type ChoiceProps = { on: boolean; count?: number; onClick: () => void; children: React.ReactNode };

function Choice({ on, count, onClick, children }: ChoiceProps) {
  return (
    <li>
      <button type="button" className={classes.choice} aria-pressed={on} onClick={onClick}>
        <span className={classes.words}>{children}</span>
        {count !== undefined && (
          <span className={classes.count}>{new Intl.NumberFormat(locale()).format(count)}</span>
        )}
      </button>
    </li>
  );
}
