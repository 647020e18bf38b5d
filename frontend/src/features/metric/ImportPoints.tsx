import { Button, Modal } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconUpload } from '../../ui/icons';
import { notify } from '../../ui/notices';
import classes from './MetricPanel.module.css';
import { useImportPoints, type Metric } from './queries';

/** A file of measurements: all of it or none, and every line that is wrong by its number. */
export default function ImportPoints({ metric, onClose }: { metric: Metric; onClose: () => void }) {
  const { t } = useTranslation(['metric', 'ui']);
  const take = useImportPoints(metric.id);
  const input = useRef<HTMLInputElement>(null);
  const errors = take.data?.errors ?? [];
  const send = (file: File) =>
    take.mutate(file, {
      onSuccess: ({ added, replaced, errors: wrong }) => {
        if (wrong.length > 0) return;
        notify(t('imported', { added, replaced }));
        onClose();
      },
    });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('importTitle', { name: metric.name })}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <div className={classes.form}>
        <p>{t(`importHint.${metric.kind}`)}</p>
        <p className={classes.hint}>{t('importForms')}</p>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv,.tsv,.txt"
          className="tk-hidden"
          aria-label={t('file')}
          tabIndex={-1}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = ''; // the same file can be chosen again, mended
            if (file) send(file);
          }}
        />
        {errors.length > 0 && (
          <div role="alert">
            <p>{t('importWrong', { count: errors.length })}</p>
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
            <div className={classes.errors} role="region" aria-label={t('errors')} tabIndex={0}>
              <ul>
                {errors.map(({ line, reason }) => (
                  <li key={`${line} ${reason}`}>{t('line', { line, reason })}</li>
                ))}
              </ul>
            </div>
          </div>
        )}
        {take.isError && <ErrorNote title={t('importFailed')} error={take.error} />}
        <div className={classes.foot}>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button
            variant="filled"
            leftSection={<IconUpload size={16} />}
            loading={take.isPending}
            onClick={() => input.current?.click()}
          >
            {t('choose')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
