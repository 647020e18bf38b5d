import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { notify } from '../../ui/notices';
import { refreshMerged, undoMerge, type Merge } from './queries';

/** Parts two merged ideas, or takes a proposal back. */
export function UndoMerge({ merge, challenge }: { merge: Merge; challenge: string }) {
  const { t } = useTranslation('idea');
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const done = merge.state === 'done';
  const undo = useMutation({
    mutationFn: () => undoMerge(merge.id),
    onSuccess: (next) => {
      setAsking(false);
      refreshMerged(queryClient, next, challenge);
      notify(t(done ? 'merge.undoneNotice' : 'merge.withdrawnNotice'));
    },
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t(done ? 'merge.undo' : 'merge.withdraw')}</Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          setAsking(false);
          undo.reset();
        }}
        title={t(done ? 'merge.undoTitle' : 'merge.withdrawTitle')}
        text={t(done ? 'merge.undoText' : 'merge.withdrawText', {
          source: merge.source.title,
          target: merge.target.title,
        })}
        act={t(done ? 'merge.undo' : 'merge.withdraw')}
        onAct={() => undo.mutate()}
        busy={undo.isPending}
        error={undo.error?.message}
      />
    </>
  );
}
