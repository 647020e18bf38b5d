import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Me } from '../../api/session';
import { usePage } from '../../lib/page';
import { Avatar } from '../../ui/Avatar';
import { IconBack, IconSearch } from '../../ui/icons';
import { Mark } from './Mark';
import classes from './PhoneTop.module.css';

/** The top of a phone: the way back or the mark, the page's short title, search and the reader. */
export function PhoneTop({ me, onSearch }: { me: Me; onSearch: () => void }) {
  const { t } = useTranslation('shell');
  const page = usePage();
  return (
    <header className={classes.bar}>
      {page?.back ? (
        <Link to={page.back} className={classes.button} aria-label={t('back')}>
          <IconBack size={22} />
        </Link>
      ) : (
        <Link to="/" className={classes.button} aria-label={t('toHome')}>
          <Mark size={26} />
        </Link>
      )}
      <p className={classes.title} aria-hidden="true">
        {page?.title ?? 'Talkoot'}
      </p>
      <button type="button" className={classes.button} onClick={onSearch} aria-label={t('search')}>
        <IconSearch size={22} />
      </button>
      <Link to="/me" className={classes.button} aria-label={t('toMe', { name: me.person.name })}>
        <Avatar name={me.person.name} picture={me.person.picture} size={28} />
      </Link>
    </header>
  );
}
