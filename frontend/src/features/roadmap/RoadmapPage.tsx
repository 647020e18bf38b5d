import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/now';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { MoreRows } from '../../ui/MoreRows';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import { SortTabs } from '../../ui/SortTabs';
import { CommitmentCard } from './CommitmentCard';
import { CommitmentTable } from './CommitmentTable';
import { EffectTiles } from './EffectTiles';
import { commitmentsQuery, stagesQuery, type Commitment } from './queries';
import classes from './RoadmapPage.module.css';
import { lanesOf, spanOf, type Arrangement, type Lane } from './timeline';
import { Timeline } from './Timeline';

const EditCommitment = lazy(() => import('./EditCommitment'));

type View = 'timeline' | 'list' | 'table';

const arrangements = ['stage', 'decision', 'owner', 'status'] as const;

/** What was decided, who carries it, and when: as a picture, as cards, as a table. */
export function RoadmapPage() {
  const { t } = useTranslation('roadmap');
  const commitments = useInfiniteQuery(commitmentsQuery);
  const wide = useMediaQuery('(min-width: 64em)', undefined, { getInitialValueInEffect: false });
  const stages = useQuery(stagesQuery);
  const [chosen, setBy] = useState<Arrangement | null>(null);
  const [wanted, setWanted] = useState<View | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const at = new Date(useNow());
  const today = new Date(at.getFullYear(), at.getMonth(), at.getDate());

  const rows = commitments.data?.pages.flatMap((page) => page.items);
  // By stage as soon as something stands on the map.
  const staged = rows?.some(({ stage }) => stage) ?? false;
  const by = chosen ?? (staged ? 'stage' : 'status');
  const edited = rows?.find(({ id }) => id === editing);
  const span = rows && spanOf(rows, today);
  const view: View =
    wanted === 'timeline' && !span ? 'list' : (wanted ?? (wide && span ? 'timeline' : 'list'));
  const laneName = ({ key, commitments: [one] }: Lane) => {
    if (by === 'status') return t(`status.${key as Commitment['status']}`);
    if (by === 'stage') return one?.stage?.title ?? t('noStage');
    if (by === 'decision') return one?.decision?.title ?? t('noDecision');
    return one?.owner?.name ?? t('noOwner');
  };
  // The order of the stages comes apart from the commitments; lanes that changed places would jump.
  const unordered = by === 'stage' && stages.isPending;
  const lanes =
    !unordered && rows && lanesOf(rows, by, stages.data).map((lane) => ({ ...lane, name: laneName(lane) }));

  // An address can name one commitment, as an outcome's do: it is brought into sight once it is there.
  const named = useLocation({ select: ({ hash }) => hash });
  const shown = rows !== undefined;
  useEffect(() => {
    if (!shown || !named.startsWith('commitment-')) return;
    const row = document.getElementById(named);
    row?.scrollIntoView({ block: 'center' });
    row?.setAttribute('data-named', '');
    return () => row?.removeAttribute('data-named');
  }, [named, shown, view, by]);

  const arrange = (
    <SortTabs
      label={t('lanes.label')}
      value={by}
      onChange={setBy}
      options={arrangements
        .filter((value) => value !== 'stage' || staged)
        .map((value) => ({
          value,
          label: t(`lanes.${value}`),
        }))}
    />
  );

  return (
    <Page wide>
      <PageHeader
        title={t('roadmap')}
        meta={
          <>
            {t('intro')}{' '}
            <Link to="/roadmap/promises" className="tk-link">
              {t('promises.link')}
            </Link>
          </>
        }
        actions={wide && lanes && lanes.length > 0 && arrange}
      />
      {(commitments.isPending || (rows && rows.length > 0 && unordered)) && (
        <SkeletonRows rows={4} height={96} />
      )}
      {commitments.isError && !rows && (
        <ErrorNote title={t('failed')} error={commitments.error} onRetry={() => void commitments.refetch()} />
      )}
      {rows?.length === 0 && <EmptyState text={t('empty')} />}
      {rows && lanes && rows.length > 0 && (
        <div className={classes.here}>
          <EffectTiles commitments={rows} today={today} />
          <div className={classes.views}>
            {!wide && arrange}
            <SortTabs
              label={t('view.label')}
              value={view}
              onChange={setWanted}
              options={(span && wide
                ? (['timeline', 'list', 'table'] as const)
                : (['list', 'table'] as const)
              ).map((value) => ({
                value,
                label: t(value === 'list' && by === 'status' && wide ? 'view.board' : `view.${value}`),
              }))}
            />
          </div>
          {view === 'timeline' && span ? (
            <Timeline lanes={lanes} span={span} today={today} />
          ) : view === 'table' ? (
            <CommitmentTable commitments={rows} />
          ) : (
            <div className={by === 'status' && wide ? classes.board : undefined}>
              {lanes.map((lane) => (
                <Section
                  key={lane.key}
                  title={lane.name}
                  hint={t('commitments', { count: lane.commitments.length })}
                >
                  <ul className={classes.cards}>
                    {lane.commitments.map((commitment) => (
                      <CommitmentCard
                        key={commitment.id}
                        commitment={commitment}
                        today={today}
                        decision={by !== 'decision'}
                        onEdit={setEditing}
                      />
                    ))}
                  </ul>
                </Section>
              ))}
            </div>
          )}
          <MoreRows query={commitments} />
        </div>
      )}
      <Suspense fallback={null}>
        {edited && <EditCommitment key={edited.id} commitment={edited} onClose={() => setEditing(null)} />}
      </Suspense>
    </Page>
  );
}
