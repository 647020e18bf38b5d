import { useId } from 'react';
import type { Column } from './columns';
import { areaOf, pathOf, runsOf, sureFrom, type Point } from './curve';
import classes from './Emotion.module.css';
import { meanOf, signed, toneOf } from './mood';
import { useTween } from './useTween';

const unit = 100; // a column's width in the units of the drawing; the drawing is stretched to the map

type Props = {
  columns: readonly Column[];
  /** What the columns are of: the map or a stage, and the filter. Another map does not glide. */
  of: string;
  /** px. */
  height: number;
  /** Prints mean and count beside each dot. */
  printed?: boolean;
  chosen?: string;
};

/**
 * The emotion curve across all columns in one drawing, its dots and figures. For the eye alone; whoever uses it gives
 * the same figures as text beside it.
 */
export function Emotion({ columns, of, height, printed = false, chosen }: Props) {
  const id = useId();
  const means = useTween(
    columns.map(({ mood }) => meanOf(mood)),
    of,
  );
  const pad = printed ? 24 : 16; // room above +2 and below −2
  const scale = (height - 2 * pad) / 4;
  const zero = height / 2;
  const y = (mean: number) => zero - mean * scale;
  const place = (point: Point) => ({ x: point.x * unit, y: y(point.y) });
  const runs = runsOf(columns.map(({ mood }, index) => ({ mean: means[index], count: mood.count })));
  const width = Math.max(1, columns.length) * unit;
  const sure = runs.map(({ pieces }) =>
    pathOf(
      pieces.filter((piece) => piece.sure),
      place,
    ),
  );
  const unsure = runs.map(({ pieces }) =>
    pathOf(
      pieces.filter((piece) => !piece.sure),
      place,
    ),
  );
  return (
    <div className={classes.emotion} style={{ height }} aria-hidden="true" data-curve>
      <svg className={classes.svg} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
        <clipPath id={`${id}up`}>
          <rect x={0} y={0} width={width} height={zero} />
        </clipPath>
        <clipPath id={`${id}down`}>
          <rect x={0} y={zero} width={width} height={height - zero} />
        </clipPath>
        {runs.map((run, index) => {
          const area = areaOf(run, place);
          return (
            <g key={index}>
              <path d={area} className={classes.glad} clipPath={`url(#${id}up)`} />
              <path d={area} className={classes.sad} clipPath={`url(#${id}down)`} />
            </g>
          );
        })}
        <line x1={0} x2={width} y1={zero} y2={zero} className={classes.zero} />
        <path d={sure.join('')} className={classes.line} />
        <path d={unsure.join('')} className={classes.line} data-unsure />
      </svg>
      {printed &&
        [2, 0, -2].map((mark) => (
          <span key={mark} className={classes.mark} style={{ top: y(mark) }}>
            {mark === 0 ? '0' : signed(mark, 0)}
          </span>
        ))}
      {columns.map(({ id: column, mood }, index) => {
        const mean = means[index];
        const real = meanOf(mood);
        if (mean === undefined || real === undefined) return null;
        return (
          <span
            key={column}
            className={classes.at}
            style={{ left: `${((index + 0.5) / columns.length) * 100}%`, top: y(mean) }}
          >
            <span
              className={classes.dot}
              data-unsure={mood.count < sureFrom || undefined}
              data-chosen={chosen === column || undefined}
              style={{ '--tone': `var(--tk-sent-${toneOf(real)})` } as React.CSSProperties}
            />
            {printed && (
              <span className={classes.figure} data-below={mean < 0 || undefined}>
                <b>{signed(real)}</b> {mood.count}
              </span>
            )}
          </span>
        );
      })}
    </div>
  );
}
