import type { TFunction } from 'i18next';
import { withUnit, written } from '../../lib/numbers';
import type { Commitment, Effect } from './queries';
import { dateOf, daysBetween } from './timeline';

/** How an effect is drawn and said: gone well, badly, nowhere, or not measured yet. */
export type Outcome = 'better' | 'worse' | 'same' | 'waiting';

export const outcomeOf = (effect: Effect): Outcome => effect.verdict ?? 'waiting';

/** Whether something is worth a tile: it has a first measurement, or a day for one. */
export const told = ({ effect }: Commitment): boolean =>
  effect !== undefined && (effect.before !== undefined || effect.measure_on !== '');

/** Measured first, then what waits for its second measurement, soonest first; stopped as plainly as the rest. */
export function inOrder(commitments: readonly Commitment[]): Commitment[] {
  const rank = ({ effect }: Commitment) => (effect?.after ? 0 : 1);
  return commitments.filter(told).toSorted((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) - rank(b);
    if (rank(a) === 0) return (b.effect?.after?.on ?? '').localeCompare(a.effect?.after?.on ?? '');
    return (a.effect?.measure_on || '9999').localeCompare(b.effect?.measure_on || '9999');
  });
}

/** The effect in a few words: "Better by 0.9", "46 % less", "No effect. Stopped." */
export function said(
  t: TFunction<'roadmap'>,
  commitment: Pick<Commitment, 'status'>,
  effect: Effect,
): string {
  const { before, after, verdict, unit, better } = effect;
  const words = () => {
    if (!before || !after || !verdict) return '';
    if (verdict === 'same') return t('effect.none');
    const change = Math.abs(after.value - before.value);
    // A share of what it was says more of amounts; percentages and scores are told by their difference.
    if (better === 'lower' && unit !== '%' && before.value > 0 && after.value >= 0) {
      const share = `${written(Math.round((100 * change) / before.value))}\u00a0%`;
      return t(after.value < before.value ? 'effect.less' : 'effect.more', { share });
    }
    const by =
      unit === '%'
        ? t('effect.points', { count: Number(change.toFixed(1)), value: written(change) })
        : written(change);
    return t(verdict === 'better' ? 'effect.better' : 'effect.worse', { by });
  };
  const change = words();
  if (commitment.status !== 'stopped') return change;
  return change === '' ? t('effect.stopped') : `${change.replace(/\.$/, '')}. ${t('effect.stopped')}`;
}

/** How many days the second measurement is behind its day; 0 when it is not. */
export function overdue(effect: Effect, today: Date): number {
  const due = dateOf(effect.measure_on);
  return due && !effect.after ? Math.max(0, daysBetween(due, today)) : 0;
}

/** What is measured, with its unit where the words do not say it already. */
export function measureOf(t: TFunction<'roadmap'>, { measure, unit }: Effect): string {
  if (unit === '' || unit === '%' || measure.toLowerCase().includes(unit.toLowerCase())) return measure;
  return t('effect.measureUnit', { measure, unit });
}

export const valueOf = (effect: Effect, value: number): string =>
  effect.unit === '%' ? withUnit(value, '%') : written(value);
