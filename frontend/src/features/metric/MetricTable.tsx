import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import { withUnit, written } from '../../lib/numbers';
import { IconDelete } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { dayOf } from './chart';
import classes from './MetricPanel.module.css';
import { useDeletePoint, type Metric } from './queries';

/** The series as a table, newest first. */
export function MetricTable({ metric }: { metric: Metric }) {
  const { t } = useTranslation('metric');
  const remove = useDeletePoint(metric.id);
  const may = metric.can.includes('metric.edit');
  const counted = metric.points.some(({ low }) => low !== undefined);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <div className={classes.scroll} role="region" aria-label={t('table', { name: metric.name })} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('column.on')}</th>
            <th scope="col">{t('column.value')}</th>
            {counted && <th scope="col">{t('column.interval')}</th>}
            <th scope="col">{t('column.answers')}</th>
            {may && (
              <th scope="col">
                <span className="tk-hidden">{t('column.act')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {metric.points.toReversed().map(({ on, value, low, high, answers }) => {
            const at = dayOf(on);
            const date = at ? shortDate(at) : on;
            return (
              <tr key={on}>
                <th scope="row">{date}</th>
                <td>{withUnit(value, metric.unit)}</td>
                {counted && (
                  <td>
                    {low !== undefined && high !== undefined
                      ? t('range', { low: written(low), high: written(high) })
                      : ''}
                  </td>
                )}
                <td>{answers > 0 ? answers : ''}</td>
                {may && (
                  <td>
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      aria-label={t('deletePoint', { date })}
                      onClick={() => remove.mutate(on, { onError: (error) => notify(error.message) })}
                    >
                      <IconDelete size={16} />
                    </Button>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
