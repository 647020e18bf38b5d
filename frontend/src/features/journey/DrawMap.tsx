import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import classes from './edit/Dialog.module.css';
import { useDrawMap } from './queries';

/** Asks for the name of a new map and draws it, with the six stages unless somebody wants it empty. */
export default function DrawMap({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['journey', 'ui']);
  const navigate = useNavigate();
  const draft = useDraft('journey.new', { title: '', template: true });
  const draw = useDrawMap();
  const [key] = useState(idempotencyKey);
  const wrong = draw.error instanceof Problem ? draw.error.fields.title : undefined;
  const save = async () => {
    try {
      const { title, template } = draft.value;
      const journey = await draw.mutateAsync({ key, title: title.trim(), template });
      draft.clear();
      notify(t('draw.drawn'));
      onClose();
      void navigate({ to: '/journeys/$id', params: { id: journey.id } });
    } catch {
      // Shown in the dialog; what was typed is kept.
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('draw.act')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t('draw.name')}
          placeholder={t('draw.example')}
          maxLength={200}
          error={wrong}
          value={draft.value.title}
          onChange={(event) => draft.set({ ...draft.value, title: event.currentTarget.value })}
        />
        <Checkbox
          label={t('draw.template')}
          checked={draft.value.template}
          onChange={(event) => draft.set({ ...draft.value, template: event.currentTarget.checked })}
        />
        {draw.isError && !wrong && <ErrorNote title={t('draw.failed')} error={draw.error} />}
        <div className={classes.acts}>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button
            variant="filled"
            type="submit"
            disabled={draft.value.title.trim() === ''}
            loading={draw.isPending}
          >
            {t('draw.act')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
