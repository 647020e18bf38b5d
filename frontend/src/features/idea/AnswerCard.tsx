import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import { useNow } from '../../lib/now';
import classes from './Answer.module.css';
import { standingOf } from './answers';
import type { Idea } from './queries';

type Props = {
  idea: Idea;
  /** Who runs the challenge, joined in src/app. */
  owedBy?: ReactNode;
  onAnswer?: () => void;
};

/** The clock of an answer that is owed: how long it may still take, and who owes it. */
export function AnswerCard({ idea, owedBy, onAnswer }: Props) {
  const { t } = useTranslation('idea');
  const now = useNow();
  const stands = standingOf(idea, now);
  if (!stands || stands.state === 'answered' || !idea.answer_due) return null;
  const due = new Date(idea.answer_due);
  const span = due.getTime() - new Date(idea.created_at).getTime();
  const gone = span > 0 ? Math.min(1, Math.max(0, (now - new Date(idea.created_at).getTime()) / span)) : 1;
  const late = stands.state === 'late';
  return (
    <section className={classes.card} aria-label={t('answer.title')}>
      <Ring share={late ? 1 : 1 - gone} late={late} days={stands.days} />
      <div className={classes.words}>
        <p className={classes.strong} data-late={late || undefined}>
          {t(late ? 'answer.late' : 'answer.owed', { count: stands.days })}
        </p>
        <p className={classes.quiet}>
          {owedBy}
          {t(late ? 'answer.wasDue' : 'answer.due', { date: shortDate(due) })}{' '}
          {t(late ? 'answer.everyoneSees' : 'answer.everyoneWill')}
        </p>
        {onAnswer && (
          <Button className={classes.act} onClick={onAnswer}>
            {t('answer.give')}
          </Button>
        )}
      </div>
    </section>
  );
}

const radius = 18;
const around = 2 * Math.PI * radius;

/** The time left as a ring, with the days in it; the words beside it say the same. */
function Ring({ share, late, days }: { share: number; late: boolean; days: number }) {
  return (
    <svg className={classes.ring} viewBox="0 0 44 44" aria-hidden="true" data-late={late || undefined}>
      <circle cx="22" cy="22" r={radius} className={classes.track} />
      <circle
        cx="22"
        cy="22"
        r={radius}
        className={classes.left}
        strokeDasharray={`${share * around} ${around}`}
        transform="rotate(-90 22 22)"
      />
      <text x="22" y="22" className={classes.days}>
        {days > 999 ? '…' : days}
      </text>
    </svg>
  );
}
