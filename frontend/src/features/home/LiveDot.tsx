import { useTranslation } from 'react-i18next';
import { locale } from '../../i18n';
import { useLiveState } from '../../lib/liveState';
import classes from './Feed.module.css';

/** Whether what stands below is live; if not, since when it is old. */
export function LiveDot() {
  const { t } = useTranslation('home');
  const live = useLiveState();
  return (
    <span className={classes.live}>
      <span className={classes.dot} data-state={live.state} aria-hidden="true" />
      {live.state === 'lost'
        ? t('since', {
            time: live.since.toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' }),
          })
        : t(live.state)}
    </span>
  );
}
