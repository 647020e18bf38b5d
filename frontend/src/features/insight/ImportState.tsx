import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconDownload } from '../../ui/icons';
import classes from './ImportState.module.css';
import { atWork, rejectsAddress, undo, type Import } from './importQueries';
import { Progress } from './Progress';
import { listChanged } from './queries';

/** The third step: how far it has come, what came of it, and the way back. `lost`: the last look had no answer. */
export function ImportState({ one, lost }: { one: Import; lost: boolean }) {
  const { t } = useTranslation('insight');
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const back = useMutation({
    mutationFn: () => undo(one.id),
    onSuccess: (fresh) => {
      setAsking(false);
      queryClient.setQueryData(['insight-import', one.id], fresh);
      void queryClient.invalidateQueries({ queryKey: ['insight-imports'] });
    },
  });
  const { state, added, rejected, masked, kept } = one;
  const working = atWork(one);
  useEffect(() => {
    // Once it is through, every list of insights is old.
    if (!working) {
      listChanged(queryClient);
      void queryClient.invalidateQueries({ queryKey: ['insight-imports'] });
    }
  }, [working, queryClient]);
  const share = one.size > 0 ? one.done_bytes / one.size : 0;
  const mayUndo = (state === 'done' || state === 'failed') && added > 0 && one.can.includes('insight.import');
  return (
    <section className={classes.state} aria-label={one.name} data-bad={state === 'failed' || undefined}>
      <h2 className={classes.title}>{t(`import.state.${state}`, { name: one.name })}</h2>
      {state === 'running' && (
        <Progress share={share} label={t('import.done', { percent: Math.floor(Math.min(1, share) * 100) })} />
      )}
      {state === 'failed' && one.error && <p className={classes.error}>{one.error}</p>}
      <ul className={classes.counts} aria-live="polite" aria-atomic="true">
        {state !== 'undone' && <li>{t('import.added', { count: added })}</li>}
        {masked > 0 && state !== 'undone' && <li>{t('import.masked', { count: masked })}</li>}
        {rejected > 0 && state !== 'undone' && <li>{t('import.rejected', { count: rejected })}</li>}
        {kept > 0 && <li>{t('import.kept', { count: kept })}</li>}
      </ul>
      {working && <p className={classes.quiet}>{t('import.leave')}</p>}
      {working && lost && <p className={classes.quiet}>{t('import.lost')}</p>}
      {!working && (
        <div className={classes.acts}>
          {(state === 'undone' ? kept : added) > 0 && (
            <Button component={Link} to="/insights" search={{ import: one.id } as never} variant="filled">
              {t('import.see')}
            </Button>
          )}
          {rejected > 0 && state !== 'undone' && (
            <Button
              component="a"
              href={rejectsAddress(one.id)}
              download
              leftSection={<IconDownload size={16} />}
            >
              {t('import.rejects')}
            </Button>
          )}
          {mayUndo && (
            <Button variant="subtle" color="bad" onClick={() => setAsking(true)}>
              {t('import.undo')}
            </Button>
          )}
        </div>
      )}
      {back.isError && !asking && <ErrorNote title={t('import.notUndone')} error={back.error} />}
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          back.reset();
          setAsking(false);
        }}
        title={t('import.undoTitle')}
        text={t('import.undoText', { count: added })}
        act={t('import.undo')}
        bad
        busy={back.isPending}
        error={back.error ? back.error.message : undefined}
        onAct={() => back.mutate()}
      />
    </section>
  );
}
