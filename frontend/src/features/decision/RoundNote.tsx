import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Decision } from './queries';
import classes from './RoundNote.module.css';

/** What a round is that followed from another, why it is held, and the way back to where it began. */
export function RoundNote({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decision');
  const { kind, parent, seats, candidates } = decision;
  if (kind === 'main') return null;
  const values = { count: seats, concepts: candidates.length };
  return (
    <div className={classes.note}>
      <p>
        {kind === 'runoff'
          ? t('round.runoffSays', values)
          : kind === 'second'
            ? t('round.secondSays', values)
            : t('round.objectionSays')}
      </p>
      {parent && (
        <Link to="/decisions/$id" params={{ id: parent.id }} className="tk-link">
          {t('round.backOutcome')}
        </Link>
      )}
    </div>
  );
}
