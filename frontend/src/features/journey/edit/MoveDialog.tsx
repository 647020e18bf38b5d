import { Button, Modal, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Journey } from '../queries';
import classes from './Dialog.module.css';
import type { Moved } from './arrange';

type Props = {
  journey: Journey;
  moved: { kind: Moved['kind']; id: string; name: string };
  onMove: (to: { stage?: string; position: number }) => void;
  onClose: () => void;
};

/** "Move to…": the stage and the place, chosen from lists; what dragging does, without dragging. */
export default function MoveDialog({ journey, moved, onMove, onClose }: Props) {
  const { t } = useTranslation(['journey', 'ui']);
  const { kind, id, name } = moved;
  const home = journey.stages.find(({ touchpoints }) => touchpoints.some((each) => each.id === id));
  const [stage, setStage] = useState(home?.id ?? '');
  const rows =
    kind === 'stage' ? journey.stages : (journey.stages.find((each) => each.id === stage)?.touchpoints ?? []);
  const places = rows.filter((row) => row.id !== id).length + 1;
  const at = rows.findIndex((row) => row.id === id);
  const [chosen, setChosen] = useState<number>();
  const position = Math.min(chosen ?? (at < 0 ? places - 1 : at), places - 1);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('edit.moveToTitle', { name })}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onMove({ stage: kind === 'touchpoint' ? stage : undefined, position });
        }}
      >
        {kind === 'touchpoint' && (
          <NativeSelect
            label={t('edit.moveStage')}
            value={stage}
            onChange={(event) => {
              setStage(event.currentTarget.value);
              setChosen(undefined);
            }}
            data={journey.stages.map((each) => ({ value: each.id, label: each.name }))}
          />
        )}
        <NativeSelect
          label={t('edit.movePlace')}
          value={String(position)}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
          data={Array.from({ length: places }, (_, index) => ({
            value: String(index),
            label: String(index + 1),
          }))}
        />
        <div className={classes.acts}>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button variant="filled" type="submit">
            {t('edit.move')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
