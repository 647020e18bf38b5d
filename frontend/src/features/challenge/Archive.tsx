import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { notify } from '../../ui/notices';
import { archiveChallenge, type Challenge } from './queries';

/** Closes a challenge for good, once every idea has its answer; or takes it out of the archive. */
export function Archive({ challenge }: { challenge: Challenge }) {
  const { t } = useTranslation('challenge');
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const archived = !!challenge.archived_at;
  const move = useMutation({
    mutationFn: () => archiveChallenge(challenge.id, !archived),
    onSuccess: (changed) => {
      queryClient.setQueryData(['challenge', challenge.id], changed);
      for (const key of [['challenges'], ['ideas', challenge.id], ['idea'], ['me']]) {
        void queryClient.invalidateQueries({ queryKey: key });
      }
      setAsking(false);
      notify(t(archived ? 'archive.outNotice' : 'archive.notice'));
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: ['challenge', challenge.id] }),
  });
  const owed = move.error instanceof Problem && move.error.code === 'answers_owed';
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t(archived ? 'archive.out' : 'archive.act')}</Button>
      {owed && !asking && (
        <p role="status">
          {move.error?.message}{' '}
          <Link to="/challenges/$id/answers" params={{ id: challenge.id }}>
            {t('answers.go')}
          </Link>
        </p>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t(archived ? 'archive.outTitle' : 'archive.title')}
        text={t(archived ? 'archive.outText' : 'archive.text')}
        act={t(archived ? 'archive.out' : 'archive.act')}
        onAct={() => move.mutate()}
        busy={move.isPending}
        error={move.error?.message}
      />
    </>
  );
}
