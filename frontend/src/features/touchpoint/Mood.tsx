import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { locale } from '../../i18n';
import { IconTable } from '../../ui/icons';
import { sentimentColour, signed } from '../../ui/sentiment';
import { EmptyState } from '../../ui/EmptyState';
import classes from './Mood.module.css';
import type { Mood as Feeling, Overview } from './queries';

type Month = Overview['months'][number];
type Props = { mood: Feeling; months: readonly Month[]; filtered: boolean };

const enough = 5; // Below so many insights a mean says little: hollow dot, dashed line.
const height = 144; // px
const edge = 14; // px above +2 and below −2
const y = (mean: number) => edge + ((2 - mean) / 4) * (height - 2 * edge);

/** How customers feel here: the mean now and month by month, as a line and as a table. */
export function Mood({ mood, months, filtered }: Props) {
  const { t } = useTranslation('touchpoint');
  const [table, setTable] = useState(false);
  if (mood.count === 0) return <EmptyState text={t(filtered ? 'mood.noneFiltered' : 'mood.none')} />;
  const mean = mood.sum / mood.count;
  const points = months
    .filter((month) => month.count > 0)
    .map((month) => ({ ...month, mean: month.sum / month.count }));
  return (
    <div>
      <p className={classes.now}>
        <span className={classes.bar} style={{ background: sentimentColour(mean) }} />
        <span className={classes.number}>{signed(mean, 1)}</span>
        <span className={classes.words}>{t('mood.of', { count: mood.count })}</span>
      </p>
      {points.length > 1 && (
        <>
          {table ? <MonthTable points={points} /> : <Curve points={points} />}
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconTable size={16} />}
            aria-pressed={table}
            onClick={() => setTable(!table)}
          >
            {t(table ? 'mood.asCurve' : 'mood.asTable')}
          </Button>
        </>
      )}
    </div>
  );
}

type Point = Month & { mean: number };

const monthsBetween = (from: string, to: string) => {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
  return (toYear - fromYear) * 12 + toMonth - fromMonth;
};

/** "Nov 2026" of "2026-11". */
function monthName(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Intl.DateTimeFormat(locale(), { month: 'short', year: 'numeric' }).format(
    new Date(year, number - 1, 15),
  );
}

function Curve({ points }: { points: readonly Point[] }) {
  const { t } = useTranslation('touchpoint');
  const first = points[0]!;
  const last = points[points.length - 1]!;
  const span = Math.max(1, monthsBetween(first.month, last.month));
  const x = (month: string) => `${2 + (monthsBetween(first.month, month) / span) * 96}%`;
  const worst = points.reduce((low, each) => (each.mean < low.mean ? each : low));
  return (
    <figure className={classes.figure}>
      <div className={classes.plot}>
        <div className={classes.scale} aria-hidden="true">
          <span>+2</span>
          <span>0</span>
          <span>−2</span>
        </div>
        <svg
          className={classes.curve}
          height={height}
          role="img"
          aria-label={t('mood.curve', {
            from: monthName(first.month),
            to: monthName(last.month),
            start: signed(first.mean, 1),
            end: signed(last.mean, 1),
            lowest: signed(worst.mean, 1),
            worst: monthName(worst.month),
          })}
        >
          {[2, 0, -2].map((mean) => (
            <line key={mean} className={classes.grid} x1="0" x2="100%" y1={y(mean)} y2={y(mean)} />
          ))}
          {points.slice(1).map((point, index) => {
            const before = points[index]!;
            const thin =
              before.count < enough || point.count < enough || monthsBetween(before.month, point.month) > 1;
            return (
              <line
                key={point.month}
                className={classes.line}
                strokeDasharray={thin ? '4 4' : undefined}
                x1={x(before.month)}
                y1={y(before.mean)}
                x2={x(point.month)}
                y2={y(point.mean)}
              />
            );
          })}
          {points.map((point) => (
            <circle
              key={point.month}
              cx={x(point.month)}
              cy={y(point.mean)}
              r={4.5}
              strokeWidth={2}
              style={{
                stroke: sentimentColour(point.mean),
                fill: point.count < enough ? 'var(--tk-bg)' : sentimentColour(point.mean),
              }}
            >
              <title>
                {t('mood.month', {
                  month: monthName(point.month),
                  mean: signed(point.mean, 1),
                  count: point.count,
                })}
              </title>
            </circle>
          ))}
        </svg>
      </div>
      <div className={classes.axis} aria-hidden="true">
        <span>{monthName(first.month)}</span>
        <span>{monthName(last.month)}</span>
      </div>
      {points.some((point) => point.count < enough) && (
        <figcaption className={classes.legend}>{t('mood.hollow', { count: enough })}</figcaption>
      )}
    </figure>
  );
}

function MonthTable({ points }: { points: readonly Point[] }) {
  const { t } = useTranslation('touchpoint');
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className={classes.scroll} role="group" aria-label={t('mood.table')} tabIndex={0}>
      <table className={classes.table}>
        <caption className="tk-hidden">{t('mood.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('mood.monthHead')}</th>
            <th scope="col">{t('mood.meanHead')}</th>
            <th scope="col">{t('mood.countHead')}</th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.month}>
              <th scope="row">{monthName(point.month)}</th>
              <td>{signed(point.mean, 1)}</td>
              <td>{point.count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
