import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { levelOf, levels, ratings, type Rating } from './canvas';
import classes from './Canvas.module.css';
import type { Concept } from './queries';
import type { Save } from './useSaver';

type Props = { concept: Concept; save: Save; editable: boolean };

/** Effort and impact, five steps each. */
export function RatingCell({ concept, save, editable }: Props) {
  const { t } = useTranslation('concept');
  const heading = useId();
  const [error, setError] = useState<{ cause: unknown; again: () => void } | null>(null);
  const rate = (rating: Rating, value: number) => {
    setError(null);
    save({ field: rating, value, base: concept[rating] }).then(
      (answer) => {
        // Two people rated at once: the last word counts, as it would a second later.
        if ('theirs' in answer) void save({ field: rating, value, base: Number(answer.theirs) });
      },
      (cause: unknown) => setError({ cause, again: () => rate(rating, value) }),
    );
  };
  const unset = concept.effort === 0 && concept.impact === 0;
  return (
    <section
      className={classes.cell}
      id="concept-effort_impact"
      aria-labelledby={heading}
      data-field="effort_impact"
      tabIndex={-1}
    >
      <div className={classes.head}>
        <h2 id={heading} className={classes.label}>
          {t('field.effort_impact')}
        </h2>
      </div>
      {unset && <p className={classes.question}>{t('question.rating')}</p>}
      {ratings.map((rating) => (
        <Steps
          key={rating}
          name={t(`field.${rating}`)}
          value={concept[rating]}
          onRate={editable ? (value) => rate(rating, value) : undefined}
        />
      ))}
      {error && <ErrorNote title={t('notSaved')} error={error.cause} onRetry={error.again} />}
    </section>
  );
}

type StepsProps = { name: string; value: number; onRate?: (value: number) => void };

function Steps({ name, value, onRate }: StepsProps) {
  const { t } = useTranslation('concept');
  const group = useId();
  const level = t(`level.${levelOf(value)}`);
  const words = (
    <>
      <span className={classes.rating}>{name}</span>
      <span className={classes.level}>{level}</span>
    </>
  );
  if (!onRate) {
    const told = value === 0 ? t('ratingUnset', { name }) : t('ratingOf', { name, level, value });
    return (
      <p className={classes.steps}>
        <span className="tk-hidden">{told}</span>
        <span className={classes.words} aria-hidden="true">
          {words}
        </span>
        <span className={classes.segments} aria-hidden="true">
          {levels.map((step) => (
            <span key={step} className={classes.segment} data-full={step <= value || undefined} />
          ))}
        </span>
      </p>
    );
  }
  return (
    <fieldset className={classes.steps}>
      <legend className="tk-hidden">{name}</legend>
      <span className={classes.words} aria-hidden="true">
        {words}
      </span>
      <span className={classes.segments}>
        {levels.map((step) => (
          <label key={step} className={classes.segment} data-full={step <= value || undefined}>
            <input
              type="radio"
              className="tk-hidden"
              name={group}
              aria-label={t('rate', { level: t(`level.${step}`), value: step })}
              checked={step === value}
              onChange={() => onRate(step)}
            />
          </label>
        ))}
      </span>
    </fieldset>
  );
}
