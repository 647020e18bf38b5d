import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { shortDate } from '../../lib/dates';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconIdea } from '../../ui/icons';
import { MarkdownView } from '../../ui/MarkdownView';
import { PageHeader } from '../../ui/PageHeader';
import { PersonLine } from '../../ui/PersonLine';
import { Section } from '../../ui/Section';
import { Skeleton } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { EditStickingPoint } from './EditStickingPoint';
import { MeToo } from './MeToo';
import { PointActions } from './PointActions';
import { PointEvidence } from './PointEvidence';
import type { Place } from './RaiseStickingPoint';
import classes from './StickingPointPage.module.css';
import { weightInWords } from './weight';
import { stickingPointQuery, type Insight, type StickingPoint } from './queries';

const MergeDialog = lazy(() => import('./MergeDialog'));

export type Picker = (
  chosen: readonly Insight[],
  onChange: (next: Insight[]) => void,
  at: Place | undefined,
  held: readonly string[],
) => ReactNode;

type Props = {
  id: string;
  /** Chooses insights to tie to it; joined in src/app. */
  pick: Picker;
  /** Chooses another touchpoint; joined in src/app. */
  place: (value: Place | null, onChange: (next: Place | null) => void, error?: string) => ReactNode;
  /** What grew from it, joined in src/app. */
  line?: (point: StickingPoint) => ReactNode;
  /** The dialog that posts an idea against it. */
  newIdea: (point: StickingPoint, onClose: () => void) => ReactNode;
  /** It lives on in another. */
  onMerged: (survivor: string) => void;
};

/** One sticking point: how heavily it weighs and why, in customers' words, and what is done about it. */
export function StickingPointPage({ id, pick, place, line, newIdea, onMerged }: Props) {
  const { t } = useTranslation('touchpoint');
  const query = useQuery(stickingPointQuery(id));
  const [doing, setDoing] = useState<'edit' | 'merge' | 'idea'>();
  const stop = () => setDoing(undefined);
  if (query.isPending) return <Skeleton heights={[18, 34, 28, 88, 56, 200]} />;
  if (query.error instanceof Problem && query.error.status === 404) return <Gone />;
  if (!query.data) {
    return <ErrorNote title={t('point.failed')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const point = query.data;
  const { touchpoint, journey, status } = point;
  return (
    <div className={classes.page}>
      <PageHeader
        title={point.title}
        short={t('point.one')}
        crumbs={[
          ...(journey ? [{ label: journey.title, to: `/journeys/${journey.id}` }] : []),
          { label: touchpoint.title, to: `/touchpoints/${touchpoint.id}` },
          { label: t('point.one') },
        ]}
        meta={
          <span className={classes.meta}>
            <PersonLine person={point.author}>
              <time dateTime={point.created_at}>{shortDate(new Date(point.created_at))}</time>
            </PersonLine>
            <Tag tone={status === 'confirmed' ? 'accent' : 'neutral'}>{t(`point.status.${status}`)}</Tag>
          </span>
        }
      />
      {point.merged_into && (
        <p className={classes.merged}>
          {t('point.livesOn')}{' '}
          <Link to="/sticking-points/$id" params={{ id: point.merged_into.id }} className="tk-link">
            {point.merged_into.title}
          </Link>
        </p>
      )}
      <div className={classes.weight}>
        <span className={classes.number} aria-hidden="true">
          {point.weight.toFixed(1)}
        </span>
        <div>
          <p className={classes.strong}>{weightInWords(t, point)}</p>
          <p className={classes.quiet}>{t('point.weightHow')}</p>
        </div>
        <MeToo point={point} />
      </div>
      {doing === 'edit' ? (
        <EditStickingPoint point={point} place={place} onDone={stop} />
      ) : (
        <>
          {point.body_html && (
            <div className={classes.body}>
              <MarkdownView html={point.body_html} />
            </div>
          )}
          <div className={classes.acts}>
            {status !== 'merged' && status !== 'dismissed' && (
              <Button variant="filled" leftSection={<IconIdea size={16} />} onClick={() => setDoing('idea')}>
                {t('point.idea')}
              </Button>
            )}
            <PointActions point={point} onEdit={() => setDoing('edit')} onMerge={() => setDoing('merge')} />
          </div>
        </>
      )}
      {/* Before the evidence, which comes later and would push it away. */}
      {line && (
        <div className={classes.line}>
          <Section title={t('point.line')}>{line(point)}</Section>
        </div>
      )}
      <PointEvidence point={point} pick={pick} />
      <Suspense fallback={null}>
        {doing === 'merge' && <MergeDialog point={point} onClose={stop} onMerged={onMerged} />}
        {doing === 'idea' && newIdea(point, stop)}
      </Suspense>
    </div>
  );
}

function Gone() {
  const { t } = useTranslation('touchpoint');
  return (
    <>
      <PageHeader title={t('point.goneTitle')} />
      <EmptyState
        text={t('point.goneText')}
        action={
          <Button component={Link} to="/journeys">
            {t('toJourneys')}
          </Button>
        }
      />
    </>
  );
}
