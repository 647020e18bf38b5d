import type { TFunction } from 'i18next';
import type { StickingPoint } from './queries';

/** "7 insights of 5 sources weigh 3.2". */
export function weightInWords(
  t: TFunction<'touchpoint'>,
  { insights, sources, weight }: Pick<StickingPoint, 'insights' | 'sources' | 'weight'>,
): string {
  if (insights === 0) return t('point.noWeight');
  return t('point.weight', {
    count: insights,
    insights: t('point.insights', { count: insights }),
    sources: t('point.sources', { count: sources }),
    weight: weight.toFixed(1),
  });
}
