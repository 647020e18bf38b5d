import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { IconComment } from '../../ui/icons';
import { BallotTag } from './BallotTag';
import classes from './ConceptRow.module.css';
import { ConceptVote } from './ConceptVote';
import type { Concept } from './queries';

type Props = {
  concept: Concept;
  /** Name the challenge, where concepts of several stand together. */
  challenge?: boolean;
};

/** A concept in a list: one press to vote, one to open, and whose ideas it grew from. */
export const ConceptRow = memo(function ConceptRow({ concept, challenge = false }: Props) {
  const { t } = useTranslation('concept');
  const Heading = challenge ? 'h2' : 'h3'; // under the h1 of the list's own page, or under a section's h2
  const stance = concept.vote_mode === 'stance';
  const departments = [...new Set(concept.authors.map((author) => author.department))].filter(Boolean);
  return (
    <li className={classes.row} data-stance={stance || undefined}>
      {!stance && <ConceptVote concept={concept} />}
      <div className={classes.words}>
        <Heading className={classes.title}>
          <Link to="/concepts/$id" params={{ id: concept.id }} className={classes.link} data-row>
            {concept.title}
          </Link>
        </Heading>
        {(concept.solution || concept.problem) && (
          <p className={classes.excerpt}>{concept.solution || concept.problem}</p>
        )}
        <div className={classes.meta}>
          <span>{t('grownFromIdeas', { count: concept.sources.length })}</span>
          {departments.map((name) => (
            <DepartmentTag key={name} name={name} />
          ))}
          {concept.counts.comments > 0 && (
            <span className={classes.comments}>
              <IconComment size={14} />
              <span aria-hidden="true">{concept.counts.comments}</span>
              <span className="tk-hidden">{t('comments', { count: concept.counts.comments })}</span>
            </span>
          )}
          <BallotTag concept={concept} />
        </div>
        {challenge && <p className={classes.challenge}>{concept.challenge.title}</p>}
        {stance && <ConceptVote concept={concept} />}
      </div>
    </li>
  );
});
