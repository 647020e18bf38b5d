import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { IconRoadmap } from '../../../ui/icons';
import { candidateQuery, type Decision, type Result } from '../queries';
import { chosenOf, shortVotes, stepOf } from './figures';
import { listed } from './numbers';
import classes from './OutcomePage.module.css';
import { commitmentsOf, type Commitment } from './queries';
import type { Titled } from './titled';

/** The chosen, with large numerals, and how each got there. */
export function Shortlist({ decision, result, title }: Titled & { decision: Decision }) {
  const { t } = useTranslation('outcome');
  const adopted = decision.state === 'adopted';
  const chosen = chosenOf(result);
  const settled = result.shortlist.length > 0 || decision.kind !== 'main';
  const commitments = useQuery({ ...commitmentsOf(decision.id), enabled: adopted });
  const label = adopted || decision.kind !== 'main' ? 'title' : settled ? 'proposed' : 'settled';
  const vacant = settled && result.tied.length === 0 ? result.seats - chosen.length : 0;
  const open = settled ? 0 : result.open_seats;
  const again = askedAgain(decision, result);
  return (
    <>
      {chosen.length > 0 && (
        <ol className={classes.chosen} aria-label={t(`chosen.${label}`)}>
          {chosen.map((id, index) => {
            const figure = howItGotThere(t, result, id);
            const commitment = commitments.data?.find(({ concept }) => concept?.id === id);
            return (
              <li key={id} className={classes.winner}>
                <span className={classes.numeral} aria-hidden="true">
                  {index + 1}
                </span>
                <div className={classes.words}>
                  <h2 className={classes.name}>
                    <Link to="/concepts/$id" params={{ id }} className={classes.link}>
                      {title(id)}
                    </Link>
                  </h2>
                  <p className={classes.figure}>
                    {figure}
                    <Evidence id={id} after={figure !== undefined} />
                    {again.has(id) && ` · ${t('chosen.again')}`}
                    {adopted && (
                      <span className={classes.roadmapLink}>
                        <Link to="/roadmap" hash={anchor(commitment)} className="tk-link">
                          {t('chosen.onRoadmap')}
                        </Link>
                      </span>
                    )}
                  </p>
                </div>
                {adopted && (
                  <Button
                    component={Link}
                    to="/roadmap"
                    hash={anchor(commitment)}
                    leftSection={<IconRoadmap size={16} />}
                    className={classes.roadmap}
                  >
                    {t('chosen.onRoadmap')}
                  </Button>
                )}
              </li>
            );
          })}
        </ol>
      )}
      {open > 0 && <p className={classes.under}>{t('chosen.open', { count: open })}</p>}
      {vacant > 0 && <p className={classes.under}>{t('chosen.vacant', { count: vacant })}</p>}
      {(result.expanded?.length ?? 0) > 0 && (
        <p className={classes.under}>{t('chosen.expanded', { count: result.expanded!.length })}</p>
      )}
      {result.withdrawn.length > 0 && (
        <p className={classes.under}>
          {t('chosen.withdrawn', { list: listed(result.withdrawn.map(title)) })}
        </p>
      )}
      {result.few && <p className={classes.under}>{t(result.electable ? 'fewPanel' : 'few')}</p>}
    </>
  );
}

/** The concepts that a second round asks the panel about again, or may. */
function askedAgain({ state, rounds }: Decision, { split, tied }: Result): Set<string> {
  if (state === 'discussion') return new Set([...split, ...tied]);
  const second = state === 'second_round' && rounds.find(({ kind }) => kind === 'second');
  return new Set(second ? second.candidates.map(({ id }) => id) : []);
}

const anchor = (commitment: Commitment | undefined) => commitment && `commitment-${commitment.id}`;

/** The figure that gave a concept its place, true to the method. */
function howItGotThere(t: TFunction<'outcome'>, result: Result, id: string): string | undefined {
  const step = stepOf(result, id);
  if (step?.kind === 'second' || step?.kind === 'runoff') return t(`chosen.${step.kind}`);
  if (step?.kind === 'lottery') {
    return t('chosen.lottery', { ticket: (step.tickets?.[id] ?? '').slice(0, 8) });
  }
  if (!result.electable) return undefined;
  const total = result.totals?.[id] ?? 0;
  switch (result.method) {
    case 'approval':
      return t('chosen.approval', { count: total, of: result.counted ?? 0 });
    case 'dots':
      return t('chosen.dots', { count: total });
    case 'star': {
      const stars = t('chosen.star', { count: total });
      const round = result.rounds?.find(({ winner }) => winner === id);
      return round ? t('chosen.seat', { stars, votes: round.for, against: round.against }) : stars;
    }
    case 'stv': {
      const { stages = [], quota = 0 } = result;
      const stage = stages.findIndex(({ totals }) => Number(totals[id] ?? 0) >= quota);
      const votes = stages[stage]?.totals[id];
      return votes === undefined || quota === 0
        ? t('chosen.stvRemained')
        : t('chosen.stv', { votes: shortVotes(votes), stage: stage + 1, quota });
    }
    default:
      return (
        result.wins && t('chosen.pairwise', { wins: result.wins[id] ?? 0, of: result.electable.length - 1 })
      );
  }
}

/** What a concept rests on, as a link to it. Its place is kept until it is known: whatever is on a ballot rests on something. */
function Evidence({ id, after }: { id: string; after: boolean }) {
  const { t } = useTranslation('outcome');
  const { data } = useQuery(candidateQuery(id));
  const { insights = 0, sources = [] } = data ?? {};
  return (
    <span style={data ? undefined : { visibility: 'hidden' }}>
      {after && ' · '}
      <Link to="/concepts/$id" params={{ id }} className={after ? 'tk-link' : `tk-link ${classes.alone}`}>
        {insights > 0 || !data
          ? t('chosen.evidence', { count: data ? insights : 10 })
          : t('chosen.ideas', { count: sources.length })}
      </Link>
    </span>
  );
}
