import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { shortDate } from '../../lib/dates';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { CustomerQuote } from '../../ui/CustomerQuote';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconDelete, IconEdit, IconIdea, IconStickingPoint } from '../../ui/icons';
import { PageHeader } from '../../ui/PageHeader';
import { PersonLine } from '../../ui/PersonLine';
import { Section } from '../../ui/Section';
import { Skeleton } from '../../ui/Skeleton';
import { EditInsight } from './EditInsight';
import classes from './InsightPage.module.css';
import { PlaceInsight } from './PlaceInsight';
import { insightQuery, type Insight } from './queries';
import { useDelete } from './useDelete';

type Props = {
  id: string;
  /** What grew from it, joined in src/app. */
  line?: (insight: Insight) => ReactNode;
  /** The dialog that posts an idea from it. */
  newIdea: (insight: Insight, onClose: () => void) => ReactNode;
  /** The dialog that raises a sticking point from it. */
  raise: (insight: Insight, onClose: () => void) => ReactNode;
  onDeleted: () => void;
};

/** One insight: the words, where it belongs, what grew from it and what can grow. */
export function InsightPage({ id, line, newIdea, raise, onDeleted }: Props) {
  const { t } = useTranslation('insight');
  const query = useQuery(insightQuery(id));
  const [doing, setDoing] = useState<'edit' | 'delete' | 'idea' | 'raise'>();
  const stop = () => setDoing(undefined);
  const remove = useDelete(id, onDeleted);
  if (query.isPending) return <Skeleton heights={[18, 34, 28, 88, 40, 120]} />;
  if (query.error instanceof Problem && query.error.status === 404) return <Gone />;
  if (!query.data) {
    return <ErrorNote title={t('oneFailed')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const insight = query.data;
  const { touchpoint, stage, journey } = insight;
  const mayEdit = insight.can.includes('insight.edit');
  return (
    <div className={classes.page}>
      <PageHeader
        title={t('insight')}
        crumbs={[{ label: t('title'), to: '/insights' }, { label: t('insight') }]}
        meta={
          <PersonLine person={insight.author}>
            {insight.import ? (
              <Link to="/insights" search={{ import: insight.import.id }} className="tk-link">
                {t('imported', { file: insight.import.title, date: shortDate(new Date(insight.created_at)) })}
              </Link>
            ) : (
              t('postedOn', { date: shortDate(new Date(insight.created_at)) })
            )}
          </PersonLine>
        }
      />
      {doing === 'edit' ? (
        <EditInsight insight={insight} onDone={stop} />
      ) : (
        <>
          <div className={classes.quote}>
            <CustomerQuote said={insight} size="reading" />
          </div>
          {insight.note && <p className={classes.note}>{insight.note}</p>}
          {insight.masked && <p className={classes.quiet}>{t('maskedHint')}</p>}
          <div className={classes.place}>
            {touchpoint ? (
              <p>
                {t('at')}{' '}
                <Link to="/touchpoints/$id" params={{ id: touchpoint.id }} className="tk-link">
                  {touchpoint.title}
                </Link>
                {journey && (
                  <span className={classes.quiet}>
                    {' '}
                    {[stage?.title, journey.title].filter(Boolean).join(' · ')}
                  </span>
                )}
              </p>
            ) : mayEdit ? (
              <PlaceInsight insight={insight} />
            ) : (
              <p className={classes.quiet}>{t('unplaced')}</p>
            )}
          </div>
          <div className={classes.acts}>
            <Button variant="filled" leftSection={<IconIdea size={16} />} onClick={() => setDoing('idea')}>
              {t('act.idea')}
            </Button>
            <Button leftSection={<IconStickingPoint size={16} />} onClick={() => setDoing('raise')}>
              {t('act.raise')}
            </Button>
            {mayEdit && (
              <Button variant="subtle" leftSection={<IconEdit size={16} />} onClick={() => setDoing('edit')}>
                {t('act.edit')}
              </Button>
            )}
            {insight.can.includes('insight.delete') && (
              <Button
                variant="subtle"
                leftSection={<IconDelete size={16} />}
                onClick={() => setDoing('delete')}
              >
                {t('act.delete')}
              </Button>
            )}
          </div>
        </>
      )}
      {line && (
        <div className={classes.line}>
          <Section title={t('grew')}>{line(insight)}</Section>
        </div>
      )}
      <ConfirmDialog
        opened={doing === 'delete'}
        onClose={() => {
          remove.reset();
          stop();
        }}
        title={t('delete.title')}
        text={t('delete.text')}
        act={t('delete.act')}
        bad
        busy={remove.isPending}
        error={remove.error ? remove.error.message : undefined}
        onAct={() => remove.mutate()}
      />
      <Suspense fallback={null}>
        {doing === 'idea' && newIdea(insight, stop)}
        {doing === 'raise' && raise(insight, stop)}
      </Suspense>
    </div>
  );
}

function Gone() {
  const { t } = useTranslation('insight');
  return (
    <>
      <PageHeader title={t('gone.title')} />
      <EmptyState
        text={t('gone.text')}
        action={
          <Button component={Link} to="/insights">
            {t('gone.act')}
          </Button>
        }
      />
    </>
  );
}
