import { useTranslation } from 'react-i18next';
import { Link } from '@tanstack/react-router';
import { Section } from '../../ui/Section';
import classes from './Evidence.module.css';
import type { Concept } from './queries';

/** What customers said, in their own words and with where they come from: the strongest of all insights behind the concept. */
export function Evidence({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const { evidence, insights } = concept;
  return (
    <div className={classes.evidence} id="concept-evidence">
      <Section title={t('field.evidence')}>
        {evidence.length === 0 && <p className={classes.none}>{t('evidence.none')}</p>}
        <ul>
          {evidence.map((piece) => (
            <li key={piece.insight} className={classes.row}>
              <figure className={classes.said}>
                <blockquote className={classes.quote}>{piece.quote}</blockquote>
                <figcaption className={classes.from}>
                  <Link to="/insights/$id" params={{ id: piece.insight }} className="tk-link">
                    {piece.source || t(`sourceKind.${piece.source_kind}`)}
                  </Link>
                </figcaption>
              </figure>
            </li>
          ))}
        </ul>
        {insights > evidence.length && (
          <p className={classes.none}>{t('evidence.more', { count: insights - evidence.length })}</p>
        )}
      </Section>
    </div>
  );
}
