import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Decision } from './queries';
import classes from './RoundNote.module.css';

const written = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

/** A small number as a word, as people say it in a sentence. */
function inWords(t: TFunction<'decision'>, count: number): string {
  const word = written.find((each) => each === count);
  return word ? t(`number.${word}`) : String(count);
}

/** What a round is that followed from another, why it is held, and the way back to where it began. */
export function RoundNote({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decision');
  const { kind, parent, seats, candidates } = decision;
  if (kind === 'main') return null;
  const values = { count: seats, concepts: inWords(t, candidates.length) };
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
