import { useTranslation } from 'react-i18next';
import { IconCheck, IconClock } from '../../ui/icons';
import { Tag } from '../../ui/Tag';
import type { Commitment } from './queries';
import { daysLate } from './timeline';

/** Where a commitment stands; behind its date it says by how much. */
export function StatusTag({ commitment, today }: { commitment: Commitment; today: Date }) {
  const { t } = useTranslation('roadmap');
  const late = daysLate(commitment, today);
  const { status } = commitment;
  if (late > 0) {
    return (
      <Tag tone="bad" icon={IconClock}>
        {t('late', { count: late })}
      </Tag>
    );
  }
  return (
    <Tag tone={status === 'stopped' ? 'neutral' : 'accent'} icon={status === 'done' ? IconCheck : undefined}>
      {t(`status.${status}`)}
    </Tag>
  );
}
