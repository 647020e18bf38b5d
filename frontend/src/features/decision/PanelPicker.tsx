import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconClose } from '../../ui/icons';
import { PersonLine } from '../../ui/PersonLine';
import classes from './Picker.module.css';
import { peopleQuery, type Person } from './queries';

type Props = {
  panel: readonly Person[];
  /** What kept the leadership team from being named. */
  error: unknown;
  onRetry: () => void;
  onChange: (panel: Person[]) => void;
};

/** The people of the panel, and a search to add more. */
export function PanelPicker({ panel, error, onRetry, onChange }: Props) {
  const { t } = useTranslation('decision');
  const [q, setQ] = useState('');
  const [words] = useDebouncedValue(q.trim(), 200);
  const people = useQuery(peopleQuery(words));
  const found = people.data?.items.filter(({ id }) => !panel.some((person) => person.id === id));
  return (
    <>
      {Boolean(error) && panel.length === 0 && (
        <ErrorNote title={t('form.panelFailed')} error={error} onRetry={onRetry} />
      )}
      {panel.length > 0 && (
        <ul className={classes.list}>
          {panel.map((person) => (
            <li key={person.id} className={classes.row}>
              <span className={classes.tick}>
                <PersonLine person={person} />
              </span>
              <ActionIcon
                aria-label={t('form.remove', { name: person.name })}
                onClick={() => onChange(panel.filter(({ id }) => id !== person.id))}
              >
                <IconClose size={16} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <p className={classes.foot}>
        <span role="status">{t('form.panelChosen', { count: panel.length })}</span>
      </p>
      <TextInput
        type="search"
        aria-label={t('form.panelSearch')}
        placeholder={t('form.panelSearch')}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = found?.[0];
          if (event.key !== 'Enter' || !first) return;
          event.preventDefault();
          onChange([...panel, first]);
          setQ('');
        }}
      />
      {words !== '' && q.trim() !== '' && (
        <ul className={classes.found}>
          {found?.map((person) => (
            <li key={person.id} className={classes.row}>
              <span className={classes.tick}>
                <PersonLine person={person} />
              </span>
              <Button
                aria-label={`${t('form.add')}: ${person.name}`}
                onClick={() => {
                  onChange([...panel, person]);
                  setQ('');
                }}
              >
                {t('form.add')}
              </Button>
            </li>
          ))}
          {people.isError && (
            <li>
              <ErrorNote
                title={t('form.panelFailed')}
                error={people.error}
                onRetry={() => void people.refetch()}
              />
            </li>
          )}
          {found?.length === 0 && <li className={classes.none}>{t('form.panelNone')}</li>}
        </ul>
      )}
    </>
  );
}
