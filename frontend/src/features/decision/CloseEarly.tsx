import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useCloseDecision, type Decision } from './queries';

/** When everybody on the panel has taken part, the facilitator need not wait for the hour. */
export function CloseEarly({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decision');
  const { id, can, turnout } = decision;
  const [asked, setAsked] = useState(false);
  const close = useCloseDecision(id);
  const cache = useQueryClient();
  const full = turnout.voted === turnout.panel;

  useEffect(() => {
    // The number came by the live channel; what it allows comes with the decision itself.
    if (full) void cache.invalidateQueries({ queryKey: ['decision', id] });
  }, [cache, full, id]);

  if (!can.includes('decision.close')) return null;
  return (
    <>
      <Button onClick={() => setAsked(true)}>{t('close.act')}</Button>
      <ConfirmDialog
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('close.title')}
        text={t('close.text')}
        act={t('close.act')}
        onAct={() => close.mutate()}
        busy={close.isPending}
        error={close.error?.message}
      />
    </>
  );
}
