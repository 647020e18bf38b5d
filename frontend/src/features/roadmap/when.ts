import type { TFunction } from 'i18next';
import { shortDate } from '../../lib/dates';
import type { Commitment } from './queries';
import { dateOf } from './timeline';

/** The time of a commitment in words: "11 Jan – 9 Apr", "By 9 Apr", "No dates yet". */
export function when(t: TFunction<'roadmap'>, commitment: Commitment): string {
  const [starts, due] = [dateOf(commitment.starts_on), dateOf(commitment.due_on)];
  if (starts && due) return t('range', { from: shortDate(starts), to: shortDate(due) });
  if (due) return t('by', { date: shortDate(due) });
  if (starts) return t('from', { date: shortDate(starts) });
  return t('noDates');
}

/** When its effect is measured, in words: "measured by 10 May", "measured on 3 Nov"; empty while no day is set. */
export function measuredWhen(t: TFunction<'roadmap'>, { effect }: Commitment): string {
  const [on, due] = [dateOf(effect?.after?.on ?? ''), dateOf(effect?.measure_on ?? '')];
  if (on) return t('measuredOn', { date: shortDate(on) });
  return due ? t('measuredBy', { date: shortDate(due) }) : '';
}
