import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/now';
import { IconClock, IconDone } from '../../ui/icons';
import classes from './Answer.module.css';
import { standingOf } from './answers';
import type { Idea } from './queries';

/** In a row: whether an idea is answered, and if not, when it is owed. */
export function AnswerMark({ idea }: { idea: Pick<Idea, 'answer' | 'answer_due'> }) {
  const { t } = useTranslation('idea');
  const stands = standingOf(idea, useNow());
  if (!stands) return null;
  if (stands.state === 'answered') {
    return (
      <span className={classes.mark} data-state="answered">
        <IconDone size={14} />
        {t(`answer.short.${stands.status}`)}
      </span>
    );
  }
  return (
    <span className={classes.mark} data-state={stands.state}>
      <IconClock size={14} />
      {t(stands.state === 'late' ? 'answer.late' : 'answer.owed', { count: stands.days })}
    </span>
  );
}
