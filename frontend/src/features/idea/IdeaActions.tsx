import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { patchEverywhere } from '../../live';
import { IconDelete, IconEdit, IconMerge } from '../../ui/icons';
import { notify } from '../../ui/notices';
import classes from './IdeaActions.module.css';
import { deleteIdea, updateIdea, type Idea } from './queries';

const ProposeMerge = lazy(() => import('./ProposeMerge'));

type Props = { idea: Idea; onEdit: () => void; onDeleted: () => void };

/** What the reader may do with an idea: edit and delete their own; a facilitator takes it out of sight. */
export function IdeaActions({ idea, onEdit, onDeleted }: Props) {
  const { t } = useTranslation('idea');
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<'delete' | 'hide'>();
  const [merging, setMerging] = useState<boolean>();
  const done = () => setAsking(undefined);

  const remove = useMutation({
    mutationFn: () => deleteIdea(idea.id),
    onSuccess: () => {
      onDeleted();
      patchEverywhere<Idea>(queryClient, 'idea', idea.id, () => undefined);
      queryClient.removeQueries({ queryKey: ['idea', idea.id], type: 'inactive' });
      void queryClient.invalidateQueries({ queryKey: ['challenge', idea.challenge.id] });
      void queryClient.invalidateQueries({ queryKey: ['challenges'] });
      void queryClient.invalidateQueries({ queryKey: ['me'] });
      notify(t('deleted'));
    },
  });
  const show = useMutation({
    mutationFn: (status: 'hidden' | 'open') => updateIdea(idea.id, idea.version, { status }),
    onSuccess: (changed, status) => {
      patchEverywhere<Idea>(queryClient, 'idea', idea.id, (shown) => ({ ...shown, ...changed }));
      notify(t(status === 'hidden' ? 'hiddenNotice' : 'shownNotice'));
      done();
    },
    onError: (error, status) => {
      void queryClient.invalidateQueries({ queryKey: ['idea', idea.id] });
      if (status === 'open') notify(t('actFailed', { cause: error.message }));
    },
  });

  const may = (act: string) => idea.can.includes(act);
  if (!['idea.edit', 'idea.delete', 'idea.hide', 'merge.propose'].some(may)) return null;
  return (
    <div className={classes.acts}>
      {may('idea.edit') && (
        <Button variant="subtle" leftSection={<IconEdit size={16} />} onClick={onEdit}>
          {t('edit')}
        </Button>
      )}
      {may('merge.propose') && (
        <Button variant="subtle" leftSection={<IconMerge size={16} />} onClick={() => setMerging(true)}>
          {t('merge.act')}
        </Button>
      )}
      {merging !== undefined && (
        <Suspense fallback={null}>
          <ProposeMerge idea={idea} opened={merging} onClose={() => setMerging(false)} />
        </Suspense>
      )}
      {may('idea.hide') && idea.status === 'open' && (
        <Button variant="subtle" onClick={() => setAsking('hide')}>
          {t('hide')}
        </Button>
      )}
      {may('idea.hide') && idea.status === 'hidden' && (
        <Button variant="subtle" loading={show.isPending} onClick={() => show.mutate('open')}>
          {t('unhide')}
        </Button>
      )}
      {may('idea.delete') && (
        <Button
          variant="subtle"
          color="bad"
          leftSection={<IconDelete size={16} />}
          onClick={() => setAsking('delete')}
        >
          {t('delete')}
        </Button>
      )}
      <ConfirmDialog
        opened={asking === 'hide'}
        onClose={done}
        title={t('hideTitle')}
        text={t('hideText')}
        act={t('hide')}
        onAct={() => show.mutate('hidden')}
        busy={show.isPending}
        error={show.error?.message}
      />
      <ConfirmDialog
        opened={asking === 'delete'}
        onClose={done}
        title={t('deleteTitle')}
        text={t('deleteText')}
        act={t('delete')}
        onAct={() => remove.mutate()}
        bad
        busy={remove.isPending}
        error={remove.error?.message}
      />
    </div>
  );
}
