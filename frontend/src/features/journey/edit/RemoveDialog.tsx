import { Button, Modal, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../api/problem';
import { ErrorNote } from '../../../ui/ErrorNote';
import { notify } from '../../../ui/notices';
import type { Journey, MapEdits } from '../queries';
import classes from './Dialog.module.css';

export type Removed = { kind: 'stage' | 'touchpoint'; id: string; name: string };

type Props = { journey: Journey; removed: Removed; edits: MapEdits; onClose: () => void };

/** Asks before a stage or a touchpoint is taken away; one that carries something, where that goes. */
export default function RemoveDialog({ journey, removed, edits, onClose }: Props) {
  const { t } = useTranslation(['journey', 'ui']);
  const { kind, id, name } = removed;
  const [inUse, setInUse] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const places =
    kind === 'stage'
      ? journey.stages
          .filter((stage) => stage.id !== id)
          .map((stage) => ({ value: stage.id, label: stage.name }))
      : [
          ...journey.stages
            .map((stage) => ({
              group: stage.name,
              items: stage.touchpoints
                .filter((touchpoint) => touchpoint.id !== id)
                .map((touchpoint) => ({ value: touchpoint.id, label: touchpoint.name })),
            }))
            .filter(({ items }) => items.length > 0),
          { value: 'none', label: t('remove.none') },
        ];
  const first = places[0];
  const [to, setTo] = useState(() =>
    first === undefined ? '' : 'items' in first ? (first.items[0]?.value ?? 'none') : first.value,
  );
  const remove = async () => {
    setBusy(true);
    setError(null);
    try {
      const goal = inUse ? to : undefined;
      if (kind === 'stage') await edits.removeStage.mutateAsync({ stage: id, to: goal });
      else await edits.removeTouchpoint.mutateAsync({ touchpoint: id, to: goal });
      notify(t('remove.removed', { name }));
      onClose();
    } catch (cause) {
      if (cause instanceof Problem && cause.code === 'in_use' && !inUse) setInUse(true);
      else setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`remove.${kind}`, { name })}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <div className={classes.form}>
        {inUse ? (
          <div role="alert" className={classes.form}>
            <p>{t(kind === 'stage' ? 'remove.inUseStage' : 'remove.inUse', { name })}</p>
            <NativeSelect
              label={t('remove.to')}
              data={places}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
          </div>
        ) : (
          <p className={classes.text}>{t('remove.text')}</p>
        )}
        {Boolean(error) && <ErrorNote title={t('remove.failed')} error={error} />}
        <div className={classes.acts}>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button
            variant="filled"
            color="red"
            loading={busy}
            disabled={inUse && to === ''}
            onClick={() => void remove()}
          >
            {t(inUse ? 'remove.move' : 'remove.act')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
