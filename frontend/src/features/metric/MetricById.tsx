import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { Skeleton } from '../../ui/Skeleton';
import { MetricPanel } from './MetricPanel';
import classes from './MetricPanel.module.css';
import { metricQuery } from './queries';

/** The series that a commitment is measured by. */
export function MetricById({ id }: { id: string }) {
  const { t } = useTranslation('metric');
  const metric = useQuery(metricQuery(id));
  return (
    <div className={classes.byId}>
      {metric.data ? (
        <MetricPanel metric={metric.data} />
      ) : metric.isError ? (
        <ErrorNote title={t('failed')} error={metric.error} onRetry={() => void metric.refetch()} />
      ) : (
        <Skeleton heights={[280]} />
      )}
    </div>
  );
}
