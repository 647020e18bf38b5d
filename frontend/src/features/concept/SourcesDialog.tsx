import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { ErrorNote } from '../../ui/ErrorNote';
import { grounded } from './kinds';
import type { Concept, Source } from './queries';
import classes from './Settings.module.css';
import { SourcePicker, type InsightSlot } from './SourcePicker';
import { useEditConcept } from './useEditConcept';

type Props = { concept: Concept; insights?: InsightSlot; onClose: () => void };

const ids = (list: readonly Source[]) => list.map(({ id }) => id);

/** Changes what a concept grows from. */
export default function SourcesDialog({ concept, insights, onClose }: Props) {
  const { t } = useTranslation(['concept', 'ui']);
  const update = useEditConcept(concept, (now) => ids(now.sources));
  const [sources, setSources] = useState<Source[]>(concept.sources);
  const stale = update.error instanceof Problem && update.error.status === 412;
  const same = ids(sources).join(' ') === ids(concept.sources).join(' ');
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
            onClick={() => update.mutate({ sources: ids(sources) }, { onSuccess: onClose })}
          >
            {t('sources.save')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
