import { CloseButton, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSearch } from '../../ui/icons';
import { SortTabs } from '../../ui/SortTabs';
import classes from './IdeaFilter.module.css';
import type { Filter } from './queries';

type Props = {
  filter: Filter;
  onFilter: (next: Filter) => void;
  themes: readonly { id: string; name: string }[];
  extra?: ReactNode;
};

const pause = 250; // ms after the last key

/** Above a list of ideas: the order, only mine, a search, and on narrow screens the theme. */
export function IdeaFilter({ filter, onFilter, themes, extra }: Props) {
  const { t } = useTranslation('idea');
  const { t: ui } = useTranslation();
  const [typed, setTyped] = useState(filter.q ?? '');
  const asked = useRef(filter.q ?? '');

  // The address may change without the field: back, forward, "Show all ideas".
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
    const timer = setTimeout(() => onFilter({ ...filter, q: wanted || undefined }), pause);
    return () => clearTimeout(timer);
  }, [typed, filter, onFilter]);

  return (
    <div className={classes.bar}>
      <SortTabs
        label={t('sort')}
        value={filter.sort}
        onChange={(sort) => onFilter({ ...filter, sort })}
        options={[
          { value: 'new', label: t('new') },
          { value: 'top', label: t('top') },
          { value: 'hot', label: t('hot') },
        ]}
      />
      <button
        type="button"
        className={classes.toggle}
        aria-pressed={!!filter.mine}
        aria-label={t('mineLabel')}
        onClick={() => onFilter({ ...filter, mine: !filter.mine || undefined })}
      >
        {t('mine')}
      </button>
      {themes.length > 0 && (
        <select
          className={classes.theme}
          aria-label={t('theme')}
          value={filter.theme ?? ''}
          onChange={(event) => onFilter({ ...filter, theme: event.currentTarget.value || undefined })}
        >
          <option value="">{t('allThemes')}</option>
          {themes.map((theme) => (
            <option key={theme.id} value={theme.id}>
              {theme.name}
            </option>
          ))}
        </select>
      )}
      <TextInput
        className={classes.search}
        type="search"
        aria-label={t('search')}
        placeholder={t('searchShort')}
        leftSection={<IconSearch size={16} />}
        rightSection={
          typed && <CloseButton size="sm" aria-label={ui('close')} onClick={() => setTyped('')} />
        }
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {extra}
    </div>
  );
}
