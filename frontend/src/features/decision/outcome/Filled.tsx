import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writtenDate } from '../../../lib/dates';
import { ErrorNote } from '../../../ui/ErrorNote';
import { Section } from '../../../ui/Section';
import { Skeleton } from '../../../ui/Skeleton';
import { Picture } from '../pictures/Picture';
import type { Decision } from '../queries';
import classes from './Filled.module.css';
import { listed } from './numbers';
import page from './OutcomePage.module.css';
import { roundResultQuery, type PathStep } from './queries';
import type { Titled } from './titled';
import { Why } from './Why';

const Lottery = lazy(() => import('./Lottery'));

/** How the places were filled when the count alone did not fill them all: second round, run-off, lottery. */
export function Filled({ decision, result, title }: Titled & { decision: Decision }) {
  const { t } = useTranslation('outcome');
  const { path } = result;
  if (path.length < 2 && !path.some(({ tied }) => tied.length > 0)) return null;
  const ahead = decision.rounds.find(({ kind, state }) => kind === 'runoff' && state === 'open');
  const second = path.some(({ kind }) => kind === 'second');
  return (
    <Section title={t(second ? 'filled.titleSecond' : ahead ? 'filled.titleOpen' : 'filled.title')}>
      <ol className={classes.steps}>
        {path.map((step, index) => (
          <li key={index} className={classes.step}>
            <h3>{t(`filled.${step.kind}`)}</h3>
            <Told step={step} before={path[index - 1]} decision={decision} title={title} />
            {step.kind === 'lottery' && (
              <Suspense fallback={<Skeleton heights={[220]} />}>
                <Lottery step={step} decision={decision} title={title} />
              </Suspense>
            )}
            {(step.kind === 'second' || step.kind === 'runoff') && step.round && !step.inquorate && (
              <RoundFigures id={step.round} />
            )}
          </li>
        ))}
        {ahead && (
          <li className={classes.step} data-ahead>
            <h3>{t('filled.runoff')}</h3>
            <p className={classes.told}>
              {t('filled.runoffOpen', { date: writtenDate(new Date(ahead.closes_at)) })}
            </p>
          </li>
        )}
      </ol>
    </Section>
  );
}

type ToldProps = {
  step: PathStep;
  before: PathStep | undefined;
  decision: Decision;
  title: (id: string) => string;
};

function Told({ step, before, decision, title }: ToldProps) {
  const { t } = useTranslation('outcome');
  const list = (ids: readonly string[]) => listed(ids.map(title));
  const { kind, tied, open_seats: open } = step;
  // What was asked again in the second round was not filled by the first.
  const asked = decision.rounds.find((each) => each.kind === 'second' && each.state === 'closed')?.candidates;
  const winners =
    kind === 'count' && asked
      ? step.winners.filter((id) => !asked.some((each) => each.id === id))
      : step.winners;
  const round = decision.rounds.find(({ id }) => id === step.round);
  const among = round ? listed(round.candidates.map((each) => each.title)) : list(before?.tied ?? []);
  const said: string[] = [];
  if (kind === 'lottery') {
    said.push(t('filled.lotteryText', { count: winners.length }));
  } else {
    if (kind === 'second') said.push(t('filled.secondText', { list: among }));
    if (kind === 'runoff') said.push(t('filled.runoffText', { list: among }));
    if (step.inquorate) said.push(t(kind === 'second' ? 'filled.secondInquorate' : 'filled.inquorate'));
    else if (winners.length > 0) {
      const count = winners.length;
      said.push(t(kind === 'count' ? 'filled.countText' : 'filled.won', { count, list: list(winners) }));
    } else said.push(t(kind === 'count' ? 'filled.countNone' : 'filled.wonNone'));
    if (tied.length > 0 && !step.inquorate) {
      said.push(
        kind === 'runoff'
          ? t('filled.still', { list: list(tied) })
          : t('filled.tied', { count: open, list: list(tied) }),
      );
    }
  }
  return said.map((sentence) => (
    <p key={sentence} className={classes.told}>
      {sentence}
    </p>
  ));
}

/** The picture and the sentences of a round that followed, when they are asked for. */
function RoundFigures({ id }: { id: string }) {
  const { t } = useTranslation('outcome');
  const [shown, setShown] = useState(false);
  const round = useQuery({ ...roundResultQuery(id), enabled: shown });
  const title = (concept: string) => round.data?.names[concept] ?? concept;
  return (
    <details className={classes.figures} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>{t('filled.figures')}</summary>
      {round.data ? (
        round.data.electable ? (
          <div className={page.figures}>
            <Picture result={round.data} title={title} />
            <Why result={round.data} title={title} />
          </div>
        ) : (
          <p className={classes.told}>{t(round.data.few ? 'few' : 'filled.inquorate')}</p>
        )
      ) : round.isError ? (
        <ErrorNote
          title={t('filled.figuresFailed')}
          error={round.error}
          onRetry={() => void round.refetch()}
        />
      ) : (
        shown && <Skeleton heights={[200]} />
      )}
    </details>
  );
}
