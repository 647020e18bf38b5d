import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconJourney } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { Skeleton } from '../../ui/Skeleton';
import classes from './PlaceInsight.module.css';
import { showChanged, updateInsight, type Insight } from './queries';
import type { Place } from './TouchpointPicker';

const TouchpointPicker = lazy(async () => ({
  default: (await import('./TouchpointPicker')).TouchpointPicker,
}));

/** Gives an insight its place on the journey: one press, a few letters, Enter; with undo. */
export function PlaceInsight({ insight }: { insight: Insight }) {
  const { t } = useTranslation('insight');
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const place = useMutation({
    mutationFn: ({ version, to }: { version: number; to: Place | null }) =>
      updateInsight(insight.id, version, { touchpoint: to?.id ?? '' }),
    onSuccess: (changed, { to }) => {
      showChanged(queryClient, changed);
      if (to) {
        notify(t('place.done', { place: to.title }), () =>
          place.mutate({ version: changed.version, to: null }),
        );
      }
    },
  });
  if (!open) {
    return (
      <button type="button" data-place className={`tk-link ${classes.open}`} onClick={() => setOpen(true)}>
        <IconJourney size={14} /> {t('place.act')}
      </button>
    );
  }
  return (
    <div className={classes.picker}>
      <Suspense fallback={<Skeleton heights={[36]} />}>
        <TouchpointPicker
          open
          name={t('field.touchpoint')}
          value={null}
          disabled={place.isPending}
          clearable={false}
          onChange={(to) => to && place.mutate({ version: insight.version, to })}
          onLeave={() => {
            if (place.isIdle) setOpen(false);
          }}
        />
      </Suspense>
      {place.isError && <ErrorNote title={t('place.notPlaced')} error={place.error} />}
    </div>
  );
}
