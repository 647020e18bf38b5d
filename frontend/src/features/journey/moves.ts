import type { Stage, Touchpoint } from './queries';

const counted = <T extends { position: number }>(rows: readonly T[]): T[] =>
  rows.map((row, position) => (row.position === position ? row : { ...row, position }));

function inserted<T>(rows: readonly T[], row: T, at: number): T[] {
  const place = Math.max(0, Math.min(at, rows.length));
  return [...rows.slice(0, place), row, ...rows.slice(place)];
}

/** The stages with one of them at another place, counted from 0. */
export function moveStage(stages: readonly Stage[], id: string, to: number): Stage[] {
  const moved = stages.find((stage) => stage.id === id);
  if (!moved) return [...stages];
  const others = stages.filter((stage) => stage !== moved);
  return counted(inserted(others, moved, to));
}

/** The stages with one touchpoint at a place of a stage, counted from 0 among the others of that stage. */
export function moveTouchpoint(stages: readonly Stage[], id: string, stage: string, to: number): Stage[] {
  const moved = stages.flatMap(({ touchpoints }) => touchpoints).find((each) => each.id === id);
  const goal = stages.find((each) => each.id === stage);
  if (!moved || !goal) return [...stages];
  const there: Touchpoint = { ...moved, stage: { ...moved.stage, id: goal.id, title: goal.name } };
  return stages.map((each) => {
    const others = each.touchpoints.filter((touchpoint) => touchpoint.id !== id);
    if (each.id === stage) return { ...each, touchpoints: counted(inserted(others, there, to)) };
    return others.length === each.touchpoints.length ? each : { ...each, touchpoints: counted(others) };
  });
}

/**
 * Where a lifted touchpoint goes by one press of an arrow key: up and down within its stage, left and right to the same
 * height of the next one. Undefined at the edge.
 */
export function stepTouchpoint(
  stages: readonly Stage[],
  id: string,
  key: string,
): { stage: string; position: number } | undefined {
  const at = stages.findIndex(({ touchpoints }) => touchpoints.some((each) => each.id === id));
  const stage = stages[at];
  if (!stage) return undefined;
  const index = stage.touchpoints.findIndex((each) => each.id === id);
  if (key === 'ArrowUp') return index > 0 ? { stage: stage.id, position: index - 1 } : undefined;
  if (key === 'ArrowDown') {
    return index < stage.touchpoints.length - 1 ? { stage: stage.id, position: index + 1 } : undefined;
  }
  const next = stages[at + (key === 'ArrowRight' ? 1 : -1)];
  return next && { stage: next.id, position: Math.min(index, next.touchpoints.length) };
}
