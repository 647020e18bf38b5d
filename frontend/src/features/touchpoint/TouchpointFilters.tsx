import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { day } from '../../lib/dates';
import { toDay } from '../../lib/day';
import { useNow } from '../../lib/now';
import classes from './TouchpointFilters.module.css';
import { facetsQuery } from './queries';
import type { TouchpointSearch } from './search';

type Props = {
  journey: string;
  filter: TouchpointSearch;
  onFilter: (next: TouchpointSearch) => void;
};

const periods = [90, 180, 365] as const; // days
const kinds = ['interview', 'review', 'ticket', 'survey', 'observation', 'social'] as const;

/** Whose words are counted: by source, period and customer segment. */
export function TouchpointFilters({ journey, filter, onFilter }: Props) {
  const { t } = useTranslation('touchpoint');
  const { t: ui } = useTranslation();
  const { data: facets } = useQuery(facetsQuery(journey));
  const now = useNow();
  const since = (days: number) => toDay(new Date(now - days * day));
  const known = periods.find((days) => filter.from === since(days) && !filter.to);
  const own = !known && !!(filter.from ?? filter.to);
  const set = (part: { [name in keyof TouchpointSearch]: TouchpointSearch[name] | undefined }) =>
    onFilter(
      Object.fromEntries(
        Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined),
      ) as TouchpointSearch,
    );
  const segments = new Set([
    ...(facets?.segments.map((each) => each.value) ?? []),
    ...(filter.segment ? [filter.segment] : []),
  ]);
  segments.delete('');
  return (
    <div className={classes.bar} role="group" aria-label={t('filter.label')}>
      <select
        aria-label={t('filter.source')}
        value={filter.source_kind ?? ''}
        onChange={(event) => set({ source_kind: kinds.find((kind) => kind === event.currentTarget.value) })}
      >
        <option value="">{t('filter.anySource')}</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {ui(`sourceKind.${kind}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('filter.period')}
        value={own ? 'own' : (known ?? '')}
        onChange={(event) => {
          const { value } = event.currentTarget;
          set({ from: value ? since(Number(value)) : undefined, to: undefined });
        }}
      >
        <option value="">{t('filter.anyTime')}</option>
        {periods.map((days) => (
          <option key={days} value={days}>
            {t('filter.lastDays', { count: days })}
          </option>
        ))}
        {own && <option value="own">{[filter.from, filter.to].filter(Boolean).join(' – ')}</option>}
      </select>
      {/* There while the segments are on their way, so that nothing below it moves. */}
      {(!facets || segments.size > 0) && (
        <select
          aria-label={t('filter.segment')}
          value={filter.segment ?? ''}
          onChange={(event) => set({ segment: event.currentTarget.value || undefined })}
        >
          <option value="">{t('filter.anySegment')}</option>
          {[...segments].map((segment) => (
            <option key={segment} value={segment}>
              {segment}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
