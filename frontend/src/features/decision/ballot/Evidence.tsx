import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { CustomerQuote } from '../../../ui/CustomerQuote';
import { DepartmentTag } from '../../../ui/DepartmentTag';
import { ErrorNote } from '../../../ui/ErrorNote';
import { Skeleton } from '../../../ui/Skeleton';
import { candidateQuery, type Concept } from '../queries';
import classes from './Evidence.module.css';

type Props = {
  id: string;
  title: string;
  /** The canvas as a list has brought it; the concept itself is fetched where that is missing. */
  held: Concept | undefined;
  heading?: RefObject<HTMLHeadingElement | null>;
};

const fewSources = 4;
const fewQuotes = 3;

/** What a concept rests on, to be read beside the ballot. */
export function Evidence({ id, title, held, heading }: Props) {
  const { t } = useTranslation('decision');
  const fetched = useQuery({ ...candidateQuery(id), enabled: id !== '' && !held });
  const concept = held ?? fetched.data;
  // Customers' words and sticking points stand above in their own shape.
  const sources = concept?.sources.filter(({ kind }) => kind === 'idea') ?? [];
  if (id === '') return <p className={classes.none}>{t('cast.evidenceNone')}</p>;
  return (
    <div>
      {heading && <p className={classes.kind}>{t('cast.evidence')}</p>}
      <h2 ref={heading} tabIndex={-1} className={classes.title}>
        {title}
      </h2>
      {fetched.isError && !concept ? (
        <ErrorNote
          title={t('cast.evidenceFailed')}
          error={fetched.error}
          onRetry={() => void fetched.refetch()}
        />
      ) : !concept ? (
        <Skeleton heights={[72, 56, 56]} />
      ) : (
        <>
          <Quotes quotes={concept.evidence} of={concept.insights} />
          <StickingPoints points={concept.sticking_points} />
          <h3 className={classes.label}>{t('cast.problem')}</h3>
          <p className={classes.text}>{concept.problem || t('cast.nothing')}</p>
          <h3 className={classes.label}>{t('cast.solution')}</h3>
          <p className={classes.text}>{concept.solution || t('cast.nothing')}</p>
          <dl className={classes.facts}>
            <dt>{t('cast.firstStep')}</dt>
            <dd>{concept.first_step || t('cast.nothing')}</dd>
            <dt>{t('cast.measure')}</dt>
            <dd>{concept.measure || t('cast.nothing')}</dd>
            <dt>{t('cast.effortImpact')}</dt>
            <dd>
              {t(`cast.level.${level(concept.effort)}`)}, {t(`cast.level.${level(concept.impact)}`)}
            </dd>
            <dt>{t('cast.owner')}</dt>
            <dd>
              {concept.owner.name}
              <br />
              <DepartmentTag name={concept.owner.department} />
            </dd>
          </dl>
          <h3 className={classes.label}>{t('cast.grownFrom')}</h3>
          <ul className={classes.sources}>
            {sources.slice(0, fewSources).map((source) => (
              <li key={source.id}>
                <Link to="/ideas/$id" params={{ id: source.id }} className={classes.source}>
                  {source.title}
                </Link>
                <span className={classes.author}>
                  {source.author.name} <DepartmentTag name={source.author.department} />
                </span>
              </li>
            ))}
          </ul>
          <p className={classes.foot}>
            {sources.length > fewSources && (
              <span>{t('cast.moreSources', { count: sources.length - fewSources })} · </span>
            )}
            <Link to="/concepts/$id" params={{ id }} className="tk-link">
              {t('cast.read')}
            </Link>
          </p>
        </>
      )}
    </div>
  );
}

/** Customers' own words: the bar at the left is theirs alone. The first few; the rest one press away. */
function Quotes({ quotes, of }: { quotes: Concept['evidence']; of: number }) {
  const { t } = useTranslation('decision');
  const [all, setAll] = useState(false);
  return (
    <>
      <h3 className={classes.label}>{t('cast.said')}</h3>
      {quotes.length === 0 && <p className={classes.text}>{t('cast.quotes_zero')}</p>}
      {quotes.slice(0, all ? undefined : fewQuotes).map((said) => (
        <div key={said.insight} className={classes.said}>
          <CustomerQuote said={said} />
        </div>
      ))}
      {!all && quotes.length > fewQuotes && (
        <button type="button" className="tk-link" onClick={() => setAll(true)}>
          {t('cast.allQuotes', { count: quotes.length })}
        </button>
      )}
      {all && of > quotes.length && (
        <p className={classes.text}>{t('cast.moreQuotes', { count: of - quotes.length })}</p>
      )}
    </>
  );
}

/** What goes wrong for customers and would stop. */
function StickingPoints({ points }: { points: Concept['sticking_points'] }) {
  const { t } = useTranslation('decision');
  if (points.length === 0) return null;
  return (
    <>
      <h3 className={classes.label}>{t('cast.stickingPoints')}</h3>
      <ul className={classes.sources}>
        {points.map(({ id, title }) => (
          <li key={id}>
            <Link to="/sticking-points/$id" params={{ id }} className={classes.source}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

type Level = 0 | 1 | 2 | 3 | 4 | 5;
const level = (value: number) => Math.min(5, Math.max(0, value)) as Level;
