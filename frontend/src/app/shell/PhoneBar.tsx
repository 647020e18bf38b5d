import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Me } from '../../api/session';
import { IconMore, IconPlus } from '../../ui/icons';
import { usePlaces } from './navigation';
import classes from './PhoneBar.module.css';

/** The bottom of a phone: the places of every day, a raised "+", and the rest behind "More". */
export function PhoneBar({ me, onNewIdea }: { me: Me; onNewIdea: (() => void) | undefined }) {
  const { t } = useTranslation('shell');
  const places = usePlaces().filter((place) => ['home', 'challenges', 'decisions'].includes(place.name));
  const before = places.filter((place) => place.name !== 'decisions');
  const after = places.filter((place) => place.name === 'decisions');
  return (
    <nav className={classes.bar} aria-label={t('places')}>
      {before.map((place) => (
        <Tab key={place.to} to={place.to} icon={place.icon} label={t(`place.${place.name}`)} />
      ))}
      {onNewIdea && (
        <button type="button" className={classes.plus} onClick={onNewIdea} aria-label={t('newIdea')}>
          <span className={classes.plusDisc}>
            <IconPlus size={24} />
          </span>
        </button>
      )}
      {after.map((place) => (
        <Tab
          key={place.to}
          to={place.to}
          icon={place.icon}
          label={t(`place.${place.name}`)}
          badge={me.waiting.ballots.length}
          badgeText={t('ballotsWaiting', { count: me.waiting.ballots.length })}
        />
      ))}
      <Tab
        to="/more"
        icon={IconMore}
        label={t('more')}
        badge={me.unread}
        badgeText={t('unread', { count: me.unread ?? 0 })}
      />
    </nav>
  );
}

type TabProps = {
  to: string;
  icon: ComponentType<{ size?: number }>;
  label: string;
  badge?: number;
  badgeText?: string;
};

function Tab({ to, icon: Icon, label, badge = 0, badgeText }: TabProps) {
  return (
    <Link
      to={to}
      className={classes.tab}
      activeOptions={{ exact: to === '/' }}
      activeProps={{ 'aria-current': 'page' }}
    >
      <span className={classes.icon}>
        <Icon size={22} />
        {badge > 0 && (
          <span className={classes.badge} aria-hidden="true">
            {badge}
          </span>
        )}
      </span>
      {label}
      {badge > 0 && <span className="tk-hidden">{badgeText}</span>}
    </Link>
  );
}
