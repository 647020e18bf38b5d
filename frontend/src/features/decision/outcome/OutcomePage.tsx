import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../api/session';
import { writtenDate } from '../../../lib/dates';
import { ErrorNote } from '../../../ui/ErrorNote';
import { IconRoadmap } from '../../../ui/icons';
import { Page } from '../../../ui/Page';
import { PersonLine } from '../../../ui/PersonLine';
import { RichText } from '../../../ui/RichText';
import { Section } from '../../../ui/Section';
import { Skeleton } from '../../../ui/Skeleton';
import { useKept } from '../ballot/kept';
import { DecisionHeader } from '../DecisionHeader';
import { resultQuery, type Decision, type Result } from '../queries';
import { Bars } from './Bars';
import { Matrix } from './Matrix';
import classes from './OutcomePage.module.css';
import { Reasons } from './Reasons';

const ReceiptCard = lazy(() =>
  import('../ballot/ReceiptCard').then((module) => ({ default: module.ReceiptCard })),
);

/** What the count has published. Nobody owns this page and nothing on it can be edited. */
export default function OutcomePage({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decision');
  const me = useMe().person.id;
  const [kept] = useKept(me, decision.id);
  const result = useQuery(resultQuery(decision.id));

  if (decision.state === 'closed') {
    return (
      <>
        <DecisionHeader decision={decision} short={t('outcome')} plain />
        <p role="status">{t('result.counting')}</p>
      </>
    );
  }
  if (result.isError) {
    return (
      <>
        <DecisionHeader decision={decision} short={t('outcome')} plain />
        <ErrorNote title={t('result.failed')} error={result.error} onRetry={() => void result.refetch()} />
      </>
    );
  }
  if (!result.data) {
    return (
      <>
        <DecisionHeader decision={decision} short={t('outcome')} plain />
        <Skeleton heights={[208, 320]} />
      </>
    );
  }
  const count = result.data;
  const title = (id: string) =>
    count.names[id] ?? decision.candidates.find((candidate) => candidate.id === id)?.title ?? id;
  return (
    <Page
      aside={
        <>
          <Section title={t('result.panel')} hint={count.panel}>
            <ul className={classes.people}>
              {decision.panel.map((person) => (
                <li key={person.id}>
                  <PersonLine person={person} avatar={false} />
                </li>
              ))}
            </ul>
            <p className={classes.note}>{t('result.weight')}</p>
          </Section>
          {count.winners.length > 0 && (
            <Section title={t('result.next')}>
              <p className={classes.next}>
                {count.state === 'tied' ? t('result.nextTied') : t('result.nextText')}
              </p>
            </Section>
          )}
          {kept.sent && (
            <Section title={t('result.yours')}>
              <details className={classes.yours}>
                <summary>{t('result.yoursText')}</summary>
                <Suspense fallback={<Skeleton heights={[160]} />}>
                  <ReceiptCard decision={decision} sent={kept.sent} title={title} />
                </Suspense>
              </details>
            </Section>
          )}
        </>
      }
    >
      <DecisionHeader
        decision={decision}
        short={t('outcome')}
        plain
        says={
          <Published result={count} closed={count.closed_at ?? decision.closed_at ?? decision.closes_at} />
        }
      />
      {count.state === 'inquorate' ? (
        <NoDecision result={count} decision={decision} title={title} />
      ) : (
        <>
          <Chosen result={count} title={title} />
          {count.state === 'tied' && <Tied result={count} title={title} />}
          <div className={classes.figures}>
            {count.totals ? <Bars result={count} title={title} /> : <Matrix result={count} title={title} />}
            <Reasons result={count} title={title} />
          </div>
        </>
      )}
    </Page>
  );
}

/** Who wins a title of a concept on this page: the name it had on the ballot. */
export type Titled = { result: Result; title: (id: string) => string };

function Published({ result, closed }: { result: Result; closed: string }) {
  const { t } = useTranslation('decision');
  const { participants, panel, quorum, abstained = 0 } = result;
  const turnout = [
    participants === panel ? t('result.all', { panel }) : t('result.some', { participants, panel, quorum }),
    abstained > 0 && t('result.abstained', { count: abstained }),
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <RichText
      text={t('result.published', { date: writtenDate(new Date(closed)), turnout })}
      b={(text) => <strong className={classes.published}>{text}</strong>}
    />
  );
}

function Chosen({ result, title }: Titled) {
  const { t } = useTranslation('decision');
  const others = (result.electable?.length ?? 1) - 1;
  const vacant = result.state === 'decided' ? result.seats - result.winners.length : 0;
  if (result.winners.length === 0) return null;
  return (
    <>
      <ol className={classes.chosen} aria-label={t('result.chosen')}>
        {result.winners.map((id, index) => (
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
                {result.totals
                  ? t('result.ticks', { count: result.totals[id] ?? 0, of: result.counted ?? 0 })
                  : t('result.ahead', { wins: result.wins?.[id] ?? 0, of: others })}
              </p>
            </div>
            {result.state === 'decided' && (
              <Button component={Link} to="/roadmap" leftSection={<IconRoadmap size={16} />}>
                {t('result.onRoadmap')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {vacant > 0 && <p className={classes.vacant}>{t('result.vacant', { count: vacant })}</p>}
    </>
  );
}

function Tied({ result, title }: Titled) {
  const { t } = useTranslation('decision');
  return (
    <div className={classes.notice}>
      <h2>{t('result.tiedTitle')}</h2>
      <p>{t('result.tiedText', { count: result.open_seats })}</p>
      <ul className={classes.tied}>
        {result.tied.map((id) => (
          <li key={id}>
            <Link to="/concepts/$id" params={{ id }} className={classes.link}>
              {title(id)}
            </Link>
          </li>
        ))}
      </ul>
      <p className={classes.next}>{t('result.tiedNext')}</p>
    </div>
  );
}

function NoDecision({ result, decision, title }: Titled & { decision: Decision }) {
  const { t } = useTranslation('decision');
  const { participants, panel, quorum } = result;
  return (
    <>
      <div className={classes.notice}>
        <h2>{t('result.none')}</h2>
        <p>{t('result.inquorate', { participants, panel, quorum })}</p>
        <p className={classes.next}>{t('result.inquorateNext')}</p>
      </div>
      <Section title={t('result.candidatesWere')}>
        <ul className={classes.tied}>
          {decision.candidates.map(({ id }) => (
            <li key={id}>
              <Link to="/concepts/$id" params={{ id }} className={classes.link}>
                {title(id)}
              </Link>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
