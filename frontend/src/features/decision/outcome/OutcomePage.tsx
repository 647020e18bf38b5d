import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../../ui/ErrorNote';
import { Section } from '../../../ui/Section';
import { Skeleton } from '../../../ui/Skeleton';
import { Picture } from '../pictures/Picture';
import type { Decision } from '../queries';
import { Objections } from '../signoff/Objections';
import { OwnWords } from '../signoff/OwnWords';
import { Signatures } from '../signoff/Signatures';
import { Filled } from './Filled';
import { Head } from './Head';
import { Next } from './Next';
import { Notice } from './Notice';
import classes from './OutcomePage.module.css';
import { outcomeQuery } from './queries';
import { Shortlist } from './Shortlist';
import type { Titled } from './titled';
import { TookPart } from './TookPart';
import { Why } from './Why';

const SignOffForm = lazy(() => import('../signoff/SignOffForm'));
const RecountCard = lazy(() => import('./recount/RecountCard'));
const SplitList = lazy(() => import('./SplitList'));
const Paths = lazy(() => import('../pictures/Paths'));

/** A decision from its close on: what the count has published, and what the panel makes of it. Nobody owns this page. */
export function OutcomePage({ decision }: { decision: Decision }) {
  const { t } = useTranslation('outcome');
  const outcome = useQuery(outcomeQuery(decision));
  const result = outcome.data;

  if (!result) {
    return (
      <>
        <Head decision={decision} />
        {outcome.isError ? (
          <ErrorNote title={t('failed')} error={outcome.error} onRetry={() => void outcome.refetch()} />
        ) : (
          <Skeleton heights={[208, 320]} />
        )}
      </>
    );
  }
  const title = (id: string) =>
    result.names[id] ?? decision.candidates.find((candidate) => candidate.id === id)?.title ?? id;
  const titled = { result, title };
  const main = decision.kind === 'main';
  const opened = result.participants >= result.quorum;
  const mayRead = decision.can.includes('record.read') || !result.few;
  return (
    <div className={classes.page}>
      <div className={classes.centre}>
        <Head decision={decision} result={result} />
        <Notice decision={decision} result={result} />
        {opened ? (
          <>
            <Shortlist decision={decision} {...titled} />
            {decision.can.includes('sign_off.give') && (
              <Suspense fallback={<Skeleton heights={[220]} />}>
                <SignOffForm key={decision.cycle} decision={decision} {...titled} />
              </Suspense>
            )}
            {result.electable && result.method !== 'objection' && <Figures {...titled} />}
            {decision.kind === 'objection' && <Objections decision={decision} result={result} />}
          </>
        ) : (
          <Section title={t('end.candidates')}>
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
        )}
      </div>
      <aside className={classes.side}>
        <Signatures decision={decision} />
        <Suspense fallback={<Skeleton heights={[180]} />}>
          <RecountCard decision={decision} mayRead={mayRead} {...titled} />
        </Suspense>
        <Next decision={decision} result={result} />
      </aside>
      <div className={classes.rest}>
        {main && (
          <>
            <OwnWords decision={decision} />
            <Objections decision={decision} />
          </>
        )}
        <Filled decision={decision} {...titled} />
        {result.paths && result.paths.length > 2 && (
          <Suspense fallback={<Skeleton heights={[200]} />}>
            <Paths {...titled} />
          </Suspense>
        )}
        {opened && result.method !== 'objection' && (
          <Suspense fallback={<Skeleton heights={[240]} />}>
            <SplitList decision={decision} {...titled} />
          </Suspense>
        )}
        <TookPart result={result} />
      </div>
    </div>
  );
}

/** The picture of the count and its sentences: side by side where there is room, the flow of votes across the page. */
export function Figures({ result, title }: Titled) {
  return (
    <div className={classes.figures} data-across={result.method === 'stv' || undefined}>
      <Picture result={result} title={title} />
      <Why result={result} title={title} />
    </div>
  );
}

export default OutcomePage;
