import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useMe } from '../../api/session';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { PageHeader } from '../../ui/PageHeader';
import { Skeleton } from '../../ui/Skeleton';
import { outcomeQuery } from './outcome/queries';
import { decisionQuery } from './queries';

const BallotPage = lazy(() => import('./ballot/BallotPage'));
const WatchPage = lazy(() => import('./WatchPage'));
const OutcomePage = lazy(() => import('./outcome/OutcomePage'));
const DecisionForm = lazy(() => import('./DecisionForm'));

/** One decision, as it stands: in preparation, the ballot, the wait for those who have none, the outcome. */
export function DecisionPage({ id, line }: { id: string; line?: ReactNode }) {
  const { t } = useTranslation('decision');
  const me = useMe().person.id;
  const decision = useQuery(decisionQuery(id));
  useFollow(decision.data?.parent?.id, id);
  // The line stands below the outcome and waits for it, lest it be pushed away.
  const closed = !!decision.data && !['draft', 'open'].includes(decision.data.state);
  const outcome = useQuery({ ...outcomeQuery(decision.data ?? { id }), enabled: closed });
  const waiting = <Skeleton heights={[32, 104, 104, 104, 120]} />;

  if (decision.data) {
    const shown = decision.data;
    const { state } = shown;
    const panel = shown.panel.some((person) => person.id === me);
    return (
      <Suspense fallback={waiting}>
        {state === 'draft' ? (
          <DecisionForm key={`${shown.id}.${shown.version}`} decision={shown} />
        ) : state === 'open' ? (
          panel ? (
            <BallotPage key={shown.id} decision={shown} />
          ) : (
            <WatchPage decision={shown} />
          )
        ) : (
          <OutcomePage key={shown.id} decision={shown} />
        )}
        {/* A round that follows another is no station of its own, and what is not counted has no line yet: a ballot keeps its place. */}
        {closed && !shown.parent && outcome.isFetched && line}
      </Suspense>
    );
  }
  const crumbs = [{ label: t('decisions'), to: '/decisions' }];
  if (decision.isError) {
    const gone = decision.error instanceof Problem && decision.error.status === 404;
    return (
      <>
        <PageHeader title={t('decisions')} crumbs={crumbs} />
        {gone ? (
          <EmptyState text={t('missing')} />
        ) : (
          <ErrorNote title={t('failed')} error={decision.error} onRetry={() => void decision.refetch()} />
        )}
      </>
    );
  }
  return waiting;
}

/** The live channel speaks of the decision a round belongs to: what changes there is fetched for the round too. */
function useFollow(parent: string | undefined, id: string) {
  const cache = useQueryClient();
  const followed = useQuery({ ...decisionQuery(parent ?? ''), enabled: parent !== undefined });
  const round = followed.data?.rounds.find((each) => each.id === id);
  const news = round && JSON.stringify([round.state, round.turnout, round.closes_at]);
  useEffect(() => {
    if (news) void cache.invalidateQueries({ queryKey: ['decision', id] });
  }, [cache, id, news]);
}
