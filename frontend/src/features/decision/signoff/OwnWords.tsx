import { useTranslation } from 'react-i18next';
import { DepartmentTag } from '../../../ui/DepartmentTag';
import { Section } from '../../../ui/Section';
import type { SignOff } from '../outcome/queries';
import type { Decision } from '../queries';
import classes from './OwnWords.module.css';

const first = ['disagree', 'abstain', 'agree'] as const;

/** What the panel wrote with its signatures, dissent first. Objections stand with what became of them. */
export function OwnWords({ decision }: { decision: Decision }) {
  const { t } = useTranslation('outcome');
  const said = decision.sign_offs.filter(({ reason, choice }) => reason !== '' && choice !== 'block');
  if (said.length === 0) return null;
  const order = ({ cycle, choice }: SignOff) =>
    (decision.cycle - cycle) * 10 + first.indexOf(choice as (typeof first)[number]);
  const dissent = said.some(({ choice }) => choice !== 'agree');
  return (
    <Section title={t(dissent ? 'signs.dissent' : 'signs.words')}>
      {said
        .toSorted((a, b) => order(a) - order(b))
        .map(({ cycle, person, reason, choice }) => (
          <figure key={`${cycle}.${person.id}`} className={classes.said}>
            <blockquote className={classes.words}>{reason}</blockquote>
            <figcaption className={classes.who}>
              {person.name} <DepartmentTag name={person.department} /> · {t(`signs.${choice}`)}
              {decision.cycle > 1 && ` · ${t(cycle === 1 ? 'signs.first' : 'signs.second')}`}
            </figcaption>
          </figure>
        ))}
    </Section>
  );
}
