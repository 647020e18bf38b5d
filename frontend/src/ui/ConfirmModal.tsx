import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConfirmProps } from './ConfirmDialog';
import classes from './ConfirmModal.module.css';
import { ErrorNote } from './ErrorNote';

/** The dialog of ConfirmDialog, in a chunk of its own. */
export default function ConfirmModal(props: ConfirmProps) {
  const { opened, onClose, title, text, act, onAct, bad, busy, error } = props;
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <p className={classes.text}>{text}</p>
      {error && <ErrorNote title={error} />}
      <div className={classes.acts}>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button variant="filled" color={bad ? 'bad' : undefined} onClick={onAct} loading={busy}>
          {act}
        </Button>
      </div>
    </Modal>
  );
}
