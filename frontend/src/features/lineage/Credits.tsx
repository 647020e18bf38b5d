import { useTranslation } from 'react-i18next';
import { Avatar } from '../../ui/Avatar';
import { PersonLine } from '../../ui/PersonLine';
import classes from './Credits.module.css';
import type { Graph } from './queries';

const shown = 5; // faces beside the sentence; the list has everyone

/** Whose words are in it: some faces and a sentence, everyone by name and department behind it. */
export function Credits({ people }: { people: Graph['credits'] }) {
  const { t } = useTranslation('lineage');
  if (people.length === 0) return null;
  return (
    <details className={classes.credits}>
      <summary className={classes.summary}>
        <span className={classes.faces}>
          {people.slice(0, shown).map((person) => (
            <Avatar key={person.id} name={person.name} picture={person.picture} />
          ))}
        </span>
        <span className={classes.words}>{t('credits', { count: people.length })}</span>
      </summary>
      <ul className={classes.list}>
        {people.map((person) => (
          <li key={person.id}>
            <PersonLine person={person} />
          </li>
        ))}
      </ul>
    </details>
  );
}
