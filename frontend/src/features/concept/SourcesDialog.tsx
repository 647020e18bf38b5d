import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { ErrorNote } from '../../ui/ErrorNote';
import { grounded } from './kinds';
import { conceptQuery, useUpdateConcept, type Concept, type Source } from './queries';
import classes from './Settings.module.css';
import { SourcePicker, type InsightSlot } from './SourcePicker';

type Props = { concept: Concept; insights?: InsightSlot; onClose: () => void };

/** Changes what a concept grows from. */
export default function SourcesDialog({ concept, insights, onClose }: Props) {
  const { t } = useTranslation(['concept', 'ui']);
  const cache = useQueryClient();
  const update = useUpdateConcept(concept.id);
  const [version, setVersion] = useState(concept.version);
  const [sources, setSources] = useState<Source[]>(concept.sources);
  const stale = update.error instanceof Problem && update.error.status === 412;
  const ids = (list: readonly Source[]) => list.map(({ id }) => id);
  const same = ids(sources).join(' ') === ids(concept.sources).join(' ');

  const save = async () => {
    try {
      await update.mutateAsync({ version, change: { sources: ids(sources) } });
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
      title={t('sources.title')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <div className={classes.form}>
        <p className={classes.hint}>{t('sources.hint')}</p>
        <SourcePicker
          challenge={concept.challenge.id}
          chosen={sources}
          onChange={setSources}
          insights={insights}
        />
        {update.error && (
          <ErrorNote
            title={t('notSaved')}
            error={stale ? undefined : update.error}
            hint={stale ? t('settingsStale') : undefined}
          />
        )}
        {!grounded(sources) && <p className={classes.hint}>{t('sources.needs')}</p>}
        <div className={classes.acts}>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button
            variant="filled"
            disabled={same || !grounded(sources)}
            loading={update.isPending}
            onClick={() => void save()}
          >
            {t('sources.save')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
