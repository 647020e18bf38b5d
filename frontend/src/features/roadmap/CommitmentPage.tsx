import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useNow } from '../../lib/now';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { MarkdownView } from '../../ui/MarkdownView';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { PersonLine } from '../../ui/PersonLine';
import { Section } from '../../ui/Section';
import { Skeleton } from '../../ui/Skeleton';
import classes from './CommitmentPage.module.css';
import { EffectPicture } from './EffectTiles';
import { Follow } from './Follow';
import { News } from './News';
import { commitmentQuery, type Commitment } from './queries';
import { StatusTag } from './StatusTag';
import { measuredWhen, when } from './when';

const EditCommitment = lazy(() => import('./EditCommitment'));

type Props = {
  id: string;
  /** Where it comes from, from the feature that has it. */
  lineage?: (commitment: Commitment) => ReactNode;
  /** The series of the metric that it is measured by. */
  chart?: (metric: string) => ReactNode;
};

/** One commitment: who carries it, when, whether it helped, and what has been told of it. */
export function CommitmentPage({ id, lineage, chart }: Props) {
  const { t } = useTranslation('roadmap');
  const commitment = useQuery(commitmentQuery(id));
  const [editing, setEditing] = useState(false);
  const at = new Date(useNow());
  const today = new Date(at.getFullYear(), at.getMonth(), at.getDate());
  const crumbs = [{ label: t('roadmap'), to: '/roadmap' }];

  if (!commitment.data) {
    const gone = commitment.error instanceof Problem && commitment.error.status === 404;
    return (
      <Page>
        <PageHeader title={t('commitment')} crumbs={crumbs} />
        {!commitment.isError && <Skeleton heights={[24, 160, 220]} />}
        {commitment.isError &&
          (gone ? (
            <EmptyState text={t('missing')} />
          ) : (
            <ErrorNote
              title={t('failedOne')}
              error={commitment.error}
              onRetry={() => void commitment.refetch()}
            />
          ))}
      </Page>
    );
  }
  const shown = commitment.data;
  const { effect, owner } = shown;
  const editable = shown.can.includes('commitment.edit');
  return (
    <Page aside={<Facts commitment={shown} />}>
      <PageHeader
        title={shown.title}
        short={t('commitment')}
        crumbs={crumbs}
        meta={
          <span className={classes.meta}>
            <StatusTag commitment={shown} today={today} />
            {owner ? <PersonLine person={owner} /> : <span>{t('noOwner')}</span>}
            <span>{[when(t, shown), measuredWhen(t, shown)].filter(Boolean).join(' · ')}</span>
          </span>
        }
        actions={
          <>
            <Follow commitment={shown} />
            {editable && <Button onClick={() => setEditing(true)}>{t('edit')}</Button>}
          </>
        }
      />
      {lineage?.(shown)}
      {shown.status === 'stopped' && shown.reason && (
        <p className={classes.stopped}>{t('stoppedBecause', { reason: shown.reason })}</p>
      )}
      {shown.note_html && (
        <div className={classes.note}>
          <MarkdownView html={shown.note_html} />
        </div>
      )}
      <Section title={t('effect.title')} hint={t('effect.hint')}>
        {effect ? (
          <>
            <div className={classes.effect}>
              <EffectPicture commitment={shown} effect={effect} today={today} />
            </div>
            {effect.metric && chart?.(effect.metric.id)}
          </>
        ) : (
          <EmptyState
            text={t(editable ? 'effect.emptyOwn' : 'effect.empty')}
            action={editable && <Button onClick={() => setEditing(true)}>{t('effect.add')}</Button>}
          />
        )}
      </Section>
      <News commitment={shown} />
      <Suspense fallback={null}>
        {editing && <EditCommitment commitment={shown} onClose={() => setEditing(false)} />}
      </Suspense>
    </Page>
  );
}

/** Where it was decided, what it was as a concept, and where on the journey it acts. */
function Facts({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation('roadmap');
  const { challenge, decision, concept, touchpoint, stage } = commitment;
  return (
    <dl className={classes.facts}>
      {decision && (
        <>
          <dt>{t('facts.decision')}</dt>
          <dd>
            <Link to="/decisions/$id" params={{ id: decision.id }} className="tk-link">
              {decision.title}
            </Link>
          </dd>
        </>
      )}
      {concept && (
        <>
          <dt>{t('facts.concept')}</dt>
          <dd>
            <Link to="/concepts/$id" params={{ id: concept.id }} className="tk-link">
              {concept.title}
            </Link>
          </dd>
        </>
      )}
      <dt>{t('facts.challenge')}</dt>
      <dd>
        <Link to="/challenges/$id" params={{ id: challenge.id }} className="tk-link">
          {challenge.title}
        </Link>
      </dd>
      {touchpoint && (
        <>
          <dt>{t('facts.touchpoint')}</dt>
          <dd>
            <Link to="/touchpoints/$id" params={{ id: touchpoint.id }} className="tk-link">
              {touchpoint.title}
            </Link>
            {stage && <span className={classes.stage}>{stage.title}</span>}
          </dd>
        </>
      )}
    </dl>
  );
}
