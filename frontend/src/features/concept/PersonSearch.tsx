import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonLine, type PersonShown } from '../../ui/PersonLine';
import classes from './PersonSearch.module.css';
import { peopleQuery } from './queries';

type Props = { onChoose: (person: PersonShown) => void; error?: string; focusFirst?: boolean };

/** Finds a colleague by name. */
export function PersonSearch({ onChoose, error, focusFirst }: Props) {
  const { t } = useTranslation('concept');
  const [q, setQ] = useState('');
  const [words] = useDebouncedValue(q.trim(), 200);
  const people = useQuery(peopleQuery(words));
  return (
    <>
      <TextInput
        mt="xs"
        type="search"
        data-autofocus={focusFirst || undefined}
        aria-label={t('person.search')}
        placeholder={t('person.search')}
        error={error}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      {words !== '' && q !== '' && (
        <ul className={classes.found}>
          {people.data?.items.map((person) => (
            <li key={person.id}>
              <button
                type="button"
                className={classes.person}
                onClick={() => {
                  onChoose(person);
                  setQ('');
                }}
              >
                <PersonLine person={person} />
              </button>
            </li>
          ))}
          {people.data?.items.length === 0 && <li className={classes.none}>{t('person.none')}</li>}
        </ul>
      )}
    </>
  );
}
