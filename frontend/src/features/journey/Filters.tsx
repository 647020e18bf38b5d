import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { day } from '../../lib/dates';
import classes from './Filters.module.css';
import { facetsQuery } from './queries';
import { filtered, sourceKinds, type JourneySearch } from './search';

const periods = [30, 90, 365] as const; // days back from today

/** The day, so many days ago, as the address writes it. */
export function daysAgo(days: number, now = Date.now()): string {
  const at = new Date(now - days * day);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
}

type Props = {
  journey: string;
  search: JourneySearch;
  onSearch: (change: Partial<Record<keyof JourneySearch, unknown>>) => void;
};

/** Whose words are counted: by where they come from, when they were said, and by which customers. */
export function Filters({ journey, search, onSearch }: Props) {
  const { t } = useTranslation('journey');
  const facets = useQuery(facetsQuery(journey)).data;
  const [own, setOwn] = useState(false);
  const known = search.to ? undefined : periods.find((days) => search.from === daysAgo(days));
  const dated = own || (Boolean(search.from ?? search.to) && !known);
  const counts = new Map(facets?.source_kinds.map(({ value, count }) => [value, count]));
  // What is chosen stays in the list, whatever the server counts.
  const segments = [
    ...new Set([...(facets?.segments.map(({ value }) => value) ?? []), search.segment ?? '']),
  ].filter(Boolean);
  return (
    <div className={classes.filters} role="group" aria-label={t('filters')}>
      <NativeSelect
        size="xs"
        aria-label={t('filter.source')}
        value={search.source ?? ''}
        onChange={(event) => onSearch({ source: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t('filter.anySource') },
          ...sourceKinds
            .filter((kind) => !facets || counts.has(kind) || search.source === kind)
            .map((kind) => ({
              value: kind,
              label: counts.has(kind) ? `${t(`source.${kind}`)} · ${counts.get(kind)}` : t(`source.${kind}`),
            })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={t('filter.period')}
        value={dated ? 'own' : known ? String(known) : ''}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setOwn(value === 'own');
          if (value !== 'own') onSearch({ from: value ? daysAgo(Number(value)) : undefined, to: undefined });
        }}
        data={[
          { value: '', label: t('filter.anyTime') },
          ...periods.map((days) => ({ value: String(days), label: t(`filter.days${days}`) })),
          { value: 'own', label: t('filter.own') },
        ]}
      />
      {dated &&
        (['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            size="xs"
            type="date"
            aria-label={t(`filter.${end}`)}
            value={search[end] ?? ''}
            onChange={(event) => onSearch({ [end]: event.currentTarget.value || undefined })}
          />
        ))}
      {segments.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label={t('filter.segment')}
          value={search.segment ?? ''}
          onChange={(event) => onSearch({ segment: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: t('filter.anySegment') },
            ...segments.map((value) => ({ value, label: value })),
          ]}
        />
      )}
      {filtered(search) && (
        <button
          type="button"
          className="tk-link"
          onClick={() => {
            setOwn(false);
            onSearch({ source: undefined, segment: undefined, from: undefined, to: undefined });
          }}
        >
          {t('filter.clear')}
        </button>
      )}
    </div>
  );
}
