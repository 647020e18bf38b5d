import type { Active, CollisionDetection, Over } from '@dnd-kit/core';
import { pointerWithin, rectIntersection } from '@dnd-kit/core';
import { moveStage, moveTouchpoint, stepTouchpoint } from '../moves';
import type { Stage } from '../queries';

/** What is being moved, and the map as it would be. */
export type Moved = { kind: 'stage' | 'touchpoint'; id: string; stages: Stage[] };

/** Where something stands: its place counted from 0, how many places there are, and its stage. */
export function standing({ kind, id, stages }: Moved) {
  if (kind === 'stage') {
    return { position: stages.findIndex((each) => each.id === id), of: stages.length, stage: undefined };
  }
  const stage = stages.find(({ touchpoints }) => touchpoints.some((each) => each.id === id));
  return {
    position: stage?.touchpoints.findIndex((each) => each.id === id) ?? 0,
    of: stage?.touchpoints.length ?? 0,
    stage,
  };
}

/** One press of an arrow key on what is lifted; undefined at the edge. */
export function stepped(moved: Moved, key: string): Stage[] | undefined {
  if (moved.kind === 'touchpoint') {
    const to = stepTouchpoint(moved.stages, moved.id, key);
    return to && moveTouchpoint(moved.stages, moved.id, to.stage, to.position);
  }
  const { position, of } = standing(moved);
  const next = position + (key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 1);
  return next < 0 || next >= of ? undefined : moveStage(moved.stages, moved.id, next);
}

// What is dragged and what is dropped on are named "stage:ID" and "touchpoint:ID"; "list:ID" is the end of a stage.
const split = (id: unknown) => {
  const [kind = '', ...rest] = String(id).split(':');
  return { kind, id: rest.join(':') };
};

/** A touchpoint lands on touchpoints and lists, a stage on stages. The card under the pointer comes before its stage. */
export const where: CollisionDetection = (args) => {
  const dragged = split(args.active.id).kind;
  const fits = (id: unknown) => (split(id).kind === 'stage') === (dragged === 'stage');
  const found = pointerWithin(args).filter(({ id }) => fits(id));
  const cards = found.filter(({ id }) => split(id).kind === 'touchpoint');
  if (cards.length > 0) return cards;
  return found.length > 0 ? found : rectIntersection(args).filter(({ id }) => fits(id));
};

/** The map after a drop, or undefined where nothing changes. */
export function dropped(stages: Stage[], active: Active, over: Over | null): Moved | undefined {
  if (!over || over.id === active.id) return undefined;
  const moved = split(active.id);
  const goal = split(over.id);
  const rect = active.rect.current.translated;
  if (moved.kind === 'stage') {
    const to = stages.findIndex((each) => each.id === goal.id);
    return to < 0 ? undefined : { kind: 'stage', id: moved.id, stages: moveStage(stages, moved.id, to) };
  }
  const stage = stages.find(
    ({ id, touchpoints }) =>
      (goal.kind === 'list' && id === goal.id) || touchpoints.some((each) => each.id === goal.id),
  );
  if (!stage) return undefined;
  const others = stage.touchpoints.filter((each) => each.id !== moved.id);
  const on = others.findIndex((each) => each.id === goal.id);
  const after = !!rect && rect.top + rect.height / 2 > over.rect.top + over.rect.height / 2;
  const position = on < 0 ? others.length : on + (after ? 1 : 0);
  return {
    kind: 'touchpoint',
    id: moved.id,
    stages: moveTouchpoint(stages, moved.id, stage.id, position),
  };
}

/** The map with something at a chosen place. */
export function placed({ kind, id, stages }: Moved, stage: string, position: number): Stage[] {
  return kind === 'stage' ? moveStage(stages, id, position) : moveTouchpoint(stages, id, stage, position);
}
