import { Button, CloseButton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { day } from '../../lib/dates';
import { toDay } from '../../lib/day';
import { useNow } from '../../lib/now';
import { IconClose, IconSearch } from '../../ui/icons';
import classes from './InsightFilters.module.css';
import { touchpointsQuery, type Touchpoint } from './queries';
import type { InsightsSearch } from './search';

type Props = {
  filter: InsightsSearch;
  onFilter: (next: InsightsSearch) => void;
  /** The name of the import that is shown alone. */
  importTitle?: string;
};

const pause = 250; // ms after the last key
const periods = [30, 90, 365] as const; // days

/** Above the list: words, period, place, and what is left to place or mine. */
export function InsightFilters({ filter, onFilter, importTitle }: Props) {
  const { t } = useTranslation('insight');
  const { t: ui } = useTranslation();
  const [typed, setTyped] = useState(filter.q ?? '');
  const asked = useRef(filter.q ?? '');
  // The address may change without the field: back, forward, "Show all".
  const [shown, setShown] = useState(filter.q);
  if (shown !== filter.q) {
    setShown(filter.q);
    setTyped(filter.q ?? '');
  }
  useEffect(() => {
    asked.current = filter.q ?? '';
  }, [filter.q]);
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === asked.current) return;
    const timer = setTimeout(() => onFilter(without({ ...filter, q: wanted || undefined })), pause);
    return () => clearTimeout(timer);
  }, [typed, filter, onFilter]);

  const now = useNow();
  const since = (days: number) => toDay(new Date(now - days * day));
  const known = periods.find((days) => filter.from === since(days) && !filter.to);
  const [own, setOwn] = useState(false);
  const ownDates = own || (!known && !!(filter.from ?? filter.to));
  return (
    <div className={classes.filters}>
      <div className={classes.bar}>
        <TextInput
          className={classes.search}
          type="search"
          aria-label={t('filter.search')}
          placeholder={t('filter.searchShort')}
          leftSection={<IconSearch size={16} />}
          rightSection={
            typed && <CloseButton size="sm" aria-label={t('filter.clear')} onClick={() => setTyped('')} />
          }
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Place filter={filter} onFilter={onFilter} />
        <select
          className={classes.select}
          aria-label={t('filter.period')}
          value={ownDates ? 'own' : (known ?? '')}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setOwn(value === 'own');
            if (value === 'own') return;
            onFilter(without({ ...filter, from: value ? since(Number(value)) : undefined, to: undefined }));
          }}
        >
          <option value="">{t('filter.anyTime')}</option>
          {periods.map((days) => (
            <option key={days} value={days}>
              {t('filter.lastDays', { count: days })}
            </option>
          ))}
          <option value="own">{t('filter.ownDates')}</option>
        </select>
        {(['unplaced', 'mine'] as const).map((name) => (
          <button
            key={name}
            type="button"
            className={classes.toggle}
            aria-pressed={!!filter[name]}
            onClick={() => onFilter(without({ ...filter, [name]: filter[name] ? undefined : true }))}
          >
            {t(`filter.${name}`)}
          </button>
        ))}
      </div>
      {ownDates && (
        <div className={classes.bar}>
          {(['from', 'to'] as const).map((name) => (
            <TextInput
              key={name}
              type="date"
              label={t(`filter.${name}`)}
              value={filter[name] ?? ''}
              onChange={(event) =>
                onFilter(without({ ...filter, [name]: event.currentTarget.value || undefined }))
              }
            />
          ))}
        </div>
      )}
      {filter.import && (
        <div className={classes.bar}>
          <Button
            variant="light"
            size="xs"
            rightSection={<IconClose size={14} />}
            aria-label={`${importTitle ? t('filter.import', { name: importTitle }) : t('filter.oneImport')}, ${ui('close')}`}
            onClick={() => onFilter(without({ ...filter, import: undefined }))}
          >
            {importTitle ? t('filter.import', { name: importTitle }) : t('filter.oneImport')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A filter without what is not asked for, so that the address says only what matters. */
export function without(filter: {
  [name in keyof InsightsSearch]: InsightsSearch[name] | undefined;
}): InsightsSearch {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined),
  ) as InsightsSearch;
}

/** What shares a key, in the order of the first of each. */
function groups<T>(list: readonly T[], keyOf: (each: T) => string): T[][] {
  const found = new Map<string, T[]>();
  for (const each of list) found.set(keyOf(each), [...(found.get(keyOf(each)) ?? []), each]);
  return [...found.values()];
}

/** A map, a stage of it or a touchpoint, in one list. */
function Place({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  const { t } = useTranslation('insight');
  const { data = [] } = useQuery(touchpointsQuery);
  const maps = groups(data, (each) => each.journey.id);
  const value = filter.touchpoint
    ? `touchpoint ${filter.touchpoint}`
    : filter.stage
      ? `stage ${filter.stage}`
      : filter.journey
        ? `journey ${filter.journey}`
        : '';
  return (
    <select
      className={classes.select}
      aria-label={t('filter.place')}
      value={value}
      onChange={(event) => {
        const [kind, id] = event.currentTarget.value.split(' ');
        onFilter(
          without({
            ...filter,
            touchpoint: undefined,
            stage: undefined,
            journey: undefined,
            unplaced: undefined,
            ...(kind && { [kind]: id }),
          }),
        );
      }}
    >
      <option value="">{t('filter.anywhere')}</option>
      {maps.map((touchpoints) => {
        const { journey } = touchpoints[0] as Touchpoint;
        return (
          <optgroup key={journey.id} label={journey.title}>
            <option value={`journey ${journey.id}`}>{t('filter.wholeMap', { map: journey.title })}</option>
            {groups(touchpoints, (each) => each.stage.id).map((ofStage) => [
              <option key={ofStage[0]!.stage.id} value={`stage ${ofStage[0]!.stage.id}`}>
                {ofStage[0]!.stage.title}
              </option>,
              ...ofStage.map((each) => (
                <option key={each.id} value={`touchpoint ${each.id}`}>
                  {`\u00a0\u00a0\u00a0${each.name}`}
                </option>
              )),
            ])}
          </optgroup>
        );
      })}
      {value && data.length === 0 && <option value={value}>…</option>}
    </select>
  );
}
