import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/session';
import { EmptyState } from '../../ui/EmptyState';
import { MetricPanel } from './MetricPanel';
import classes from './MetricPanel.module.css';
import type { Metric } from './queries';

const EditMetric = lazy(() => import('./EditMetric'));

type Props = { touchpoint: { id: string }; metrics: readonly Metric[] };

/** What is measured at a touchpoint, below the heading that its page gives. */
export function MetricsOf({ touchpoint, metrics }: Props) {
  const { t } = useTranslation('metric');
  const [adding, setAdding] = useState(false);
  // An empty list carries no rights; facilitators keep the metrics.
  const facilitator = useMe().roles.includes('facilitator');
  const may = metrics[0] ? metrics[0].can.includes('metric.edit') : facilitator;
  return (
    <>
      {metrics.length === 0 ? (
        <EmptyState
          text={t(may ? 'noneOwn' : 'none')}
          action={may && <Button onClick={() => setAdding(true)}>{t('new')}</Button>}
        />
      ) : (
        <div className={classes.panels}>
          {metrics.map((metric) => (
            <MetricPanel key={metric.id} metric={metric} />
          ))}
          {may && (
            <div>
              <Button onClick={() => setAdding(true)}>{t('new')}</Button>
            </div>
          )}
        </div>
      )}
      <Suspense fallback={null}>
        {adding && <EditMetric touchpoint={touchpoint} onClose={() => setAdding(false)} />}
      </Suspense>
    </>
  );
}
