import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import { withUnit, written } from '../../lib/numbers';
import { chartOf, dayOf } from './chart';
import classes from './MetricChart.module.css';
import type { Metric } from './queries';

const most = 6; // commitments drawn under the line; the rest are in the list of the roadmap
const percent = (part: number) => `${part.toFixed(2)}%`;
const inside = (part: number) => part >= 0 && part <= 100;

/** The series as a line, its 95 % interval as a band, and when the commitments that act here start, are due and are measured. */
export function MetricChart({ metric }: { metric: Metric }) {
  const { t } = useTranslation('metric');
  const chart = chartOf(metric);
  const { points, name, unit } = metric;
  const first = points[0];
  const last = points[points.length - 1];
  if (!chart || !first || !last) return null;
  const date = (written: string) => {
    const at = dayOf(written);
    return at ? shortDate(at) : '';
  };
  const commitments = (metric.commitments ?? [])
    .filter(({ starts_on, due_on, measure_on }) =>
      [starts_on, due_on, measure_on].some((day) => day !== '' && inside(chart.x(day))),
    )
    .slice(0, most);
  return (
    <figure className={classes.figure}>
      <figcaption className="tk-hidden">
        {t('picture', {
          name,
          count: points.length,
          from: date(first.on),
          first: withUnit(first.value, unit),
          to: date(last.on),
          last: withUnit(last.value, unit),
        })}
      </figcaption>
      <div className={classes.plot} aria-hidden="true">
        {chart.ticks.map((tick) => (
          <span key={tick} className={classes.tick} style={{ top: percent(chart.y(tick)) }}>
            <span className={classes.number}>{written(tick)}</span>
          </span>
        ))}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" className={classes.svg}>
          {chart.bands.map((band) => (
            <path key={band} d={band} className={classes.band} />
          ))}
          <path d={chart.line} className={classes.line} vectorEffect="non-scaling-stroke" />
        </svg>
        {points.length <= 60 &&
          points.map(({ on, value, low, high }) => (
            <span key={on}>
              {low !== undefined && high !== undefined && (
                <span
                  className={classes.whisker}
                  style={{
                    left: percent(chart.x(on)),
                    top: percent(chart.y(high)),
                    height: percent(chart.y(low) - chart.y(high)),
                  }}
                />
              )}
              <span
                className={classes.dot}
                data-last={on === last.on || undefined}
                style={{ left: percent(chart.x(on)), top: percent(chart.y(value)) }}
              />
            </span>
          ))}
      </div>
      <div className={classes.days} aria-hidden="true">
        <span style={{ left: percent(chart.x(first.on)) }}>{date(first.on)}</span>
        {last !== first && <span style={{ right: percent(100 - chart.x(last.on)) }}>{date(last.on)}</span>}
      </div>
      {commitments.length > 0 && (
        <ul className={classes.commitments} aria-label={t('acting')}>
          {commitments.map(({ id, title, status, starts_on, due_on, measure_on }) => {
            const ends = [starts_on || due_on, due_on || starts_on].map((day) =>
              Math.min(100, Math.max(0, chart.x(day))),
            );
            const [start = 0, end = 0] = ends;
            const words = [
              starts_on && t('starts', { date: date(starts_on) }),
              due_on && t('due', { date: date(due_on) }),
              measure_on && t('measuredOn', { date: date(measure_on) }),
            ].filter(Boolean);
            return (
              <li key={id} className={classes.commitment}>
                <span className={classes.track} aria-hidden="true">
                  {(starts_on || due_on) && (
                    <span
                      className={classes.bar}
                      data-status={status}
                      style={{ left: percent(start), width: percent(Math.max(0.8, end - start)) }}
                    />
                  )}
                  {measure_on !== '' && inside(chart.x(measure_on)) && (
                    <span className={classes.diamond} style={{ left: percent(chart.x(measure_on)) }} />
                  )}
                </span>
                <span className={classes.words}>
                  <Link to="/commitments/$id" params={{ id }} className="tk-link">
                    {title}
                  </Link>{' '}
                  {words.join(', ')}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </figure>
  );
}
