import { useTranslation } from 'react-i18next';
import { ago, writtenDate } from '../lib/dates';
import { useNow } from '../lib/now';

/** When something happened: "just now", "4 min", "1 h", and beyond 24 hours "Thu 26 Nov, 16:00". */
export function RelativeTime({ at }: { at: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const date = new Date(at);
  const told = ago(date, now);
  const words =
    told.unit === 'now'
      ? t('time.justNow')
      : told.unit === 'written'
        ? writtenDate(date, now)
        : t(`time.${told.unit}`, { count: told.count });
  return (
    <time dateTime={at} title={writtenDate(date, now)}>
      {words}
    </time>
  );
}
