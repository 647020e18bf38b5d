import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import { withUnit, written } from '../../lib/numbers';
import { dayOf } from './chart';
import { MetricChart } from './MetricChart';
import classes from './MetricPanel.module.css';
import { MetricTable } from './MetricTable';
import { metricQuery, type Metric } from './queries';

const AddPoint = lazy(() => import('./AddPoint'));
const ImportPoints = lazy(() => import('./ImportPoints'));
const EditMetric = lazy(() => import('./EditMetric'));

type Dialog = 'add' | 'import' | 'edit' | null;

/** One series: where it stands, its picture or its table, and for facilitators what keeps it up. */
export function MetricPanel({ metric: given }: { metric: Metric }) {
  const { t } = useTranslation('metric');
  // A list brings the last measurements only; the whole series comes with the metric itself.
  const whole = useQuery({ ...metricQuery(given.id), placeholderData: given });
  const metric = whole.data ?? given;
  const [asTable, setAsTable] = useState(false);
  const [dialog, setDialog] = useState<Dialog>(null);
  const heading = useId();
  const { name, unit, points, better } = metric;
  const last = points[points.length - 1];
  const may = metric.can.includes('metric.edit');
  const close = () => setDialog(null);
  const at = last && dayOf(last.on);
  return (
    <section className={classes.panel} aria-labelledby={heading}>
      <div className={classes.top}>
        <h3 id={heading} className={classes.name}>
          {name}
        </h3>
        {points.length > 0 && (
          <button
            type="button"
            className="tk-link"
            aria-expanded={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {t(asTable ? 'asPicture' : 'asTable')}
          </button>
        )}
      </div>
      {last && at ? (
        <p className={classes.now}>
          <strong className={classes.value}>{withUnit(last.value, unit)}</strong>{' '}
          {t('on', { date: shortDate(at) })}
          {last.low !== undefined && last.high !== undefined && (
            <> · {t('interval', { low: written(last.low), high: written(last.high) })}</>
          )}
          {last.answers > 0 && <> · {t('answers', { count: last.answers })}</>}
          <> · {t(better)}</>
        </p>
      ) : (
        <p className={classes.now}>{t(may ? 'emptyOwn' : 'empty')}</p>
      )}
      {asTable ? <MetricTable metric={metric} /> : <MetricChart metric={metric} />}
      {may && (
        <div className={classes.acts}>
          <Button onClick={() => setDialog('add')}>{t('add')}</Button>
          <Button variant="subtle" onClick={() => setDialog('import')}>
            {t('import')}
          </Button>
          <Button variant="subtle" aria-label={t('editOf', { name })} onClick={() => setDialog('edit')}>
            {t('edit')}
          </Button>
        </div>
      )}
      <Suspense fallback={null}>
        {dialog === 'add' && <AddPoint metric={metric} onClose={close} />}
        {dialog === 'import' && <ImportPoints metric={metric} onClose={close} />}
        {dialog === 'edit' && <EditMetric metric={metric} touchpoint={metric.touchpoint} onClose={close} />}
      </Suspense>
    </section>
  );
}
