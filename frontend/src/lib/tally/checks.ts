import { shown, unlikeResult, type Unlike } from './compare';
import { Unequal, type StatedRound } from './round';
import type { Check, Difference, Json, Judgement, Result, Step } from './types';

/** What was checked, one after another; the first that failed is the difference. */
export class Checks {
  readonly steps: Step[] = [];
  difference: Difference | undefined;

  /** Runs one check, writes down what came of it, and goes on either way. */
  async step<T>(
    round: StatedRound,
    what: Check,
    values: Step['values'],
    check: () => T | Promise<T>,
  ): Promise<T | undefined> {
    const step: Step = { what, ok: true, round: round.id, values };
    this.steps.push(step);
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof Unequal)) throw error;
      step.ok = false;
      step.difference = error.difference;
      this.difference ??= error.difference;
      return undefined;
    }
  }
}

/** Stops the check: an event's figure is not as reckoned. `index` counts events from 0. */
export function unlike(
  round: StatedRound,
  index: number,
  figure: string,
  expected: Json | undefined,
  found: Json | undefined,
  reason?: Difference['reason'],
): never {
  throw new Unequal({
    file: round.file,
    event: index + 1,
    figure,
    expected: shown(expected),
    found: shown(found),
    ...(reason ? { reason } : {}),
  });
}

/** Stops the check when there is something to stop it for. */
export function refuse(difference: Unlike | undefined, file: string, index?: number): void {
  if (difference)
    throw new Unequal({ file, ...(index === undefined ? {} : { event: index + 1 }), ...difference });
}

export type Counted = Result | Judgement;

/** A recorded result beside the recount's. A judgement has three figures; what a record repeats beside them is empty. */
export function unlikeCounted(
  counted: Counted,
  found: Json,
  figure: string,
  seats: number,
): Unlike | undefined {
  const there =
    'counts' in counted && typeof found === 'object' && found !== null && !Array.isArray(found)
      ? Object.fromEntries(Object.entries(found).filter(([key]) => key in counted))
      : found;
  return unlikeResult(counted as unknown as Record<string, Json>, there, figure, seats);
}
