import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { Section } from '../../ui/Section';
import { Columns, Reading, Rest } from './ImportChoices';
import classes from './ImportDraft.module.css';
import { ImportPreview } from './ImportPreview';
import { configure, start, undo, type Import, type Settings } from './importQueries';

/** The second step: how the file is read, what its columns are, the first rows as they would be imported. */
export function ImportDraft({ one, onDropped }: { one: Import; onDropped: () => void }) {
  const { t } = useTranslation('insight');
  const queryClient = useQueryClient();
  const show = (fresh: Import) => {
    queryClient.setQueryData(['insight-import', one.id], fresh);
    void queryClient.invalidateQueries({ queryKey: ['insight-imports'] });
  };
  const settings = useMutation({
    // One after the other, so that the last choice is the one that stays.
    scope: { id: `import-${one.id}` },
    mutationFn: (change: Settings) => configure(one.id, change),
    onMutate: (change) => {
      queryClient.setQueryData<Import>(
        ['insight-import', one.id],
        (shown) => shown && { ...shown, settings: { ...shown.settings, ...change } },
      );
    },
    onSuccess: show,
    onError: () => void queryClient.invalidateQueries({ queryKey: ['insight-import', one.id] }),
  });
  const begin = useMutation({ mutationFn: () => start(one.id), onSuccess: show });
  const drop = useMutation({
    mutationFn: () => undo(one.id),
    onSuccess: () => {
      onDropped();
      notify(t('import.dropped'));
      queryClient.removeQueries({ queryKey: ['insight-import', one.id] });
      void queryClient.invalidateQueries({ queryKey: ['insight-imports'] });
    },
  });
  const ready = one.settings.columns?.quote !== undefined;
  const given = { one, onChange: settings.mutate };
  return (
    <>
      <div className={classes.file}>
        <span className={classes.name}>{one.name}</span>
        <span className={classes.size}>{sizeInWords(one.size)}</span>
        <Button variant="subtle" loading={drop.isPending} onClick={() => drop.mutate()}>
          {t('import.dropFile')}
        </Button>
      </div>
      {drop.isError && <ErrorNote title={t('import.notDropped')} error={drop.error} />}
      <Section title={t('import.reading')} hint={t('import.readingHint')}>
        <Reading {...given} />
      </Section>
      <Section title={t('import.columns')} hint={t('import.columnsHint')}>
        <Columns {...given} />
      </Section>
      <Section title={t('import.rest')}>
        <Rest {...given} />
      </Section>
      {settings.isError && <ErrorNote title={t('import.notRead')} error={settings.error} />}
      <Section title={t('import.preview')} hint={t('import.previewHint')}>
        <ImportPreview one={one} busy={settings.isPending} />
      </Section>
      {begin.isError && <ErrorNote title={t('import.notStarted')} error={begin.error} />}
      <div className={classes.foot}>
        <Button
          variant="filled"
          disabled={!ready || settings.isPending}
          loading={begin.isPending}
          onClick={() => begin.mutate()}
        >
          {t('import.start')}
        </Button>
        <span className={classes.why}>{t(ready ? 'import.startHint' : 'import.quoteMissing')}</span>
      </div>
    </>
  );
}

/** "84 MB", "12 kB". */
function sizeInWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}
