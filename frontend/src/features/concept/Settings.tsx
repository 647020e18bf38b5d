import { Button, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { ErrorNote } from '../../ui/ErrorNote';
import { PersonLine } from '../../ui/PersonLine';
import { conceptQuery, peopleQuery, useUpdateConcept, type Concept } from './queries';
import classes from './Settings.module.css';
import { SourcePicker, type Source } from './SourcePicker';

/** Title, owner and sources of a concept. */
export default function Settings({ concept, onClose }: { concept: Concept; onClose: () => void }) {
  const { t } = useTranslation(['concept', 'ui']);
  const cache = useQueryClient();
  const update = useUpdateConcept(concept.id);
  const [version, setVersion] = useState(concept.version);
  const [title, setTitle] = useState(concept.title);
  const [owner, setOwner] = useState(concept.owner);
  const [sources, setSources] = useState<Source[]>(concept.sources);
  const [q, setQ] = useState('');
  const [words] = useDebouncedValue(q.trim(), 200);
  const people = useQuery(peopleQuery(words));
  const stale = update.error instanceof Problem && update.error.status === 412;
  const fields: Readonly<Record<string, string>> = update.error instanceof Problem ? update.error.fields : {};

  const save = async () => {
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).join(' ');
    try {
      await update.mutateAsync({
        version,
        change: {
          title: title.trim() === concept.title ? undefined : title.trim(),
          owner: owner.id === concept.owner.id ? undefined : owner.id,
          sources: ids(sources) === ids(concept.sources) ? undefined : sources.map(({ id }) => id),
        },
      });
      onClose();
    } catch (error) {
      if (!(error instanceof Problem && error.status === 412)) return;
      // The next attempt is made knowing that somebody else has saved.
      const fresh = await cache.fetchQuery({ ...conceptQuery(concept.id), staleTime: 0 }).catch(() => null);
      if (fresh) setVersion(fresh.version);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('settings')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <div className={classes.form}>
        <TextInput
          label={t('field.title')}
          maxLength={200}
          error={fields.title}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <div>
          <p className={classes.label}>{t('field.owner')}</p>
          <PersonLine person={owner} />
          <TextInput
            mt="xs"
            type="search"
            aria-label={t('person.search')}
            placeholder={t('person.search')}
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
                      setOwner(person);
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
        </div>
        <div>
          <p className={classes.label}>{t('field.sources')}</p>
          <SourcePicker challenge={concept.challenge.id} chosen={sources} onChange={setSources} />
        </div>
        {update.error && (
          <ErrorNote
            title={t('notSaved')}
            error={stale ? undefined : update.error}
            hint={stale ? t('settingsStale') : undefined}
          />
        )}
        <div className={classes.acts}>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button
            variant="filled"
            disabled={title.trim() === '' || sources.length === 0}
            loading={update.isPending}
            onClick={() => void save()}
          >
            {t('settingsSave')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
