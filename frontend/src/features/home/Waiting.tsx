import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/session';
import { weekdayTime, writtenDate, day } from '../../lib/dates';
import { useNow } from '../../lib/now';
import { IconBallot, IconDecision, IconForward } from '../../ui/icons';
import classes from './Waiting.module.css';

const most = 5;

/** What waits for the reader: one sentence and one button each, the soonest first. */
export function Waiting() {
  const { t } = useTranslation('home');
  const now = useNow();
  const ballots = useMe().waiting.ballots.filter((ballot) => Date.parse(ballot.closes_at) > now);
  return (
    <section aria-labelledby="waiting">
      <div className={classes.head}>
        <h1 id="waiting">{t('waiting')}</h1>
        {ballots.length > 0 && (
          <span className={classes.count}>{t('things', { count: ballots.length })}</span>
        )}
      </div>
      {ballots.length === 0 ? (
        <p className={classes.nothing}>{t('nothing')}</p>
      ) : (
        <ul className={classes.list}>
          {ballots.slice(0, most).map((ballot, index) => {
            const closes = new Date(ballot.closes_at);
            const date = closes.getTime() - now < 6 * day ? weekdayTime(closes) : writtenDate(closes, now);
            const signing = ballot.kind === 'sign_off';
            const Icon = signing ? IconDecision : IconBallot;
            return (
              <li key={`${ballot.decision}.${ballot.kind}`} className={classes.row}>
                <span className={classes.icon}>
                  <Icon size={18} />
                </span>
                <div className={classes.words}>
                  <p className={classes.title}>{t(signing ? 'signOff' : 'ballot')}</p>
                  <p className={classes.text}>
                    {t(signing ? 'signOffText' : 'ballotText', { title: ballot.title, date })}
                  </p>
                  {ballot.reminded_at && (
                    <p className={classes.text}>
                      {t('reminded', { date: writtenDate(new Date(ballot.reminded_at), now) })}
                    </p>
                  )}
                </div>
                <Button
                  component={Link}
                  to={`/decisions/${ballot.decision}`}
                  variant={index === 0 ? 'filled' : undefined}
                  className={classes.act}
                >
                  {t(signing ? 'sign' : 'cast')}
                </Button>
                <span className={classes.chevron} aria-hidden="true">
                  <IconForward size={18} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
