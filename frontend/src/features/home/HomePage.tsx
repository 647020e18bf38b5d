import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useListKeys } from '../../lib/listKeys';
import { setPage } from '../../lib/page';
import { FeedList } from './FeedList';
import classes from './HomePage.module.css';
import { LiveDot } from './LiveDot';
import { Waiting } from './Waiting';

type Props = {
  /** The open challenges and the reader's ideas, joined in src/app. */
  challenges: ReactNode;
  ideas: ReactNode;
  /** The challenges' height is known: what stands below them may be shown without being pushed down. */
  settled: boolean;
};

/** What waits for me, which challenges are open, what is happening. */
export function HomePage({ challenges, ideas, settled }: Props) {
  const { t } = useTranslation('home');
  const centre = useRef<HTMLDivElement>(null);
  useListKeys(centre);
  useEffect(() => {
    setPage({ title: t('title') });
    return () => setPage(null);
  }, [t]);
  return (
    <div className={classes.page}>
      <title>Talkoot</title>
      <div ref={centre} className={classes.centre}>
        <Waiting />
        {challenges}
        {settled && <div className={classes.ideas}>{ideas}</div>}
      </div>
      <aside className={classes.aside} data-settled={settled || undefined} aria-labelledby="happening">
        <div className={classes.asideHead}>
          <h2 id="happening">{t('feed')}</h2>
          <LiveDot />
        </div>
        <FeedList
          few={20}
          rest={
            <p className={classes.rest}>
              <Link to="/feed">{t('feedAll')}</Link>
            </p>
          }
        />
      </aside>
    </div>
  );
}
