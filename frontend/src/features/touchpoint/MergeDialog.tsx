import { Button, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { SkeletonRows } from '../../ui/Skeleton';
import classes from './MergeDialog.module.css';
import { mergeStickingPoint, stickingPointsQuery, type StickingPoint } from './queries';
import { weightInWords } from './weight';

type Props = { point: StickingPoint; onClose: () => void; onMerged: (survivor: string) => void };

/** Merges a sticking point into another that says the same: found by words, those of the same touchpoint first. */
export default function MergeDialog({ point, onClose, onMerged }: Props) {
  const { t } = useTranslation('touchpoint');
  const { t: ui } = useTranslation();
  const queryClient = useQueryClient();
  const [q, setQ] = useState('');
  const [words] = useDebouncedValue(q.trim(), 250);
  const [into, setInto] = useState<StickingPoint>();
  const found = useInfiniteQuery(
    stickingPointsQuery(words ? { q: words } : { touchpoint: point.touchpoint.id }),
  );
  const rows = found.data?.pages
    .flatMap((page) => page.items)
    .filter((each) => each.id !== point.id && each.status !== 'merged');
  const merge = useMutation({
    mutationFn: (survivor: StickingPoint) => mergeStickingPoint(point.id, survivor.id),
    onSuccess: (_, survivor) => {
      for (const key of [
        'sticking-point',
        'sticking-points',
        'touchpoint',
        'journey-map',
        'evidence',
        'lineage',
      ]) {
        void queryClient.invalidateQueries({ queryKey: [key] });
      }
      notify(t('merge.done', { title: survivor.title }));
      onClose();
      onMerged(survivor.id);
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('merge.title')}
      size={640}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <div className={classes.stack}>
        <p className={classes.quiet}>{t('merge.text', { title: point.title })}</p>
        <TextInput
          type="search"
          data-autofocus
          aria-label={t('merge.search')}
          placeholder={t('merge.search')}
          maxLength={200}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        {found.isPending && <SkeletonRows rows={3} height={56} />}
        {found.isError && !rows && (
          <ErrorNote title={t('merge.notFound')} error={found.error} onRetry={() => void found.refetch()} />
        )}
        {rows?.length === 0 && (
          <p role="status" className={classes.quiet}>
            {t(words ? 'merge.none' : 'merge.noneHere')}
          </p>
        )}
        {!!rows?.length && (
          <fieldset className={classes.list} aria-busy={found.isPlaceholderData}>
            <legend className="tk-hidden">{t('merge.legend')}</legend>
            {rows.map((each) => (
              <label key={each.id} className={classes.row}>
                <input
                  type="radio"
                  name="into"
                  checked={into?.id === each.id}
                  onChange={() => setInto(each)}
                />
                <span className={classes.words}>
                  {each.title}
                  <span className={classes.quiet}>
                    {each.touchpoint.title} · {weightInWords(t, each)}
                  </span>
                </span>
              </label>
            ))}
            {found.hasNextPage && (
              <button type="button" className="tk-link" onClick={() => void found.fetchNextPage()}>
                {t('merge.more')}
              </button>
            )}
          </fieldset>
        )}
        {merge.isError && <ErrorNote title={t('merge.failed')} error={merge.error} />}
        <div className={classes.acts}>
          <Button onClick={onClose}>{ui('cancel')}</Button>
          <Button
            variant="filled"
            disabled={!into}
            loading={merge.isPending}
            onClick={() => into && merge.mutate(into)}
          >
            {t('merge.act')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
