import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import type { InsightPicker } from './CustomersSay';
import classes from './CustomersSay.module.css';
import { tieInsight, type Idea } from './queries';

type Props = {
  idea: Idea;
  held: readonly string[];
  picker: InsightPicker;
  opened: boolean;
  onClose: () => void;
};

/** Chooses the customers' words an idea rests on. */
export default function AddInsights({ idea, held, picker: Picker, opened, onClose }: Props) {
  const { t } = useTranslation('idea');
  const { t: ui } = useTranslation();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const tie = useMutation({
    mutationFn: async () => {
      // One after another: what went through stays, and trying again changes nothing for it.
      for (const id of chosen) await tieInsight(id, idea.id);
    },
    onSuccess: () => {
      notify(t('say.added', { count: chosen.length }));
      setChosen([]);
      onClose();
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['evidence', 'idea', idea.id] });
      void queryClient.invalidateQueries({ queryKey: ['idea', idea.id] });
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('say.addTitle')}
      size={640}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <Picker held={held} onChange={setChosen} />
      {tie.error && <ErrorNote title={t('say.addFailed')} error={tie.error} />}
      <div className={classes.foot}>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button
          variant="filled"
          disabled={chosen.length === 0}
          loading={tie.isPending}
          onClick={() => tie.mutate()}
        >
          {t('say.tie', { count: chosen.length })}
        </Button>
      </div>
    </Modal>
  );
}
