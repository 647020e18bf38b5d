import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconUpload } from '../../ui/icons';
import classes from './ImportUpload.module.css';
import { largest, uploadFile, type Import } from './importQueries';
import { Progress } from './Progress';

type Props = { sources: readonly string[]; onUploaded: (one: Import) => void };

/** The first step: where the file comes from, and the file, chosen or dropped; it is sent at once. */
export function ImportUpload({ sources, onUploaded }: Props) {
  const { t } = useTranslation('insight');
  const { t: ui } = useTranslation();
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const hint = useId();
  const source = useDraft('import.source', '');
  const [over, setOver] = useState(false);
  const [share, setShare] = useState(0);
  const [refused, setRefused] = useState<string>();
  const [file, setFile] = useState<File>();
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const send = useMutation({
    mutationFn: (chosen: File) => {
      stop.current = new AbortController();
      return uploadFile(chosen, source.value.trim(), setShare, stop.current.signal);
    },
    onSuccess: (one) => {
      queryClient.setQueryData(['insight-import', one.id], one);
      void queryClient.invalidateQueries({ queryKey: ['insight-imports'] });
      onUploaded(one);
    },
  });
  const stopped = send.error instanceof DOMException;
  const take = (chosen: File | undefined) => {
    if (!chosen || send.isPending) return;
    setFile(chosen);
    setShare(0);
    const wrong =
      chosen.size === 0 ? 'import.fileEmpty' : chosen.size > largest ? 'import.fileTooBig' : undefined;
    setRefused(wrong && t(wrong));
    if (!wrong) send.mutate(chosen);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div className={classes.upload}>
      <TextInput
        className={classes.source}
        label={t('import.source')}
        description={t('import.sourceHint')}
        placeholder={t('import.sourcePlaceholder')}
        maxLength={200}
        list="import-sources"
        value={source.value}
        disabled={send.isPending}
        onChange={(event) => source.set(event.currentTarget.value)}
      />
      <datalist id="import-sources">
        {sources.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      {send.isPending ? (
        <div className={classes.sending}>
          <Progress
            share={share}
            label={t('import.sending', { name: file?.name, percent: Math.floor(share * 100) })}
          />
          {/* The file is there; the server looks at it. */}
          {share >= 1 && <p role="status">{t('import.looking')}</p>}
          <Button variant="subtle" onClick={() => stop.current?.abort()}>
            {ui('cancel')}
          </Button>
        </div>
      ) : (
        <div
          className={classes.zone}
          data-over={over || undefined}
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
            accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
            className="tk-hidden"
            aria-label={t('import.file')}
            tabIndex={-1}
            onChange={(event) => {
              const chosen = event.currentTarget.files?.[0];
              // The same file can be chosen again.
              event.currentTarget.value = '';
              take(chosen);
            }}
          />
          <Button
            variant="filled"
            leftSection={<IconUpload size={16} />}
            aria-describedby={hint}
            onClick={() => input.current?.click()}
          >
            {t('import.choose')}
          </Button>
          <p className={classes.drop}>{t('import.drop')}</p>
          <p id={hint} className={classes.hint}>
            {t('import.fileHint')}
          </p>
        </div>
      )}
      {refused && <ErrorNote title={refused} />}
      {send.isError && !stopped && (
        <ErrorNote
          title={t('import.notSent')}
          error={send.error}
          onRetry={file && (() => send.mutate(file))}
        />
      )}
    </div>
  );
}
