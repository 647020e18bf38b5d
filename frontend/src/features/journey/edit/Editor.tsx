import { DndContext, DragOverlay, MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core';
import { lazy, Suspense, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../api/problem';
import { IconMovable } from '../../../ui/icons';
import { notify } from '../../../ui/notices';
import { useMapEdits, type Journey, type MapEdits } from '../queries';
import { AddForm } from './AddForm';
import { dropped, placed, standing, stepped, where, type Moved } from './arrange';
import classes from './Editor.module.css';
import { SavedField } from './SavedField';
import { StageColumn } from './StageColumn';
import type { Removed } from './RemoveDialog';

const RemoveDialog = lazy(() => import('./RemoveDialog'));
const MoveDialog = lazy(() => import('./MoveDialog'));

/** What a grip, a name and a menu need to know and to do. */
export type Tools = {
  edits: MapEdits;
  lifted: string | undefined;
  dragged: string | undefined;
  onGripKey: (event: KeyboardEvent, item: Item) => void;
  onMoveTo: (item: Item) => void;
  onRemove: (item: Removed) => void;
};
export type Item = { kind: 'stage' | 'touchpoint'; id: string; name: string };

const quiet = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};

/** The structure of a map, for those who keep it: names, order and descriptions, changed in place. */
export default function Editor({ journey }: { journey: Journey }) {
  const { t } = useTranslation('journey');
  const edits = useMapEdits(journey.id);
  const board = useRef<HTMLDivElement>(null);
  /** Lifted by the keyboard or just put down, and the map as it would be. */
  const [lifted, setLifted] = useState<(Moved & { landed?: boolean }) | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [moving, setMoving] = useState<Item | null>(null);
  const [removing, setRemoving] = useState<Removed | null>(null);
  const [said, setSaid] = useState('');
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
  );
  const stages = lifted?.stages ?? journey.stages;
  const all = new Map<string, string>(
    journey.stages.flatMap((stage) => [
      [stage.id, stage.name] as const,
      ...stage.touchpoints.map((each) => [each.id, each.name] as const),
    ]),
  );

  // What crosses from one stage to the next is a new element; the focus goes with it.
  const follow = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (follow.current) {
      board.current?.querySelector<HTMLElement>(`[data-grip="${CSS.escape(follow.current)}"]`)?.focus();
    }
    follow.current = null;
  });

  const place = (moved: Moved) => {
    const { position, of, stage } = standing(moved);
    const name = all.get(moved.id) ?? '';
    return stage
      ? t('edit.said.touchpoint', { name, stage: stage.name, at: position + 1, of })
      : t('edit.said.stage', { name, at: position + 1, of });
  };
  /** Sends one move. A version that is no longer the newest means that somebody else has moved or changed it. */
  const send = async (moved: Moved) => {
    const { position, stage } = standing(moved);
    const before = standing({ ...moved, stages: journey.stages });
    if (before.position === position && before.stage?.id === stage?.id) return;
    const name = all.get(moved.id) ?? '';
    try {
      if (moved.kind === 'stage') {
        const row = journey.stages.find(({ id }) => id === moved.id);
        if (row) await edits.changeStage.mutateAsync({ stage: row, change: { position } });
      } else {
        const row = journey.stages.flatMap((each) => each.touchpoints).find(({ id }) => id === moved.id);
        if (!row || !stage) return;
        await edits.changeTouchpoint.mutateAsync({ touchpoint: row, change: { stage: stage.id, position } });
      }
    } catch (cause) {
      const words =
        cause instanceof Problem && cause.status === 412
          ? t('edit.staleMove', { name })
          : `${t('edit.failed')}. ${cause instanceof Problem ? cause.message : ''}`;
      setSaid(words);
      notify(words);
    }
  };
  /** Leaves something where it is shown; that stays so until the server has answered. */
  const settle = (moved: Moved, words = place(moved)) => {
    const landed = { ...moved, landed: true };
    setLifted(landed);
    setSaid(words);
    void send(moved).finally(() => setLifted((now) => (now === landed ? null : now)));
  };

  const onGripKey = (event: KeyboardEvent, { kind, id, name }: Item) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const mine = lifted?.id === id && !lifted.landed;
    if (event.key === ' ' || (event.key === 'Enter' && mine)) {
      follow.current = id;
      if (mine) {
        settle(lifted, `${t('edit.said.dropped', { name })} ${place(lifted)}`);
      } else {
        setLifted({ kind, id, stages });
        setSaid(t('edit.said.lifted', { name }));
      }
    } else if (event.key === 'Escape' && mine) {
      follow.current = id;
      setLifted(null);
      setSaid(t('edit.said.back', { name }));
    } else if (mine && event.key.startsWith('Arrow')) {
      const next = stepped(lifted, event.key);
      if (next) {
        follow.current = id;
        setLifted({ ...lifted, stages: next });
        setSaid(place({ ...lifted, stages: next }));
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const tools: Tools = {
    edits,
    lifted: lifted?.landed ? undefined : lifted?.id,
    dragged: dragged?.split(':')[1],
    onGripKey,
    onMoveTo: setMoving,
    onRemove: setRemoving,
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={where}
      // The words spoken are ours, below, for every way to move something.
      accessibility={{ announcements: quiet, screenReaderInstructions: { draggable: '' } }}
      onDragStart={({ active }) => {
        setDragged(String(active.id));
        setLifted(null);
      }}
      onDragEnd={({ active, over }) => {
        setDragged(null);
        const moved = dropped(stages, active, over);
        if (moved) settle(moved);
      }}
      onDragCancel={() => setDragged(null)}
    >
      <p className={classes.help} id="journey-edit-help">
        {t('edit.help')}
      </p>
      <div className={classes.titleField}>
        <SavedField
          draftKey={`journey.title.${journey.id}`}
          label={t('edit.title')}
          of={journey.title}
          labelled
          big
          required
          maxLength={200}
          value={journey.title}
          version={journey.version}
          save={(title, version) => edits.renameMap.mutateAsync({ title, version })}
          reload={async () => {
            const fresh = await edits.reload();
            return fresh && { value: fresh.title, version: fresh.version };
          }}
        />
      </div>
      <div ref={board} className={classes.board}>
        {stages.map((stage) => (
          <StageColumn key={stage.id} stage={stage} tools={tools} />
        ))}
        <div className={classes.newStage}>
          <AddForm
            label={t('edit.stageName')}
            act={t('edit.addStage')}
            draftKey={`journey.newStage.${journey.id}`}
            onAdd={(name, key) => edits.addStage.mutateAsync({ name, key })}
          />
        </div>
      </div>
      {createPortal(
        <DragOverlay dropAnimation={null}>
          {dragged && (
            <div className={classes.flying}>
              <IconMovable size={16} className={classes.gripIcon} />
              {all.get(dragged.split(':')[1] ?? '')}
            </div>
          )}
        </DragOverlay>,
        document.body,
      )}
      <p role="status" aria-live="assertive" className="tk-hidden">
        {said}
      </p>
      <Suspense fallback={null}>
        {removing && (
          <RemoveDialog
            journey={journey}
            removed={removing}
            edits={edits}
            onClose={() => setRemoving(null)}
          />
        )}
        {moving && (
          <MoveDialog
            journey={journey}
            moved={moving}
            onClose={() => setMoving(null)}
            onMove={({ stage = '', position }) => {
              const { kind, id } = moving;
              const from: Moved = { kind, id, stages: journey.stages };
              settle({ ...from, stages: placed(from, stage, position) });
              setMoving(null);
            }}
          />
        )}
      </Suspense>
    </DndContext>
  );
}
