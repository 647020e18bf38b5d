import { useTranslation } from 'react-i18next';
import { left, soon, weekdayTime, writtenDate } from '../lib/dates';
import { useNow } from '../lib/now';
import { IconClock } from './icons';
import { Tag } from './Tag';

type Props = {
  until: string;
  /** What can be done until then; names the act beside the time. */
  phase?: 'gather' | 'develop' | 'decide' | 'deliver';
  /** The end of a ballot: inside 72 hours its day and hour are written instead of the time left. */
  ballot?: boolean;
};

/** The time left: "5 days left to post". Amber inside 72 hours. */
export function TagTime({ until, phase, ballot = false }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const end = new Date(until);
  const told = left(end, now);
  if (told.unit === 'over') return <Tag>{t('left.over', { date: writtenDate(end, now) })}</Tag>;
  const near = end.getTime() - now < soon;
  const time = t(`left.${told.unit}`, { count: told.count });
  const words =
    ballot && near
      ? t('left.ballot', { date: weekdayTime(end) })
      : phase
        ? t(`left.${phase}`, { left: time })
        : time;
  return (
    <Tag tone={near ? 'warn' : 'neutral'} icon={IconClock}>
      <time dateTime={until} title={writtenDate(end, now)}>
        {words}
      </time>
    </Tag>
  );
}
