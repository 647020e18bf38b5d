import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/session';
import { IconFeed, IconForward, IconPeople, IconSearch } from '../ui/icons';
import { PageHeader } from '../ui/PageHeader';
import classes from './MorePage.module.css';
import { usePlaces } from './shell/navigation';

/** Every place, for phones, where the bar has room for the daily ones only. */
export function MorePage() {
  const { t } = useTranslation('shell');
  const me = useMe();
  const places = [
    ...usePlaces(),
    { to: '/feed', name: 'feed', icon: IconFeed } as const,
    { to: '/search', name: 'search', icon: IconSearch } as const,
    { to: '/me', name: 'me', icon: IconPeople } as const,
  ];
  return (
    <>
      <PageHeader title={t('more')} />
      <ul className={classes.list}>
        {places.map((place) => (
          <li key={place.to}>
            <Link to={place.to as string} className={classes.row}>
              <place.icon size={18} />
              <span className={classes.grow}>{t(`place.${place.name}`)}</span>
              {place.name === 'inbox' && !!me.unread && (
                <span className={classes.badge}>
                  <span aria-hidden="true">{me.unread}</span>
                  <span className="tk-hidden">{t('unread', { count: me.unread })}</span>
                </span>
              )}
              <IconForward size={18} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
