import { day } from '../../lib/dates';
import type { Idea } from './queries';

export const answerStatuses = ['taken_up', 'later', 'declined', 'done'] as const;
export type GivenStatus = (typeof answerStatuses)[number];

/** How things stand with an idea's answer: given, owed in so many days, or so many days late. */
export type Standing =
  | { state: 'answered'; status: NonNullable<Idea['answer']>['status'] }
  | { state: 'owed'; days: number }
  | { state: 'late'; days: number };

// The page's clock moves twice a minute: what was posted since is not owed in a day more than the challenge gives.
const minute = 60_000;

/** Undefined where nothing is owed: for what is out of sight, or lives on in another idea. Days are counted as begun. */
export function standingOf(idea: Pick<Idea, 'answer' | 'answer_due'>, now: number): Standing | undefined {
  if (idea.answer) return { state: 'answered', status: idea.answer.status };
  if (!idea.answer_due) return undefined;
  const rest = new Date(idea.answer_due).getTime() - now;
  return rest >= 0
    ? { state: 'owed', days: Math.max(0, Math.ceil((rest - minute) / day)) }
    : { state: 'late', days: Math.ceil(-rest / day) };
}
