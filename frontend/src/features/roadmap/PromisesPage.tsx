import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/now';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { MoreRows } from '../../ui/MoreRows';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { PersonLine } from '../../ui/PersonLine';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import { said } from './effect';
import classes from './PromisesPage.module.css';
import { commitmentsQuery, promisesQuery, type Commitment, type Promises } from './queries';
import { StatusTag } from './StatusTag';
import { lanesOf } from './timeline';
import { measuredWhen, when } from './when';

const figures = ['promised', 'kept', 'under_way', 'decided', 'dropped', 'late'] as const;

// Kept first, then what was dropped, and why; what is still to come stands behind.
const order = ['done', 'stopped', 'under_way', 'decided'];

/** What was promised, what was kept, what was dropped and why. */
export function PromisesPage() {
  const { t } = useTranslation('roadmap');
  const counts = useQuery(promisesQuery);
  const commitments = useInfiniteQuery(commitmentsQuery);
  const at = new Date(useNow());
  const today = new Date(at.getFullYear(), at.getMonth(), at.getDate());
  const rows = commitments.data?.pages.flatMap((page) => page.items);
  const lanes =
    rows && lanesOf(rows, 'status').toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  const error = counts.error ?? commitments.error;
  return (
    <Page>
      <PageHeader
        title={t('promises.title')}
        crumbs={[{ label: t('roadmap'), to: '/roadmap' }]}
        meta={t('promises.intro')}
      />
      {error && !(rows && counts.data) && (
        <ErrorNote
          title={t('promises.failed')}
          error={error}
          onRetry={() => {
            void counts.refetch();
            void commitments.refetch();
          }}
        />
      )}
      {!error && !(rows && counts.data) && <SkeletonRows rows={4} height={88} />}
      {counts.data && rows && rows.length === 0 && <EmptyState text={t('empty')} />}
      {counts.data && rows && rows.length > 0 && (
        <>
          <Counts counts={counts.data} />
          {lanes?.map((lane) => (
            <Section
              key={lane.key}
              title={t(`promises.lane.${lane.key as Commitment['status']}`)}
              hint={t('commitments', { count: lane.commitments.length })}
            >
              <ul className={classes.list}>
                {lane.commitments.map((commitment) => (
                  <Promise key={commitment.id} commitment={commitment} today={today} />
                ))}
              </ul>
            </Section>
          ))}
          <MoreRows query={commitments} />
        </>
      )}
    </Page>
  );
}

function Counts({ counts }: { counts: Promises }) {
  const { t } = useTranslation('roadmap');
  return (
    <>
      <dl className={classes.counts}>
        {figures.map((figure) => (
          <div key={figure} className={classes.count} data-figure={figure}>
            <dt>{t(`promises.count.${figure}`)}</dt>
            <dd>{counts[figure]}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.measured}>
        {counts.measured === 0
          ? t('promises.noneMeasured')
          : t('promises.measured', { count: counts.measured, better: counts.better })}
      </p>
    </>
  );
}

function Promise({ commitment, today }: { commitment: Commitment; today: Date }) {
  const { t } = useTranslation('roadmap');
  const { id, title, owner, effect, status, reason } = commitment;
  const words = effect?.verdict ? said(t, commitment, effect) : '';
  return (
    <li className={classes.promise}>
      <div className={classes.top}>
        <h3 className={classes.title}>
          <Link to="/commitments/$id" params={{ id }} className={classes.link}>
            {title}
          </Link>
        </h3>
        <StatusTag commitment={commitment} today={today} />
      </div>
      {owner ? <PersonLine person={owner} /> : <p className={classes.line}>{t('noOwner')}</p>}
      <p className={classes.line}>
        {[when(t, commitment), measuredWhen(t, commitment)].filter(Boolean).join(' · ')}
      </p>
      {words && <p className={classes.effect}>{words}</p>}
      {status === 'done' && !words && <p className={classes.line}>{t('promises.unmeasured')}</p>}
      {status === 'stopped' && (
        <p className={classes.line}>{reason ? t('stoppedBecause', { reason }) : t('promises.noReason')}</p>
      )}
    </li>
  );
}
