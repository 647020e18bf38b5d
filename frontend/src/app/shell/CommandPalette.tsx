import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useState, type ComponentType, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  IconChallenge,
  IconComment,
  IconConcept,
  IconDecision,
  IconForward,
  IconIdea,
  IconInsight,
  IconJourney,
  IconKeys,
  IconPeople,
  IconPlus,
  IconRoadmap,
  IconSearch,
  IconStickingPoint,
} from '../../ui/icons';
import type { Found } from '../slots';
import { usePlaces } from './navigation';
import classes from './CommandPalette.module.css';

type Props = {
  opened: boolean;
  onClose: () => void;
  search?: (query: string, signal: AbortSignal) => Promise<Found[]>;
  onNewIdea?: () => void;
  onKeys: () => void;
};

type Row = {
  id: string;
  title: string;
  hint?: string;
  icon: ComponentType<{ size?: number }>;
  act: () => void;
};

const iconOf: Record<string, Row['icon']> = {
  challenge: IconChallenge,
  idea: IconIdea,
  concept: IconConcept,
  comment: IconComment,
  decision: IconDecision,
  commitment: IconRoadmap,
  insight: IconInsight,
  journey: IconJourney,
  sticking_point: IconStickingPoint,
};

/** Finds pages, acts and, through `search`, everything the reader may see. Arrow keys walk, Enter opens. */
export default function CommandPalette({ opened, onClose, ...rest }: Props) {
  const { t } = useTranslation('shell');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      size={560}
      padding={0}
      yOffset="12vh"
      transitionProps={{ duration: 120 }}
      title={<span className="tk-hidden">{t('search')}</span>}
      classNames={{ header: classes.noHeader }}
    >
      <Palette onClose={onClose} {...rest} />
    </Modal>
  );
}

function Palette({ onClose, search, onNewIdea, onKeys }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const places = usePlaces();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const { found, failed } = useFound(query, search);

  const go = (to: string) => () => {
    onClose();
    // An address may carry a question, which `to` does not.
    void navigate({ href: to });
  };
  const here: Row[] = [
    ...places.map((place) => ({
      id: place.to,
      title: t(`place.${place.name}`),
      icon: place.icon,
      act: go(place.to),
    })),
    { id: '/me', title: t('place.me'), icon: IconPeople, act: go('/me') },
    ...(onNewIdea
      ? [{ id: 'new', title: t('newIdea'), icon: IconPlus, act: () => (onClose(), onNewIdea()) }]
      : []),
    { id: 'keys', title: t('keys.title'), icon: IconKeys, act: onKeys },
  ].filter((row) => row.title.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase()));
  const rows: Row[] = [
    ...here,
    ...found.map((hit) => ({
      id: `${hit.kind}-${hit.id}`,
      title: hit.title,
      hint: hit.hint,
      icon: iconOf[hit.kind] ?? IconForward,
      act: go(hit.to),
    })),
  ];
  const at = Math.min(active, rows.length - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((at + step + rows.length) % Math.max(rows.length, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      rows[at]?.act();
    }
  };

  return (
    <>
      <div className={classes.field}>
        <IconSearch size={18} />
        <input
          data-autofocus
          className={classes.input}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          placeholder={t('searchHint')}
          aria-label={t('search')}
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-controls={listId}
          aria-activedescendant={rows[at] ? `${listId}-${at}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          maxLength={200}
        />
        <kbd className="tk-kbd">Esc</kbd>
      </div>
      <ul id={listId} role="listbox" aria-label={t('found')} className={classes.list}>
        {rows.map((row, index) => (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the combobox keeps the focus and handles the keys; a row is only pointed at
          <li
            key={row.id}
            id={`${listId}-${index}`}
            ref={index === at ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            role="option"
            aria-selected={index === at}
            className={classes.row}
            onClick={row.act}
            onPointerMove={() => setActive(index)}
          >
            <row.icon size={18} />
            <span className={classes.title}>
              {row.title}
              {row.hint && <span className={classes.hint}>{row.hint}</span>}
            </span>
          </li>
        ))}
      </ul>
      <p role="status" className={rows.length > 0 && !failed ? 'tk-hidden' : classes.none}>
        {failed
          ? t('searchFailed')
          : rows.length > 0
            ? t('results', { count: rows.length })
            : t('nothingFound')}
      </p>
    </>
  );
}

function useFound(query: string, search: Props['search']) {
  const [wanted] = useDebouncedValue(query.trim(), 180);
  const [answer, setAnswer] = useState<{ found: Found[]; failed: boolean }>({ found: [], failed: false });
  useEffect(() => {
    const abort = new AbortController();
    const done = (next: typeof answer) => !abort.signal.aborted && setAnswer(next);
    const asked = search && wanted.length > 1 ? search(wanted, abort.signal) : Promise.resolve([]);
    asked.then(
      (found) => done({ found, failed: false }),
      () => done({ found: [], failed: true }),
    );
    return () => abort.abort();
  }, [wanted, search]);
  return answer;
}
