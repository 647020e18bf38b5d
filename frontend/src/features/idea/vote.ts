import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { castVote, type Value } from '../../live';
import { notify } from '../../ui/notices';

/** Votes on an idea at once; a refusal takes the vote back and says why in one sentence. Resolves to whether it counted. */
export function useVote(): (idea: { id: string; title: string }, value: Value) => Promise<boolean> {
  const { t } = useTranslation('idea');
  const queryClient = useQueryClient();
  return useCallback(
    ({ id, title }, value) =>
      castVote(queryClient, 'idea', id, value, (error) => {
        const cause = error instanceof Problem && error.status > 0 ? error.message : t('noAnswer');
        notify(t('voteRefused', { title, cause }));
      }),
    [queryClient, t],
  );
}
