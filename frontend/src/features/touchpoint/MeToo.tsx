import { useMutation, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconPeople } from '../../ui/icons';
import { notify } from '../../ui/notices';
import classes from './MeToo.module.css';
import { meToo, showPoint, type StickingPoint, type StickingPointList } from './queries';

/** "I meet this too": fills at once, and empties again with a sentence when the server refuses. */
export function MeToo({ point }: { point: StickingPoint }) {
  const { t } = useTranslation('touchpoint');
  const queryClient = useQueryClient();
  const say = useMutation({
    mutationFn: (on: boolean) => meToo(point.id, on),
    onMutate: async (on) => {
      await queryClient.cancelQueries({ queryKey: ['sticking-point', point.id] });
      patch(queryClient, point.id, on);
    },
    onSuccess: (fresh) => showPoint(queryClient, fresh),
    onError: (error, on) => {
      patch(queryClient, point.id, !on);
      notify(error.message || t('meToo.failed'));
    },
  });
  const { mine, me_too: count } = point;
  if (!point.can.includes('sticking_point.me_too')) {
    return <p className={classes.count}>{t('meToo.count', { count })}</p>;
  }
  return (
    <button
      type="button"
      className={classes.button}
      aria-pressed={mine}
      onClick={() => {
        if (!say.isPending) say.mutate(!mine);
      }}
    >
      {mine ? <IconCheck size={18} /> : <IconPeople size={18} />}
      <span>{t(mine ? 'meToo.mine' : 'meToo.act')}</span>
      <span className={classes.number} aria-hidden="true">
        {count}
      </span>
      <span className="tk-hidden">{t('meToo.count', { count })}</span>
    </button>
  );
}

/** Counts the reader in or out, on the page and in the lists. */
function patch(queryClient: QueryClient, id: string, on: boolean): void {
  const counted = (shown: StickingPoint) =>
    shown.id === id && shown.mine !== on
      ? { ...shown, mine: on, me_too: shown.me_too + (on ? 1 : -1) }
      : shown;
  queryClient.setQueryData<StickingPoint>(['sticking-point', id], (shown) => shown && counted(shown));
  queryClient.setQueriesData<InfiniteData<StickingPointList>>(
    { queryKey: ['sticking-points'] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, items: page.items.map(counted) })),
      },
  );
}
