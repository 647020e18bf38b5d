import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writtenDate } from '../../lib/dates';
import { useNow } from '../../lib/now';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { notify } from '../../ui/notices';
import { closeCurrent, phaseAt, startNext } from './phases';
import { updateChallenge, type Challenge } from './queries';

/** "Start Develop now": closes the open phase and opens the next, or closes the last one. */
export function MovePhase({ challenge }: { challenge: Challenge }) {
  const { t } = useTranslation('challenge');
  const { t: ui } = useTranslation();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const now = useNow();
  const current = phaseAt(challenge, now);
  const next = startNext(challenge, now);

  const move = useMutation({
    mutationFn: () => {
      // The moment is the press, not the last tick of the page's clock.
      const at = Date.now();
      const phases = startNext(challenge, at)?.phases ?? closeCurrent(challenge, at);
      return updateChallenge(challenge.id, challenge.version, { phases });
    },
    onSuccess: (changed) => {
      queryClient.setQueryData(['challenge', challenge.id], changed);
      void queryClient.invalidateQueries({ queryKey: ['challenges'] });
      void queryClient.invalidateQueries({ queryKey: ['ideas', challenge.id] });
      void queryClient.invalidateQueries({ queryKey: ['me'] });
      setAsking(false);
      notify(
        next
          ? t('started', {
              phase: name(next.started.name),
              date: writtenDate(new Date(next.started.closes_at)),
            })
          : t('closedNow', { phase: name(current?.name ?? 'deliver') }),
      );
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: ['challenge', challenge.id] }),
  });

  const name = (phase: Challenge['phases'][number]['name']) => ui(`phase.${phase}`);
  if (!next && !current) return null;
  const phase = name(next?.started.name ?? current!.name);
  const date = next && writtenDate(new Date(next.started.closes_at), now);
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        {next ? t('startNow', { phase }) : t('closeNow', { phase })}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          setAsking(false);
          move.reset();
        }}
        title={next ? t('startTitle', { phase }) : t('closeTitle', { phase })}
        text={
          !next
            ? t('closeText', { phase })
            : current
              ? t('startText', { phase, date, current: name(current.name) })
              : t('startFirstText', { phase, date })
        }
        act={next ? t('startNow', { phase }) : t('closeNow', { phase })}
        onAct={() => move.mutate()}
        busy={move.isPending}
        error={move.error?.message}
      />
    </>
  );
}
