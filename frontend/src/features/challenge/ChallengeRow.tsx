import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import { useNow } from '../../lib/now';
import { PhaseStepper } from '../../ui/PhaseStepper';
import { Tag } from '../../ui/Tag';
import { TagTime } from '../../ui/TagTime';
import classes from './ChallengeRow.module.css';
import { nextPhase, phaseAt } from './phases';
import type { Challenge } from './queries';

/** A challenge in a list: its question, its line, the time left and what has come of it. */
export function ChallengeRow({ challenge }: { challenge: Challenge }) {
  const { t } = useTranslation('challenge');
  return (
    <li className={classes.row}>
      <div className={classes.top}>
        <h3 className={classes.title}>
          <Link to={`/challenges/${challenge.id}` as string} className={classes.link} data-row>
            {challenge.title}
          </Link>
        </h3>
        <ChallengeTime challenge={challenge} />
      </div>
      <PhaseStepper phases={challenge.phases} />
      <p className={classes.counts}>
        {useCountsLine(challenge)}
        {challenge.counts.answers_overdue > 0 && (
          <span className={classes.late}>
            {' · '}
            {t('answers.overdue', { count: challenge.counts.answers_overdue })}
          </span>
        )}
      </p>
    </li>
  );
}

/** The time left in the open phase, or when the next one opens. */
export function ChallengeTime({ challenge }: { challenge: Challenge }) {
  const { t } = useTranslation('challenge');
  const now = useNow();
  const phase = phaseAt(challenge, now);
  if (phase) return <TagTime until={phase.closes_at} phase={phase.name} />;
  if (challenge.archived_at) return <Tag>{t('archived')}</Tag>;
  const next = nextPhase(challenge, now);
  return <Tag>{next ? t('opens', { date: shortDate(new Date(next.opens_at), now) }) : t('ended')}</Tag>;
}

function useCountsLine({ counts }: Challenge): string {
  const { t } = useTranslation('challenge');
  const ideas = t('ideas', { count: counts.ideas });
  const parts = [
    counts.departments > 1
      ? t('ideasFrom', { ideas, departments: t('departments', { count: counts.departments }) })
      : ideas,
  ];
  if (counts.concepts > 0) parts.push(t('concepts', { count: counts.concepts }));
  const posted = t('youPosted', { count: counts.my_ideas });
  const supported = t('youSupported', { count: counts.my_votes });
  if (counts.my_ideas > 0 && counts.my_votes > 0) parts.push(t('youAnd', { posted, supported }));
  else if (counts.my_ideas > 0) parts.push(posted);
  else if (counts.my_votes > 0) parts.push(t('youOnlySupported', { count: counts.my_votes }));
  return parts.join(' · ');
}
