import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../api/session';
import { writtenDate } from '../../../lib/dates';
import { DepartmentTag } from '../../../ui/DepartmentTag';
import { RichText, words } from '../../../ui/RichText';
import { Section } from '../../../ui/Section';
import { Tag } from '../../../ui/Tag';
import type { Round } from '../outcome/queries';
import type { Decision, Result } from '../queries';
import classes from './Objections.module.css';
import own from './OwnWords.module.css';

type Raised = {
  concept: string;
  cycle: number;
  /** Everybody who objects to it, with their words; the first raised it. */
  said: { person: Decision['panel'][number]; reason: string }[];
  rounds: Round[];
};

/** Objections with their reasons, and what became of them. On the page of the vote itself, that one. */
export function Objections({ decision, result }: { decision: Decision; result?: Result }) {
  const { t } = useTranslation('outcome');
  const raised = result ? [] : raisedIn(decision);
  if (result) {
    const { subject } = decision;
    return (
      <Section title={t('objection.reason')} hint={t('objection.hint')}>
        {subject && (
          <Said said={[{ person: subject.person, reason: subject.reason }]} concept={subject.concept.title} />
        )}
        <Outcome status={result.status} counts={result.counts} />
        <p className={classes.note}>{t('objection.rule')}</p>
      </Section>
    );
  }
  if (raised.length === 0) return null;
  return (
    <Section title={t('objection.title')} hint={t('objection.hint')}>
      <ul className={classes.objections}>
        {raised.map(({ concept, cycle, said, rounds }) => (
          <li key={`${cycle}.${concept}`}>
            <Said
              said={said}
              concept={concept}
              cycle={decision.cycle > 1 ? t(cycle === 1 ? 'signs.first' : 'signs.second') : undefined}
            />
            {rounds.length === 0 && <p className={classes.state}>{t('objection.waits')}</p>}
            {rounds.map((round, index) => (
              <Asked key={round.id} round={round} again={index < rounds.length - 1} panel={decision.panel} />
            ))}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The objections of a decision: those in words only, and those that are or were voted on. */
function raisedIn(decision: Decision): Raised[] {
  const found = new Map<string, Raised>();
  const of = (concept: { id: string; title: string }, cycle: number) => {
    const key = `${cycle}.${concept.id}`;
    if (!found.has(key)) found.set(key, { concept: concept.title, cycle, said: [], rounds: [] });
    return found.get(key)!;
  };
  for (const { choice, concept, cycle, person, reason } of decision.sign_offs) {
    if (choice === 'block' && concept) of(concept, cycle).said.push({ person, reason });
  }
  for (const round of decision.rounds) {
    if (round.kind !== 'objection' || !round.subject) continue;
    const { concept, cycle, person, reason } = round.subject;
    const raised = of(concept, cycle);
    raised.rounds.push(round);
    // The word of whoever raised it may have been changed since; the vote was on this one.
    if (!raised.said.some((each) => each.person.id === person.id)) raised.said.unshift({ person, reason });
  }
  return [...found.values()].sort((a, b) => b.cycle - a.cycle);
}

function Said({ said, concept, cycle }: { said: Raised['said']; concept: string; cycle?: string }) {
  const { t } = useTranslation('outcome');
  return (
    <>
      <p className={classes.against}>
        <RichText text={t('objection.against', words({ title: concept }))} />
        {cycle && <span className={classes.cycle}> · {cycle}</span>}
      </p>
      {said.map(({ person, reason }) => (
        <figure key={person.id} className={own.said}>
          <blockquote className={own.words}>{reason}</blockquote>
          <figcaption className={own.who}>
            {person.name} <DepartmentTag name={person.department} />
          </figcaption>
        </figure>
      ))}
    </>
  );
}

/** The vote on an objection: open with a link to it, or what it gave. */
function Asked({ round, again, panel }: { round: Round; again: boolean; panel: Decision['panel'] }) {
  const { t } = useTranslation('outcome');
  const me = useMe().person.id;
  const member = panel.some(({ id }) => id === me);
  if (round.state === 'open') {
    const { voted, panel: size } = round.turnout;
    return (
      <div className={classes.open}>
        <p className={classes.state}>
          {t('objection.open', { date: writtenDate(new Date(round.closes_at)), voted, panel: size })}
        </p>
        <Link to="/decisions/$id" params={{ id: round.id }} className="tk-link">
          {t(member ? (round.voted ? 'now.change' : 'objection.vote') : 'now.look')}
        </Link>
      </div>
    );
  }
  return <Outcome status={round.status} counts={round.counts} again={again} id={round.id} />;
}

type OutcomeProps = { status?: string; counts?: Record<string, number>; again?: boolean; id?: string };

function Outcome({ status, counts, again = false, id }: OutcomeProps) {
  const { t } = useTranslation('outcome');
  const known = status === 'upheld' || status === 'dismissed' ? status : 'inquorate';
  const follows =
    known === 'inquorate'
      ? t(again ? 'objection.repeated' : 'objection.stands')
      : t(`objection.${known}Text`);
  return (
    <div className={classes.outcome}>
      <Tag tone={known === 'dismissed' ? 'accent' : 'neutral'}>{t(`objection.${known}`)}</Tag>
      <p className={classes.state}>
        {counts &&
          known !== 'inquorate' &&
          `${t('objection.counts', {
            uphold: counts.uphold ?? 0,
            dismiss: counts.dismiss ?? 0,
            abstain: counts.abstain ?? 0,
          })} `}
        {follows}{' '}
        {id && (
          <Link to="/decisions/$id" params={{ id }} className="tk-link">
            {t('now.look')}
          </Link>
        )}
      </p>
    </div>
  );
}
