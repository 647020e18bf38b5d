import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Company, Me } from '../../api/session';
import { useLiveState } from '../../lib/liveState';
import { Avatar } from '../../ui/Avatar';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { IconPlus, IconSearch } from '../../ui/icons';
import { Mark } from './Mark';
import { usePlaces, useWithin, type Place } from './navigation';
import classes from './Rail.module.css';

type Props = {
  me: Me;
  company: Company;
  onSearch: () => void;
  onNewIdea: (() => void) | undefined;
};

/** The left edge of a wide screen: search, new idea, the places, the state of the live channel and the reader. */
export function Rail({ me, company, onSearch, onNewIdea }: Props) {
  const { t } = useTranslation('shell');
  const places = usePlaces();
  return (
    <header className={classes.rail}>
      <Link to="/" className={classes.brand} aria-label={t('toHome')}>
        <Mark />
        Talkoot
      </Link>
      <button type="button" className={classes.search} onClick={onSearch} aria-keyshortcuts="Control+K">
        <IconSearch size={18} />
        <span className={classes.grow}>{t('search')}</span>
        <kbd className="tk-kbd">Ctrl K</kbd>
      </button>
      {onNewIdea && (
        <button type="button" className={classes.newIdea} onClick={onNewIdea} aria-keyshortcuts="c">
          <IconPlus size={18} />
          <span className={classes.grow}>{t('newIdea')}</span>
          <kbd className={classes.key} aria-hidden="true">
            c
          </kbd>
        </button>
      )}
      <nav aria-label={t('places')} className={classes.places}>
        {(['mine', 'ours'] as const).map((group) => (
          <ul key={group} className={classes.group}>
            {places
              .filter((place) => place.group === group)
              .map((place) => (
                <li key={place.to}>
                  <RailLink place={place} me={me} />
                </li>
              ))}
          </ul>
        ))}
      </nav>
      <div className={classes.foot}>
        <LiveLine company={company.name} />
        <Link to="/me" className={classes.person} aria-label={t('toMe', { name: me.person.name })}>
          <Avatar name={me.person.name} picture={me.person.picture} size={28} />
          <span className={classes.personText}>
            <span className={classes.personName}>{me.person.name}</span>
            <DepartmentTag name={me.person.department} />
          </span>
        </Link>
      </div>
    </header>
  );
}

function RailLink({ place, me }: { place: Place; me: Me }) {
  const { t } = useTranslation('shell');
  const Icon = place.icon;
  return (
    <Link
      to={place.to as string}
      className={classes.place}
      activeOptions={{ exact: place.to === '/' }}
      activeProps={{ 'aria-current': 'page' }}
      data-within={useWithin(place) || undefined}
    >
      <Icon size={18} />
      <span className={classes.grow}>{t(`place.${place.name}`)}</span>
      {place.name === 'inbox' && !!me.unread && (
        <span className={classes.badge}>
          <span aria-hidden="true">{me.unread}</span>
          <span className="tk-hidden">{t('unread', { count: me.unread })}</span>
        </span>
      )}
      {place.name === 'challenges' && me.waiting.open_challenges > 0 && (
        <span className={classes.count}>
          <span aria-hidden="true">{me.waiting.open_challenges}</span>
          <span className="tk-hidden">{t('openChallenges', { count: me.waiting.open_challenges })}</span>
        </span>
      )}
      {place.name === 'decisions' && me.waiting.ballots.length > 0 && (
        <span className={classes.badge}>
          <span aria-hidden="true">{me.waiting.ballots.length}</span>
          <span className="tk-hidden">{t('ballotsWaiting', { count: me.waiting.ballots.length })}</span>
        </span>
      )}
    </Link>
  );
}

function LiveLine({ company }: { company: string }) {
  const { t } = useTranslation('shell');
  const live = useLiveState();
  return (
    <p className={classes.live}>
      <span className={classes.dot} data-state={live.state} aria-hidden="true" />
      <span>
        {t(`live.${live.state}`)}
        {` · ${company}`}
      </span>
    </p>
  );
}
