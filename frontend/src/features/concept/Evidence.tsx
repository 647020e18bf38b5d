import { useTranslation } from 'react-i18next';
import { CustomerQuote } from '../../ui/CustomerQuote';
import { Section } from '../../ui/Section';
import classes from './Evidence.module.css';
import type { Concept } from './queries';

/** What customers said, in their own words and with where they come from: the strongest of all insights behind the concept. */
export function Evidence({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const { evidence, insights } = concept;
  return (
    <div className={classes.evidence} id="concept-evidence" tabIndex={-1}>
      <Section title={t('field.evidence')} hint={insights > 0 ? insights : undefined}>
        {evidence.length === 0 && <p className={classes.none}>{t('evidence.none')}</p>}
        <ul className={classes.list}>
          {evidence.map((piece) => (
            <li key={piece.insight}>
              <CustomerQuote said={piece} to={`/insights/${piece.insight}`} lines={4} />
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
