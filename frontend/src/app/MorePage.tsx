import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconFeed, IconForward, IconPeople, IconSearch } from '../ui/icons';
import { PageHeader } from '../ui/PageHeader';
import classes from './MorePage.module.css';
import { usePlaces } from './shell/navigation';

/** Every place, for phones, where the bar has room for the daily ones only. */
export function MorePage() {
  const { t } = useTranslation('shell');
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
              <IconForward size={18} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
