import { useTranslation } from 'react-i18next';
import { PersonLine } from '../../../ui/PersonLine';
import { Section } from '../../../ui/Section';
import type { Result } from '../queries';
import classes from './OutcomePage.module.css';

/** Everyone who took part, by name; a ballot entered for somebody absent says by whom. */
export function TookPart({ result }: { result: Result }) {
  const { t } = useTranslation('outcome');
  const { took_part: people, participants, panel } = result;
  if (people.length === 0) return null;
  return (
    <Section title={t('took.title')} hint={t('took.hint', { participants, panel })}>
      <ul className={classes.took}>
        {people.map(({ person, proxy_by: by }) => (
          <li key={person.id}>
            <PersonLine person={person} avatar={false}>
              {by && t('took.by', { name: by.name })}
            </PersonLine>
          </li>
        ))}
      </ul>
      <p className={classes.note}>{t('took.note')}</p>
    </Section>
  );
}
