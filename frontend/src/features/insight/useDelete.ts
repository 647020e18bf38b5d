import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notify } from '../../ui/notices';
import { deleteInsight, listChanged } from './queries';

/** Takes an insight away; the page goes on before its data goes. */
export function useDelete(id: string, onDeleted: () => void) {
  const { t } = useTranslation('insight');
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => deleteInsight(id),
    onSuccess: () => {
      onDeleted();
      notify(t('delete.done'));
      queryClient.removeQueries({ queryKey: ['insight', id] });
      listChanged(queryClient);
    },
  });
}
