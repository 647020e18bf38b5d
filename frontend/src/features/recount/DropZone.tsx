import { Button } from '@mantine/core';
import { useId, useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './DropZone.module.css';

type Props = { onFile: (file: File) => void; again: boolean };

/** Where a file is dropped or chosen. The button is the way for keyboards and phones. */
export function DropZone({ onFile, again }: Props) {
  const { t } = useTranslation('recount');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const hint = useId();
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <div
      className={classes.zone}
      data-over={over || undefined}
      data-again={again || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        ref={input}
        type="file"
        accept=".zip,.blt,.csv,application/zip,text/csv"
        className="tk-hidden"
        aria-label={t('file.label')}
        tabIndex={-1}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file can be chosen again.
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
      <Button
        variant={again ? 'default' : 'filled'}
        aria-describedby={hint}
        onClick={() => input.current?.click()}
      >
        {t(again ? 'file.other' : 'file.choose')}
      </Button>
      <p className={classes.drop}>{t('file.drop')}</p>
      <p id={hint} className={classes.hint}>
        {t('file.hint')}
      </p>
    </div>
  );
}
