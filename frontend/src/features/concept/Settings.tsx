import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { ErrorNote } from '../../ui/ErrorNote';
import { PersonLine } from '../../ui/PersonLine';
import { SkeletonRows } from '../../ui/Skeleton';
import { PersonSearch } from './PersonSearch';
import { themesQuery, type Concept } from './queries';
import classes from './Settings.module.css';
import { useEditConcept } from './useEditConcept';

const themeIds = (concept: Concept) => concept.themes.map(({ id }) => id);

/** Title, owner and themes of a concept. */
export default function Settings({ concept, onClose }: { concept: Concept; onClose: () => void }) {
  const { t } = useTranslation(['concept', 'ui']);
  const update = useEditConcept(concept, (now) => [now.title, now.owner.id, ...themeIds(now)]);
  const [title, setTitle] = useState(concept.title);
  const [owner, setOwner] = useState(concept.owner);
  const had = themeIds(concept);
  const [themes, setThemes] = useState<readonly string[]>(had);
  const known = useQuery(themesQuery(concept.challenge.id));
  const stale = update.error instanceof Problem && update.error.status === 412;
  const fields: Readonly<Record<string, string>> = update.error instanceof Problem ? update.error.fields : {};

  const save = () =>
    update.mutate(
      {
        title: title.trim() === concept.title ? undefined : title.trim(),
        owner: owner.id === concept.owner.id ? undefined : owner.id,
        themes: themes.join(' ') === had.join(' ') ? undefined : [...themes],
      },
      { onSuccess: onClose },
    );
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
          <PersonSearch error={fields.owner} onChoose={setOwner} />
        </div>
        <div>
          <p className={classes.label}>{t('field.themes')}</p>
          {known.isPending && <SkeletonRows rows={2} height={24} />}
          {known.isError && <p className={classes.none}>{t('theme.failed')}</p>}
          {known.data?.length === 0 && <p className={classes.none}>{t('theme.none')}</p>}
          <div role="group" aria-label={t('theme.label')} className={classes.themes}>
            {known.data?.map((theme) => (
              <Checkbox
                key={theme.id}
                label={theme.name}
                description={theme.about || undefined}
                checked={themes.includes(theme.id)}
                onChange={(event) =>
                  setThemes(
                    event.currentTarget.checked
                      ? [...themes, theme.id]
                      : themes.filter((id) => id !== theme.id),
                  )
                }
              />
            ))}
          </div>
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
          <Button variant="filled" disabled={title.trim() === ''} loading={update.isPending} onClick={save}>
            {t('settingsSave')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
