import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../../ui/ErrorNote';
import { Section } from '../../../ui/Section';
import { Skeleton } from '../../../ui/Skeleton';
import Paths from '../pictures/Paths';
import { Picture } from '../pictures/Picture';
import type { Decision } from '../queries';
import { Objections } from '../signoff/Objections';
import { OwnWords } from '../signoff/OwnWords';
import { Signatures } from '../signoff/Signatures';
import SignOffForm from '../signoff/SignOffForm';
import { Filled } from './Filled';
import { Head } from './Head';
import { Next } from './Next';
import { Notice } from './Notice';
import classes from './OutcomePage.module.css';
import { outcomeQuery } from './queries';
import RecountCard from './recount/RecountCard';
import { Shortlist } from './Shortlist';
import SplitList from './SplitList';
import type { Titled } from './titled';
import { TookPart } from './TookPart';
import { Why } from './Why';

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
  const discussing = decision.state === 'discussion';
  const split = opened && result.method !== 'objection' && <SplitList decision={decision} {...titled} />;
  const mayRead = decision.can.includes('record.read') || !result.few;
  return (
    <div className={classes.page}>
      <div className={classes.centre}>
        <Head decision={decision} result={result} />
        <Notice decision={decision} result={result} />
        {opened ? (
          <>
            {decision.kind !== 'objection' && <Shortlist decision={decision} {...titled} />}
            {decision.can.includes('sign_off.give') && (
              <SignOffForm key={decision.cycle} decision={decision} {...titled} />
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
        <RecountCard decision={decision} mayRead={mayRead} {...titled} />
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
        {discussing && split}
        {result.paths && result.paths.length > 2 && <Paths {...titled} />}
        {!discussing && split}
        <TookPart result={result} />
      </div>
    </div>
  );
}

const beside = 8; // so many concepts at most leave room for the sentences beside their matrix

/** The picture of the count and its sentences: side by side where there is room, what is wide across the page. */
function Figures({ result, title }: Titled) {
  const wide = result.method === 'stv' || (result.pairwise?.length ?? 0) > beside;
  return (
    <div className={classes.figures} data-across={wide || undefined}>
      <Picture result={result} title={title} />
      <Why result={result} title={title} />
    </div>
  );
}

export default OutcomePage;
