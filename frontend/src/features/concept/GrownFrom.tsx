import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { IconIdea } from '../../ui/icons';
import { Section } from '../../ui/Section';
import classes from './GrownFrom.module.css';
import type { Concept } from './queries';

const few = 5;

/** The sources of a concept, each with its author and department. */
export function GrownFrom({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const [all, setAll] = useState(false);
  const { sources } = concept;
  const more = sources.length - few;
  return (
    <div className={classes.grown}>
      <Section title={t('grownFrom')} hint={t('credited')}>
        <ul className={classes.list}>
          {(all ? sources : sources.slice(0, few)).map((source) => (
            <li key={source.id} className={classes.row}>
              <IconIdea size={16} className={classes.icon} />
              <Link to="/ideas/$id" params={{ id: source.id }} className={classes.link}>
                {source.title}
              </Link>
              <span className={classes.author}>
                <span className={classes.name}>{source.author.name}</span>
                <span className={classes.department}>
                  <DepartmentTag name={source.author.department} />
                </span>
              </span>
            </li>
          ))}
        </ul>
        {!all && more > 0 && (
          <button type="button" className={`tk-link ${classes.more}`} onClick={() => setAll(true)}>
            {t('moreSources', { count: more })}
          </button>
        )}
      </Section>
    </div>
  );
}
