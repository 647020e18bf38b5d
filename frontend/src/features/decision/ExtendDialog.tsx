import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { day, writtenDate } from '../../lib/dates';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import classes from './Dialog.module.css';
import { fieldTime, momentOf } from './form';
import { useExtendDecision, type Decision } from './queries';

/** A later closing time, once and for all to see. */
export default function ExtendDialog({ decision, onClose }: { decision: Decision; onClose: () => void }) {
  const { t } = useTranslation(['decision', 'ui']);
  const before = new Date(decision.closes_at);
  const [until, setUntil] = useState(() => fieldTime(new Date(before.getTime() + 2 * day)));
  const extend = useExtendDecision(decision.id);
  const at = momentOf(until);
  const late = at !== undefined && at > before;
  const refused = extend.error instanceof Problem ? extend.error.fields.closes_at : undefined;
  const onExtend = async () => {
    if (!late) return;
    try {
      await extend.mutateAsync(at.toISOString());
      notify(t('extend.done', { date: writtenDate(at) }));
      onClose();
    } catch {
      // Shown in the dialog.
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('extend.title')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <p className={classes.text}>{t('extend.text', { date: writtenDate(before) })}</p>
      <TextInput
        type="datetime-local"
        label={t('extend.until')}
        description={late ? writtenDate(at) : undefined}
        error={late ? refused : t('extend.lack', { date: writtenDate(before) })}
        min={fieldTime(before)}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
        data-autofocus
      />
      {extend.error && !refused && <ErrorNote title={t('extend.failed')} error={extend.error} />}
      <div className={classes.acts}>
        <Button onClick={onClose}>{t('ui:cancel')}</Button>
        <Button variant="filled" disabled={!late} loading={extend.isPending} onClick={() => void onExtend()}>
          {t('extend.act')}
        </Button>
      </div>
    </Modal>
  );
}
