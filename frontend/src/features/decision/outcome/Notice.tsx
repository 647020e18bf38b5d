import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../api/session';
import { writtenDate } from '../../../lib/dates';
import { RichText, words } from '../../../ui/RichText';
import { TurnoutDots } from '../../../ui/TurnoutDots';
import type { Decision, Result } from '../queries';
import classes from './OutcomePage.module.css';
import type { Round } from './queries';

const written = (at: string | undefined) => (at ? writtenDate(new Date(at)) : '');

/** What is going on right now, or how it ended; undefined text where the shortlist says it all. */
export function Notice({ decision, result }: { decision: Decision; result: Result }) {
  const { t } = useTranslation('outcome');
  const { state, rounds, panel } = decision;
  const open = rounds.filter((round) => round.state === 'open');
  const next = open.find(({ voted }) => !voted);
  switch (state) {
    case 'discussion':
      return (
        <div className={classes.notice}>
          <h2>{t('now.discussion')}</h2>
          <p>{t('now.discussionText', { date: written(decision.due_at) })}</p>
        </div>
      );
    case 'second_round':
    case 'runoff':
      return (
        <div className={classes.notice}>
          <h2>{t(`now.${state}`)}</h2>
          {open.map((round) => (
            <OpenRound key={round.id} round={round} panel={panel} first={round === next}>
              {t(`now.${state}Text`, {
                count: state === 'runoff' ? round.seats : round.candidates.length,
                date: written(round.closes_at),
                voted: round.turnout.voted,
                panel: round.turnout.panel,
              })}
            </OpenRound>
          ))}
        </div>
      );
    case 'objections':
      return (
        <div className={classes.notice}>
          <h2>{t('now.objections')}</h2>
          <p>{t('now.objectionsText')}</p>
          {open.map((round) => (
            <OpenRound key={round.id} round={round} panel={panel} first={round === next}>
              <RichText text={t('objection.against', words({ title: round.subject?.concept.title ?? '' }))} />
              {'. '}
              {t('now.closesAt', {
                date: written(round.closes_at),
                voted: round.turnout.voted,
                panel: round.turnout.panel,
              })}
            </OpenRound>
          ))}
        </div>
      );
    case 'inquorate':
      return <Inquorate decision={decision} result={result} />;
    case 'not_adopted':
    case 'no_consensus':
      return <Ended decision={decision} result={result} state={state} />;
    default:
      return null;
  }
}

type RoundProps = {
  round: Round;
  panel: Decision['panel'];
  /** The one to vote on next. */
  first: boolean;
  children: ReactNode;
};

/** An open round: where the panel votes, and the others see that it does. */
function OpenRound({ round, panel, first, children }: RoundProps) {
  const { t } = useTranslation('outcome');
  const me = useMe().person.id;
  const member = panel.some(({ id }) => id === me);
  return (
    <div className={classes.openRound}>
      <div className={classes.openWords}>
        <p>{children}</p>
        {round.candidates.length > 1 && (
          <ul className={classes.tied}>
            {round.candidates.map(({ id, title }) => (
              <li key={id}>
                <Link to="/concepts/$id" params={{ id }} className={classes.link}>
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        )}
        <TurnoutDots voted={round.turnout.voted} of={round.turnout.panel} />
      </div>
      <Button component={Link} to={`/decisions/${round.id}`} variant={member && first ? 'filled' : 'default'}>
        {member ? t(round.voted ? 'now.change' : 'now.vote') : t('now.look')}
      </Button>
    </div>
  );
}

function Inquorate({ decision, result }: { decision: Decision; result: Result }) {
  const { t } = useTranslation('outcome');
  const { participants, panel, quorum } = result;
  const opened = participants >= quorum;
  const signed = decision.sign_offs.filter(({ cycle }) => cycle === decision.cycle).length;
  return (
    <div className={classes.notice}>
      <h2>{t(opened ? 'end.unsigned' : 'end.inquorate')}</h2>
      <p>
        {opened
          ? t('end.unsignedText', { signed, panel, quorum })
          : t('end.inquorateText', { participants, panel, quorum })}
      </p>
      {decision.kind === 'main' && <p className={classes.quiet}>{t('end.keeps')}</p>}
    </div>
  );
}

type EndedProps = { decision: Decision; result: Result; state: 'not_adopted' | 'no_consensus' };

function Ended({ decision, result, state }: EndedProps) {
  const { t } = useTranslation('outcome');
  const of = (choice: string) =>
    decision.sign_offs.filter((sign) => sign.cycle === decision.cycle && sign.choice === choice).length;
  const text =
    state === 'no_consensus'
      ? t(result.counted === 0 ? 'end.allAbstained' : 'end.no_consensusText')
      : t('end.not_adoptedText', { agree: of('agree'), disagree: of('disagree') + of('block') });
  return (
    <div className={classes.notice}>
      <h2>{t(`end.${state}`)}</h2>
      <p>{text}</p>
      <p className={classes.quiet}>{t('end.keeps')}</p>
    </div>
  );
}
