import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSessionExpired } from '../../api/expired';
import { signInAddress } from '../../api/signIn';
import { locale } from '../../i18n';
import { useLiveState } from '../../lib/liveState';
import { IconLock, IconOffline } from '../../ui/icons';
import classes from './Banners.module.css';

/** One line under the top edge while the page cannot do what it should: the session has ended, or the connection is
 * lost. Nothing is taken from the page below. */
export function Banners() {
  const { t } = useTranslation('shell');
  const expired = useSessionExpired();
  const live = useLiveState();
  return (
    <div role="status" className={classes.place}>
      {expired ? (
        <div className={classes.banner} data-tone="bad">
          <IconLock size={18} />
          <p className={classes.text}>{t('expired')}</p>
          <Button
            component="a"
            href={signInAddress(location.pathname + location.search)}
            variant="filled"
            className={classes.act}
          >
            {t('signInAgain')}
          </Button>
        </div>
      ) : (
        live.state === 'lost' && (
          <div className={classes.banner} data-tone="warn">
            <IconOffline size={18} />
            <p className={classes.text}>
              {t('connectionLost')}{' '}
              <span className={classes.since}>
                {t('since', {
                  time: live.since.toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' }),
                })}
              </span>
            </p>
          </div>
        )
      )}
    </div>
  );
}
